"""Says how many tests ran here, over the wire, on SQLite and PostgreSQL, and if the lists are equal.

A test that passed in one world and did not run in its counterpart makes a complete run fail when
OCTAVO_REQUIRE_ALL=1: a guarantee that was tried on one side only is not held.
"""

import os
from collections import defaultdict

import pytest

PAIRS = (("here", "over the wire"), ("sqlite", "postgresql"))

_passed: dict[str, set[str]] = defaultdict(set)
_skipped: list[str] = []


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Note on each test which worlds it belongs to; the note travels with its report."""
    for item in items:
        for world, base in worlds_of(item):
            item.user_properties.append(("world", f"{world}\0{base}"))


def worlds_of(item: pytest.Item) -> list[tuple[str, str]]:
    """The worlds that a test runs in, each with the test's name as its counterpart has it too."""
    callspec = getattr(item, "callspec", None)
    if callspec is None:
        return []
    values = [value for value in callspec.params.values() if isinstance(value, str)]
    found = []
    for pair in PAIRS:
        for world in pair:
            if world in values:
                parts = sorted("*" if value in pair else str(value) for value in callspec.params.values())
                found.append(
                    (world, f"{item.location[0]}::{getattr(item, 'originalname', item.name)}{parts}")
                )
    return found


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Note what passed, and what was skipped."""
    worlds = [value.split("\0") for name, value in report.user_properties if name == "world"]
    if report.when == "call" and report.passed:
        for world, base in worlds:
            _passed[world].add(base)
    if report.skipped and worlds:
        _skipped.append(report.nodeid)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The counts, pair by pair."""
    for one, other in PAIRS:
        if not _passed[one] and not _passed[other]:
            continue
        alike = "equal lists" if _passed[one] == _passed[other] else "LISTS DIFFER"
        counts = f"{one}: {len(_passed[one])} tests; {other}: {len(_passed[other])} tests"
        terminalreporter.write_line(f"{counts}; {alike}; {len(_skipped)} skipped")
        for name in sorted(_passed[one] ^ _passed[other])[:20]:
            terminalreporter.write_line(f"  only {one if name in _passed[one] else other}: {name}")


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """A complete and otherwise green run with unequal lists is not green."""
    if hasattr(session.config, "workerinput"):
        return  # one of several processes: only the one that gathers their reports can compare
    complete = os.environ.get("OCTAVO_REQUIRE_ALL") == "1" and exitstatus == 0
    if complete and any(_passed[one] != _passed[other] for one, other in PAIRS):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
