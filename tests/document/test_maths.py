# ruff: noqa: E501 (cases read best a line each)
"""Formulas: LaTeX becomes MathML and nothing else, or its author is told why not."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octavo.document import maths
from octavo.document.parsing import InvalidDocument
from octavo.document.schema import LIMITS
from tests.document.pages import assert_inert
from tests.document.test_things import block, document, formula, line, page


def test_a_formula_is_set_in_mathml_and_keeps_its_source() -> None:
    html = page(line("E ", formula("a < b")), block("blockMath", latex=r"\frac{1}{2}"))
    assert 'data-text="a &lt; b"><math><mrow><mi>a</mi><mo>&lt;</mo>' in html
    assert '<math display="block"><mrow><mfrac>' in html


HOSTILE = [
    r"\text{<script>alert(1)</script>}", r"\href{javascript:alert(1)}{x}", r"\style{background:url(//evil.example)}{x}", r"\class{a}{b}",
    r"\text{</math><img src=x onerror=alert(1)>}", r"\mathrm{&lt;script&gt;}", r"\color{\"><script>}x", r"\rule{99999999em}{1em}",
    "{" * 3000, "}" * 3000, r"\frac{" * 600, "x^{" * 900 + "}" * 900, r"\begin{matrix}" * 200, r"\left(" * 500, r"\sqrt" * 900 + "x", "&" * 900,
    r"\begin{array}{cc}" + "&" * 500 + r"\end{array}", "\\", "^", "_", "", " ", "\u202e", "\U0001f600", "a" * 4001, "\x00", "]]>", "<!--", "%",
]  # fmt: skip


@pytest.mark.parametrize("latex", HOSTILE, ids=[latex[:24] or "empty" for latex in HOSTILE])
def test_a_hostile_formula_is_inert_or_refused(latex: str) -> None:
    try:
        html = maths.to_mathml(latex)
    except maths.BadMaths:
        html = ""
    assert bool(html) != bool(maths.problem_of(latex))
    assert_inert(f'<span class="maths">{html}</span>')
    assert "//evil" not in re.sub(r">[^<]*<", "><", html)
    if len(latex) <= 1000 and latex:
        page(line("x", formula(latex)))


@given(
    st.lists(
        st.sampled_from(
            [
                r"\frac",
                "{",
                "}",
                "x",
                "^",
                "_",
                r"\left(",
                r"\right)",
                "&",
                r"\\",
                r"\text",
                "<b>",
                r"\begin{matrix}",
                r"\end{matrix}",
                r"\sqrt",
                "[",
                "]",
                "'",
                '"',
                r"\unknown",
                "1",
                " ",
            ]
        ),
        max_size=40,
    )
)
def test_any_formula_gives_mathml_or_a_reason(pieces: list[str]) -> None:
    latex = "".join(pieces)
    problem = maths.problem_of(latex)
    if not problem:
        assert_inert(f'<span class="maths">{maths.to_mathml(latex)}</span>')


def test_what_is_wrong_with_a_formula_is_said() -> None:
    assert "no command \\unknown" in maths.problem_of(r"\unknown x")
    assert "brace" in maths.problem_of("{x")
    assert maths.problem_of(r"\{x") == ""
    assert "cannot be read" in maths.problem_of(r"\begin{cases}a")
    assert maths.problem_of("x^2") == ""
    assert "<code>\\unknown</code>" in page(line("a ", formula(r"\unknown")))


def test_a_document_holds_so_many_characters_of_formulas() -> None:
    many = [block("blockMath", latex="x" * 4000)] * (LIMITS.maths // 4000)
    document(*many)
    with pytest.raises(InvalidDocument, match="formulas"):
        document(*many, block("blockMath", latex="x" * 2001))
