"""The laws of the house that no linter knows."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "octavo"
FILE_WALL = 400
FUNCTION_WALL = 60
SERVICES = (
    "accounts",
    "images",
    "publications",
    "moderation",
    "annotations",
    "search",
    "stories",
    "syndication",
    "embeds",
    "readership",
    "graph",
    "feed",
    "responses",
    "notifications",
    "replays",
    "webhooks",
)


def tracked(*patterns: str) -> list[Path]:
    out = subprocess.run(["git", "ls-files", *patterns], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / line for line in out.stdout.splitlines() if (ROOT / line).is_file()]


def written_by_hand() -> list[Path]:
    return [
        path
        for path in tracked("*.py", "*.ts", "*.css", "*.html", "*.jinja")
        if "/v1/" not in path.as_posix()
    ]


def test_no_file_is_longer_than_the_wall() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in written_by_hand()
        if (lines := path.read_text().count("\n")) > FILE_WALL
    }
    assert not long, f"is there more than one thing in each of these? {long}"


def test_no_function_is_longer_than_the_wall() -> None:
    long = []
    for path in written_by_hand():
        if path.suffix != ".py":
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                size = (node.end_lineno or node.lineno) - node.lineno + 1
                if size > FUNCTION_WALL:
                    long.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name} ({size})")
    assert not long


def test_nothing_is_left_for_later() -> None:
    marks = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b|NotImplemented" r"Error")
    left = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in written_by_hand()
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if marks.search(line)
    ]
    assert not left


def test_no_exception_is_swallowed_in_silence() -> None:
    swallowed = []
    for path in tracked("src/*.py"):
        if "/v1/" in path.as_posix():
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.ExceptHandler):
                continue
            everything = node.type is None or ast.unparse(node.type) in {"Exception", "BaseException"}
            if everything and all(isinstance(line, ast.Pass | ast.Continue) for line in node.body):
                swallowed.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert not swallowed


def test_no_name_says_nothing() -> None:
    empty = {"utils", "util", "core", "common", "helpers", "helper", "manager", "misc"}
    assert not [path for path in tracked("src/*.py") if path.stem in empty or path.parent.name in empty]


def test_no_package_registry_is_named() -> None:
    hosts = re.compile(
        r"(pypi\.org|pythonhosted\.org|registry\.npmjs|npmjs\.org|deb\.debian\.org|crates\.io)"
    )
    named = []
    for path in tracked():
        if path == Path(__file__):
            continue
        try:
            text = path.read_text()
        except UnicodeDecodeError:
            continue
        if hosts.search(text):
            named.append(str(path.relative_to(ROOT)))
    assert not named


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_names_no_table_of_another(service: str) -> None:
    tables = {other: tables_of(other) for other in SERVICES}
    foreign = {table for other in SERVICES if other != service for table in tables[other]} - tables[service]
    assert tables[service], f"{service} has no table: is the pattern still right?"
    assert foreign
    statement = re.compile(
        r"\b(?:FROM|JOIN|INTO|UPDATE|TABLE|EXISTS|REFERENCES)\s+\"?([a-z_]+)", re.IGNORECASE
    )
    named = {
        (str(path.relative_to(ROOT)), match.group(1))
        for path in [*(SOURCE / service).rglob("*.py"), *(SOURCE / service).rglob("*.sql")]
        for match in statement.finditer(path.read_text())
        if match.group(1).lower() in foreign and (path.suffix == ".sql" or "adapters" in path.parts)
    }
    assert not named


def tables_of(service: str) -> set[str]:
    create = re.compile(r"CREATE TABLE (?:IF NOT EXISTS )?([a-z_]+)", re.IGNORECASE)
    return {
        match.group(1).lower()
        for path in (SOURCE / service / "migrations").glob("*.sql")
        for match in create.finditer(path.read_text())
    }


def test_every_dependency_says_why_it_is_there() -> None:
    text = (ROOT / "pyproject.toml").read_text()
    block = text[text.index("dependencies = [") : text.index("[project.scripts]")]
    silent = [line.strip() for line in block.splitlines() if line.strip().startswith('"') and "#" not in line]
    assert not silent
