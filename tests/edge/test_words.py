"""Every word of the interface is in the catalogues, and every catalogue is complete."""

import re
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.pofile import read_po

from octavo.edge import gathering, wordbook
from octavo.edge.filters import filters

TEMPLATES = sorted((wordbook.HERE / "templates").rglob("*.html")) + sorted(
    (wordbook.HERE / "templates").rglob("*.txt")
)
TRANSLATIONS = wordbook.languages()[1:]

_JINJA = re.compile(r"\{%-?\s*trans\b.*?endtrans\s*-?%\}|\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.S)
_UNREAD = re.compile(r"<(script|style|kbd)\b.*?</\1>|<!.*?>", re.S)
_SPOKEN = re.compile(r'\b(?:alt|title|aria-label|placeholder|value|label)="([^"]*)"')
_WORD = re.compile(r"[^\W\d_]{2,}")


def words_outside(template: str) -> list[str]:
    """The words of a template that no catalogue can translate."""
    html = _UNREAD.sub(" ", _JINJA.sub(" ", template))
    spoken = [text for text in _SPOKEN.findall(html) if "//" not in text and text != "yes"]
    return _WORD.findall(" ".join([re.sub(r"<[^>]*>", " ", html), *spoken]))


def test_words_outside_the_catalogues_are_found() -> None:
    assert words_outside('<p title="Here">{{ _("in") }} Out</p>') == ["Out", "Here"]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_template_says_nothing_that_cannot_be_translated(path: Path) -> None:
    assert words_outside(path.read_text(encoding="utf-8")) == []


def test_the_template_catalogue_is_what_the_sources_say() -> None:
    with (wordbook.WORDS / "octavo.pot").open("rb") as file:
        written = {message.id for message in read_po(file) if message.id}
    assert written == {message.id for message in gathering.gathered() if message.id}


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_a_language_says_everything(language: str) -> None:
    catalogue = wordbook.read_catalogue(language)
    wanted = {message.id for message in gathering.gathered() if message.id}
    there = {message.id: message for message in catalogue if message.id}
    assert wanted - there.keys() == set()
    assert there.keys() - wanted == set()
    unsaid = [id_ for id_, message in there.items() if message.fuzzy or not all(_forms(message.string))]
    assert unsaid == []


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_a_translation_keeps_the_values_of_its_message(language: str) -> None:
    for message in wordbook.read_catalogue(language):
        if message.id:
            wanted = set().union(*map(_values, _forms(message.id)))
            for form in _forms(message.string):
                assert _values(form) == wanted, form


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_a_translation_is_loaded_and_differs_from_english(language: str) -> None:
    assert wordbook.load(language).gettext("Sign in") != "Sign in"
    assert wordbook.load("en").gettext("Sign in") == "Sign in"


def test_languages_call_themselves_by_their_own_names() -> None:
    assert [wordbook.name_of(language) for language in ("en", "de")] == ["English", "Deutsch"]


@pytest.mark.parametrize(
    ("language", "direction"),
    [("de", "ltr"), ("ar", "rtl"), ("he-IL", "rtl"), ("no such", "ltr"), ("", "ltr")],
)
def test_the_direction_of_a_language(language: str, direction: str) -> None:
    assert wordbook.direction_of(language) == direction


def test_numbers_are_written_by_language() -> None:
    assert [filters(language)["number"](12345) for language in ("en", "de")] == ["12,345", "12.345"]


def _forms(text: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def _values(text: str) -> frozenset[str]:
    """The names of what is filled in: `%(name)s` in pages, `{name}` in the editor."""
    in_braces = {name for _, name, _, _ in Formatter().parse(text) if name}
    return frozenset(re.findall(r"%\((\w+)\)s", text)) | in_braces
