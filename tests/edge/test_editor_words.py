"""The editor's words are all in the list that the catalogues are made from."""

import re
from pathlib import Path

from octavo.edge.editor_words import PHRASES

EDITOR = Path(__file__).resolve().parents[2] / "web" / "src" / "editor"
PATTERNS = [
    re.compile(r'\bt\(\s*"((?:[^"\\]|\\.)*)"'),
    re.compile(r'label: "((?:[^"\\]|\\.)*)"'),
    re.compile(r'\["(?:inset|wide|full)", "([^"]*)"\]'),
    re.compile(r'\["([A-Z][^"]+)", \['),
    re.compile(r'\b(?:text|media|more|button|act)\("([A-Z](?:[^"\\]|\\.)*)"'),
    re.compile(r'\bmove\(-?1, "([^"]*)"'),
    re.compile(r'\["(?:note|tip|important|warning|caution)", "([^"]*)"\]'),
    re.compile(r'"(Text|Media|More)"(?=[,\]])'),
]


def said() -> set[str]:
    sources = [path.read_text() for path in sorted(EDITOR.glob("*.ts"))]
    return {phrase for source in sources for pattern in PATTERNS for phrase in pattern.findall(source)}


def test_every_phrase_of_the_editor_is_listed() -> None:
    missing = said() - set(PHRASES)
    assert said(), "no phrase found: is the pattern still right?"
    assert not missing


def test_no_phrase_is_listed_in_vain() -> None:
    sources = "".join(path.read_text() for path in EDITOR.glob("*.ts"))
    assert not [phrase for phrase in PHRASES if f'"{phrase}"' not in sources]
