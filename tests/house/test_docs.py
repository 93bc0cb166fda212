"""What the documents say can be done, can be done."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
COMMAND = re.compile(r"`octavo ((?:[a-z-]+ ?)+)[^`]*`")
TARGET = re.compile(r"`make ([a-z]+)`")
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#]+)")


def octavo(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "octavo", *words], capture_output=True, text=True, check=False
    )


def known_commands() -> set[str]:
    from octavo.__main__ import main

    return set(main.commands)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_command_named_exists(document: Path) -> None:
    named = {match.group(1).split()[0] for match in COMMAND.finditer(document.read_text())}
    assert named <= known_commands()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_make_target_named_exists(document: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(TARGET.findall(document.read_text())) <= targets


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_relative_link_leads_somewhere(document: Path) -> None:
    dead = [link for link in LINK.findall(document.read_text()) if not (document.parent / link).exists()]
    assert not dead


def test_each_command_explains_itself() -> None:
    for command in known_commands():
        answer = octavo(command, "--help")
        assert answer.returncode == 0
        assert "Usage:" in answer.stdout


def test_make_alone_explains_every_target() -> None:
    out = subprocess.run(
        ["make", "--no-print-directory"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    described = set(re.findall(r"make ([a-z]+)", out))
    targets = set(re.findall(r"^([a-z]+):.*##", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert targets <= described
