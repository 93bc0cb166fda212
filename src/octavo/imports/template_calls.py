"""Calls of the old site's template language in a text: Liquid, Nunjucks, Hugo's shortcodes.

The text is expanded before it is read as Markdown, as the old site did it. Where a call stands for a
thing (an image, a film) a mark is left that survives Markdown untouched, and becomes HTML afterwards:
so it works in a paragraph as well as inside HTML.
"""

import html
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec

from octavo.document.conversion import Fate, Loss

PERSON = "octavo-person:"
"""The scheme of a link to one of the old site's people; the importer leads it to their profile."""

POST = "octavo-post:"
"""The scheme of a link to a story by its file's name."""

_CALL = re.compile(
    r"\{%-?\s*(?P<tag>[\w-]+)\s*(?P<rest>(?:[^%]|%(?!\}))*?)\s*-?%\}"
    r"|\{\{(?P<open>[<%])\s*(?P<short>/?.*?)\s*[>%]\}\}"
    r"|\{\{-?\s*(?P<expression>(?:[^}]|\}(?!\}))*?)\s*-?\}\}",
    re.DOTALL,
)
_BEGIN, _END = "\ue000", "\ue001"
_MARK = re.compile(f"{_BEGIN}(\\d+){_END}")
_WORD = re.compile(
    r"""(?:([\w-]+)\s*=\s*)?(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|([^\s"']+))""", re.DOTALL
)
_PIPE = re.compile(r"""\|(?=(?:[^"']|"[^"]*"|'[^']*')*$)""")
_ADDRESS_FILTERS = frozenset(["url", "relative_url", "absolute_url", "relref", "ref"])
_TEXT_FILTERS = frozenset(
    ["escape", "strip", "safe", "markdownify", "strip_html", "cgi_escape", "xml_escape", "raw"]
)
_FILMS = {
    "youtube": "https://www.youtube.com/watch?v={}",
    "youtubeplayer": "https://www.youtube.com/watch?v={}",
    "vimeo": "https://vimeo.com/{}",
    "twitter": "https://twitter.com/i/status/{}",
    "tweet": "https://twitter.com/i/status/{}",
    "codepen": "https://codepen.io/{}",
    "gist": "https://gist.github.com/{}",
    "github": "https://github.com/{}",
    "embed": "{}", "link": "{}", "video": "{}", "podcast": "https://dev.to/{}",
    "user": "https://dev.to/{}", "tag": "https://dev.to/t/{}",
}  # fmt: skip
_HIDDEN = {"comment": "endcomment", "schema": "endschema", "stylesheet": "endstylesheet"}


class Expanded(msgspec.Struct, frozen=True):
    """A text without calls: `finish` puts the HTML of things into what Markdown made of it."""

    text: str
    losses: tuple[Loss, ...]
    marks: tuple[str, ...]

    def finish(self, page: str) -> str:
        """The page with each mark replaced by what it stands for."""
        return _MARK.sub(lambda match: self.marks[int(match[1])], page)


def expand(text: str, fields: Mapping[str, Any], person_name: Callable[[str], str]) -> Expanded:
    """The text with its calls carried out. `fields` is the story's head, which calls may name."""
    expander = _Expander(fields, person_name)
    plain = text.replace(_BEGIN, "").replace(_END, "")
    return Expanded(text=expander.run(plain), losses=tuple(expander.losses), marks=tuple(expander.marks))


