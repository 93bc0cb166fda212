"""Formulas: LaTeX in, MathML out, made on the server so that readers need no script.

latex2mathml knows no bounds and escapes nothing: it is given short texts only, its tree is taken rather than
its text, and what is written of the tree are the elements and attributes named here.
"""

import re
from functools import lru_cache
from html import escape, unescape
from typing import Final
from xml.etree.ElementTree import Element

from latex2mathml.converter import convert_to_element

LONGEST: Final = 4000
"""Characters of LaTeX in one formula."""

_MOST_ELEMENTS: Final = 4000
_DEEPEST: Final = 60
_ELEMENTS: Final = frozenset(
    re.findall(
        r"\w+",
        """math mrow mi mn mo ms mtext mspace mfrac msqrt mroot mstyle mpadded mphantom menclose mfenced msub
        msup msubsup munder mover munderover mmultiscripts mprescripts none mtable mtr mtd mlabeledtr""",
    )
)
_ESCAPED: Final = re.compile(r"\\.", re.DOTALL)
_UNSEEN: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_WORD: Final = re.compile(r"[a-z-]{1,30}( [a-z-]{1,30}){0,30}")
_LENGTH: Final = re.compile(r"[+-]?\d{0,2}(\.\d{1,4})?(em|ex|pt|px|mu|%)?")
_CHARACTER: Final = re.compile(r"[^<>&\"'\x00-\x1f]{1,3}")
_ATTRIBUTES: Final = {
    **dict.fromkeys(
        ("mathvariant", "stretchy", "fence", "form", "accent", "accentunder", "displaystyle", "movablelimits",
         "columnalign", "rowalign", "columnlines", "rowlines", "notation", "largeop", "separator",
         "symmetric"),
        _WORD,
    ),
    **dict.fromkeys(
        ("width", "height", "depth", "lspace", "rspace", "minsize", "maxsize", "linethickness", "voffset",
         "scriptlevel", "rowspacing", "columnspacing"),
        _LENGTH,
    ),
    **dict.fromkeys(("open", "close", "separators"), _CHARACTER),
}  # fmt: skip


class BadMaths(Exception):  # noqa: N818 (faults of this house say what is wrong)
    """The LaTeX cannot be set; `problem` says why, for its author."""

    def __init__(self, problem: str) -> None:
        self.problem = problem
        super().__init__(problem)


def to_mathml(latex: str, *, block: bool = False) -> str:
    """The formula as one `<math>` element that holds nothing but MathML. Raises BadMaths alone."""
    result = _made(latex, block)
    if isinstance(result, BadMaths):
        raise result
    return result


def problem_of(latex: str) -> str:
    """What is wrong with a formula, for its author; empty where it can be set."""
    result = _made(latex, False)
    return result.problem if isinstance(result, BadMaths) else ""


@lru_cache(maxsize=512)
def _made(latex: str, block: bool) -> str | BadMaths:
    if not latex.strip():
        return BadMaths("the formula is empty")
    if len(latex) > LONGEST:
        return BadMaths(f"the formula is longer than {LONGEST:,} characters")
    if problem := _problem_of_braces(latex):
        return BadMaths(problem)
    try:
        element = convert_to_element(latex, display="block" if block else "inline")
        out: list[str] = []
        _write(element, out, 0)
    except BadMaths as error:
        return error
    except RecursionError:
        return BadMaths("the formula is nested too deeply")
    except Exception as error:  # noqa: BLE001 - the library answers bad LaTeX with whatever it trips over
        return BadMaths(_said(error))
    return "".join(out)


def _problem_of_braces(latex: str) -> str:
    depth = deepest = 0
    for sign in _ESCAPED.sub("", latex):
        depth += (sign == "{") - (sign == "}")
        deepest = max(deepest, depth)
        if depth < 0:
            break
    if max(deepest, latex.count(r"\left") + latex.count(r"\begin")) > _DEEPEST:
        return "the formula is nested too deeply"
    return "a brace has no partner" if depth else ""


def _said(error: Exception) -> str:
    """The library's exceptions are named well: MissingSuperScriptOrSubscript, NoAvailableTokens."""
    name = type(error).__name__.removesuffix("Error")
    if not type(error).__module__.startswith("latex2mathml"):
        return "the formula cannot be read"
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()
    return f"the formula cannot be read: {'it ends too early' if words == 'no available tokens' else words}"


def _write(element: Element, out: list[str], depth: int) -> None:
    tag = str(element.tag).rpartition("}")[2]
    if tag not in _ELEMENTS:
        raise BadMaths(f"the formula uses what cannot be shown: {tag[:30]}")
    if depth > _DEEPEST * 4:
        raise BadMaths("the formula is nested too deeply")
    if len(out) > _MOST_ELEMENTS * 3:
        raise BadMaths("the formula is too large")
    text = _UNSEEN.sub("", unescape(element.text or ""))
    if text.startswith("\\") and len(text) > 1 and tag in {"mi", "mo"}:
        raise BadMaths(f"there is no command {text[:40]}")
    out.append(f"<{tag}{_attributes(element, tag)}>")
    if tag in {"mi", "mn", "mo", "ms", "mtext"}:
        out.append(escape(text, quote=False))
    for child in element:
        _write(child, out, depth + 1)
    out.append(f"</{tag}>")


def _attributes(element: Element, tag: str) -> str:
    if tag == "math":
        return ' display="block"' if element.get("display") == "block" else ""
    kept = []
    for name, value in element.attrib.items():
        plain = unescape(value)
        rule = _ATTRIBUTES.get(name)
        if rule is not None and rule.fullmatch(plain):
            kept.append(f' {name}="{escape(plain)}"')
    return "".join(kept)
