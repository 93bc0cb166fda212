"""The accounts' letters in the site's own look and words."""

import pytest

from octavo.accounts.api import LetterKind
from octavo.edge import app as edge
from octavo.edge.assets import AssetsMissing
from octavo.edge.letters import SiteLetters
from octavo.edge.render import Look

VALUES = {
    "site": "Octavo",
    "home": "https://site.example",
    "email": "anna@example.org",
    "link": "https://site.example/link/abc",
    "minutes": "15",
    "days": "7",
    "handle": "anna",
    "name": "Anna <B>",
}
KINDS = [kind for kind in LetterKind if kind is not LetterKind.NONE]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["en", "de", "de-AT", "tlh", ""])
def test_every_letter_has_its_words_and_its_link(kind: LetterKind, language: str) -> None:
    wording = edge.letters(edge.Config(), url="https://site.example").render(kind, language, VALUES)
    assert wording.subject
    assert "\n" not in wording.subject
    assert VALUES["link"] in wording.text
    assert f'href="{VALUES["link"]}"' in wording.html
    assert "<B>" not in wording.html


def test_a_letter_speaks_the_persons_language() -> None:
    letters = edge.letters(edge.Config(), url="https://site.example")
    english, german = (letters.render(LetterKind.SIGN_IN, tag, VALUES) for tag in ("en", "de"))
    assert english.subject != german.subject
    assert 'lang="de"' in german.html


def test_without_a_front_end_letters_go_out_in_plain_words() -> None:
    def nothing() -> Look:
        raise AssetsMissing("not built")

    wording = SiteLetters(nothing, language="en").render(LetterKind.SIGN_IN, "de", VALUES)
    assert wording.subject == "Anmelden bei Octavo"