class _Expander:
    """Expands one text."""

    def __init__(self, fields: Mapping[str, Any], person_name: Callable[[str], str]) -> None:
        self.losses: list[Loss] = []
        self.marks: list[str] = []
        self._fields = fields
        self._person_name = person_name

    def run(self, text: str) -> str:
        parts: list[str] = []
        at = 0
        while match := _CALL.search(text, at):
            parts.append(text[at : match.start()])
            at = match.end()
            tag = match["tag"]
            if tag in {"raw", "verbatim"}:
                inner, at = _until(text, at, f"end{tag}")
                parts.append(inner)
            elif tag == "highlight":
                inner, at = _until(text, at, "endhighlight")
                language = match["rest"].split(" ")[0]
                code = inner.strip("\n")
                parts.append(f"\n```{language}\n{code}\n```\n")
            elif tag in _HIDDEN:
                inner, at = _until(text, at, _HIDDEN[tag])
                self._lose(Fate.REFUSED, "comment of the template", inner)
                parts.append(self._mark(""))
            else:
                parts.append(self._call(match))
        return "".join([*parts, text[at:]])

    def _call(self, match: re.Match[str]) -> str:
        if match["tag"] is not None:
            return self._tag(match["tag"], match["rest"], match[0])
        if match["short"] is not None:
            name, _, rest = match["short"].strip().partition(" ")
            return self._mark("") if name.startswith("/") else self._tag(name, rest, match[0])
        return self._expression(match["expression"], match[0])

    def _tag(self, tag: str, rest: str, call: str) -> str:
        plain, named = _words(rest)
        if tag in {"image", "image_with_class", "img", "figure"}:
            return self._image(tag, plain, named, call)
        if tag == "post_url" and plain:
            return POST + plain[0]
        if tag in _FILMS and (plain or named):
            about = plain[0] if plain else next(iter(named.values()))
            address = about if about.startswith(("http://", "https://", "//")) else _FILMS[tag].format(about)
            return self._film(address, named.get("title", ""))
        if tag == "link" and plain:
            return POST + plain[0]
        return self._refused(f"template tag {tag}", call)

    def _image(self, tag: str, plain: Sequence[str], named: Mapping[str, str], call: str) -> str:
        source = named.get("src") or (plain[0] if plain else "")
        if not source:
            return self._refused(f"template tag {tag}", call)
        alt = named.get("alt") or (plain[-1] if len(plain) > 1 else "")
        caption = named.get("caption") or named.get("title") or ""
        image = f'<img src="{html.escape(source)}" alt="{html.escape(alt or caption)}">'
        if named.get("link"):
            image = f'<a href="{html.escape(named["link"])}">{image}</a>'
        if caption:
            return self._mark(f"<figure>{image}<figcaption>{html.escape(caption)}</figcaption></figure>")
        return self._mark(image)

    def _expression(self, expression: str, call: str) -> str:
        value, *filters = (part.strip() for part in _PIPE.split(expression))
        known = self._value(value)
        if known is None:
            self._lose(Fate.DEGRADED, "template call left as it stands", call)
            return call
        for part in filters:
            name, _, argument = part.partition(":")
            known = self._filtered(known, name.strip(), argument, call)
        return known

    def _value(self, name: str) -> str | None:
        if name[:1] in {'"', "'"} and name[-1:] == name[:1] and len(name) > 1:
            return name[1:-1]
        if name in {"site.baseurl", "site.url", "baseurl", "base_url", "site.baseURL", ".Site.BaseURL"}:
            return ""
        value = self._fields.get(name.removeprefix("page.").lower())
        return value if isinstance(value, str) else None

    def _filtered(self, value: str, name: str, argument: str, call: str) -> str:
        if name in _ADDRESS_FILTERS:
            # These filters make paths of the site itself: two slashes name no host here.
            return "/" + value.lstrip("/") if value.startswith("//") else value
        if name in _TEXT_FILTERS:
            return value
        if name in {"prepend", "append"}:
            other = self._value(argument.strip()) or ""
            return other + value if name == "prepend" else value + other
        if name == "team_link":
            return self._mark(
                f'<a href="{PERSON}{html.escape(value)}">{html.escape(self._person_name(value))}</a>'
            )
        if name == "team_photo":
            return self._refused("photo of a person", call)
        if name == "embed":
            return self._film(value, self._value(argument.strip()) or "")
        self._lose(Fate.DEGRADED, f"template filter {name}", call)
        return value

    def _film(self, address: str, title: str) -> str:
        return self._mark(f'<iframe src="{html.escape(address)}" title="{html.escape(title)}"></iframe>')

    def _refused(self, what: str, call: str) -> str:
        # A mark, not nothing: an empty line would end the HTML or the paragraph around it.
        self._lose(Fate.REFUSED, what, call)
        return self._mark("")

    def _mark(self, meaning: str) -> str:
        self.marks.append(meaning)
        return f"{_BEGIN}{len(self.marks) - 1}{_END}"

    def _lose(self, fate: Fate, what: str, where: str) -> None:
        self.losses.append(Loss(fate, what, " ".join(where.split())[:200]))


def _until(text: str, at: int, end: str) -> tuple[str, int]:
    """What stands up to the closing tag, and where to go on; all of the rest where it is missing."""
    match = re.compile(rf"\{{%-?\s*{end}\s*-?%\}}").search(text, at)
    return (text[at : match.start()], match.end()) if match else (text[at:], len(text))


def _words(rest: str) -> tuple[list[str], dict[str, str]]:
    """The arguments of a tag: those by place, and those by name."""
    plain: list[str] = []
    named: dict[str, str] = {}
    for name, double, single, bare in _WORD.findall(rest):
        value = re.sub(r"\\(.)", r"\1", double or single) or bare
        if name:
            named[name.lower()] = value
        elif value.strip(",") or not bare:
            plain.append(value)
    return plain, named
