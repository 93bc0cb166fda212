"""Counting the images and links of Markdown sources by regular expressions alone.

Nothing here comes from the importer: the two must agree without knowing each other.
"""

import re

_HEAD = re.compile(r"\A---\n.*?^---\s*$", re.DOTALL | re.MULTILINE)
_FENCE = re.compile(r"^([ \t>]*)(`{3,}|~{3,})[^\n`]*\n.*?^[ \t>]*\2[`~]*[ \t]*$", re.DOTALL | re.MULTILINE)
_HIDDEN = re.compile(
    r"\{%\s*comment\s*%\}.*?\{%\s*endcomment\s*%\}|<!--.*?-->|<script.*?</script>|<svg.*?</svg>", re.DOTALL
)
_SPAN = re.compile(r"(?<![`\\])(`+)(?!`)((?:(?!\n[ \t]*\n).)+?)(?<!`)\1(?!`)", re.DOTALL)
_INDENTED = re.compile(r"(?:^|\n)[ \t]*\n((?:(?: {4}|\t)[^\n]*\n|[ \t]*\n)+)")

_IMAGE_CALL = re.compile(r"\{%-?\s*image(?:_with_class)?\s")
_IMAGE_TAG = re.compile(r"<img\s")
_IMAGE = re.compile(r"!\[(?:[^\[\]\\]|\\.|\[[^\[\]]*\])*\]\(")
_LINK = re.compile(
    r"(?<![!\\])\[(?:[^\[\]\\]|\\.|!?\[(?:[^\[\]\\]|\\.)*\](?:\([^()]*\))?)*\]\(\s*(?:\{\{|[^)\s#])"
)
_DEFINITION = re.compile(r"^ {0,3}\[([^\]^][^\]]*)\]:[ \t]*\S+", re.MULTILINE)
_ANCHOR_TAG = re.compile(r"""<a\s[^>]*?href\s*=\s*["']?[^"'#\s>]""")
_AUTOLINK = re.compile(r"<(?:https?:[^\s<>]*|[\w.+-]+@[\w-]+(?:\.[\w-]+)+)>")
_FRAME = re.compile(r"<iframe\s[^>]*?src\s*=", re.DOTALL)
_EMBED = re.compile(r"\|\s*embed\s*:")
_PERSON = re.compile(r"\|\s*team_link\s*\}\}")


def images(source: str) -> int:
    """How many images stand in the text of the file."""
    text = prose(source)
    return len(_IMAGE_CALL.findall(text)) + len(_IMAGE_TAG.findall(text)) + len(_IMAGE.findall(text))


def links(source: str) -> int:
    """How many links lead out of the text of the file: written in Markdown, in HTML, or by an embed.

    Links within the text (`#…`) and to people by a template call are not among them.
    """
    text = prose(source)
    patterns = (_LINK, _ANCHOR_TAG, _AUTOLINK, _FRAME, _EMBED)
    return sum(len(pattern.findall(text)) for pattern in patterns) + _references(text)


def people(source: str) -> int:
    """How many people are named by a template call."""
    return len(_PERSON.findall(prose(source)))


def prose(source: str) -> str:
    """The file without its head, its code and what is hidden."""
    text = _HEAD.sub("", source.replace("\r\n", "\n"), count=1)
    text = _FENCE.sub("\n", text)
    return _SPAN.sub("", _HIDDEN.sub("", text))


_URL_CALL = r"""\{\{\s*["'][^"']*["']\s*\|\s*url\s*\}\}"""
_INNER_ADDRESS = rf"""\s*(?:{_URL_CALL}|\{{\{{\s*site\.baseurl|/(?!/)|https?://18f\.gsa\.gov(?=[/)"'\s]))"""
_INNER = re.compile(
    r"""(?:(?<!!)\[(?:[^\[\]]|\[[^\[\]]*\])*\]\(|<a\s[^>]*?href\s*=\s*["']?)""" + _INNER_ADDRESS
)
_BROKEN = re.compile(r"\]\(\{\{[^}]*>[^}]*\}\}\)")


def inner_links(source: str) -> int:
    """How many of the links lead to pages of the same site; those broken at their source left out."""
    text = prose(source)
    return len(_INNER.findall(text)) - len(_BROKEN.findall(text)) + _references(text, _INNER_ADDRESS)


def _references(text: str, address: str = "") -> int:
    """Links by reference (`[words][name]`), to addresses that begin as asked."""
    definitions = {" ".join(match[1].lower().split()): match[0] for match in _DEFINITION.finditer(text)}
    names = {name for name, line in definitions.items() if re.search(rf"\]:{address}", line)}
    if not names:
        return 0
    body = _DEFINITION.sub("", text)
    count = 0
    for match in re.finditer(r"(?<!!)\[([^\[\]]+)\](?!\()(?:\[([^\[\]]*)\])?", body):
        name = " ".join((match[2] or match[1]).lower().split())
        count += name in names
    return count
