"""Exceptions that nobody expected: which of them are one group, and what of them is kept."""

import asyncio
import io
import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

import octavo
from octavo.chassis import errors as errors_module
from octavo.chassis.blanking import blanked
from octavo.chassis.context import tracing
from octavo.chassis.errors import HOUR, Errors, Noted
from octavo.chassis.faults import Invalid, NotFound, Unavailable
from octavo.chassis.telemetry import Log, hearing, start_logging

ROOT = Path(octavo.__file__).parent
BOOKS = """
def lend(what):
    return look(what)
def look(what):
    raise KeyError(what)
def again(what, times):
    return again(what, times - 1) if times else look(what)
"""


@pytest.fixture(autouse=True)
def logging_as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:], root.level = handlers, level
    structlog.reset_defaults()


def of_ours(source: str, name: str, *, file: str = "books/interactors.py") -> Callable[..., Any]:
    """A function as if it stood in a file of the program."""
    space: dict[str, Any] = {}
    exec(compile(source, str(ROOT / file), "exec"), space)
    found: Callable[..., Any] = space[name]
    return found


def raised(call: Callable[..., Any], *arguments: Any) -> Exception:
    try:
        call(*arguments)
    except Exception as error:  # noqa: BLE001 - it is what is looked at
        return error
    raise AssertionError("nothing was raised")


def noted(*errors: Exception, doing: str = "") -> list[Noted]:
    book = Errors()
    for error in errors:
        book.note(error, doing=doing)
    return book.take()[0]


def test_a_group_outlives_lines_that_move() -> None:
    moved = BOOKS.replace("def look", "\n\n# a new release\n\ndef look")
    one, two = raised(of_ours(BOOKS, "lend"), "a"), raised(of_ours(moved, "lend"), "b")
    (group,) = noted(one, two)
    assert group.count == 2
    assert group.place == "books/interactors.py look"
    assert group.kind == "KeyError"


def test_another_way_another_type_and_another_file_are_groups_of_their_own() -> None:
    other = BOOKS.replace("KeyError", "ValueError")
    found = noted(
        raised(of_ours(BOOKS, "lend"), "a"),
        raised(of_ours(BOOKS, "look"), "a"),
        raised(of_ours(other, "look"), "a"),
        raised(of_ours(BOOKS, "look", file="films/interactors.py"), "a"),
    )
    assert len({one.id for one in found}) == 4


def test_how_deep_a_function_calls_itself_makes_no_other_group() -> None:
    again = of_ours(BOOKS, "again")
    assert len(noted(raised(again, "a", 2), raised(again, "a", 9))) == 1


def test_what_lies_between_makes_no_other_group() -> None:
    through = of_ours("def passes(call, what):\n    return call(what)", "passes", file="chassis/between.py")
    lend = of_ours(BOOKS, "lend")
    assert len(noted(raised(lend, "a"), raised(through, lend, "a"))) == 1


def test_a_cause_is_told_and_makes_another_group() -> None:
    source = """
def opens(error):
    try:
        raise error
    except Exception as cause:
        raise RuntimeError("it cannot be opened") from cause
"""
    opens = of_ours(source, "opens")
    found = noted(raised(opens, OSError("x")), raised(opens, KeyError("x")))
    assert len(found) == 2
    assert "OSError" in found[0].stack
    assert found[0].stack.endswith("RuntimeError: it cannot be opened")


def test_one_of_several_that_failed_together_names_the_place() -> None:
    look = of_ours(BOOKS, "look")
    (group,) = noted(ExceptionGroup("several", [raised(look, "a")]))
    assert group.place == "books/interactors.py look"


def test_one_exception_counts_once_however_many_tell_of_it() -> None:
    error = raised(of_ours(BOOKS, "look"), "a")
    (group,) = noted(error, error)
    assert group.count == 1


@pytest.mark.parametrize(
    ("source", "value", "kept"),
    [
        ("raise ValueError(f'the shelf {what} is full')", "ada@example.org", "the shelf … is full"),
        ("raise ValueError('no shelf for %s here' % what)", "Ada Lovelace", "no shelf for … here"),
        ("raise ValueError('no shelf for {} here'.format(what))", "A secret", "no shelf for … here"),
        ("raise KeyError(what)", "ada@example.org", ""),
        ("raise ValueError(what)", "My whole story, about nothing.", ""),
        ("int(what)", "+44 7700 900123", "invalid literal for int() with base …'"),
        ("what.sentences", "Ada", "'str' object has no attribute 'sentences'"),
        ("open(what)", "/home/ada/diary", "[…] No such file or directory: '…'"),
        ("b'' + what", "Ada", "… str … bytes"),
    ],
)
def test_of_a_message_only_the_program_s_own_words_are_kept(source: str, value: str, kept: str) -> None:
    (group,) = noted(raised(of_ours(f"def fails(what):\n    {source}", "fails"), value))
    assert group.message == kept
    for word in value.replace(",", " ").split():
        assert word not in group.message + group.stack


@given(st.text(st.characters(categories=["L", "N", "P"]), min_size=4, max_size=40))
def test_what_somebody_wrote_is_never_kept(text: str) -> None:
    fails = of_ours("def fails(what):\n    raise RuntimeError(f'the text {what!s} cannot be read')", "fails")
    assert blanked(raised(fails, f"Q{text}Q")) == "the text … cannot be read"


def test_a_message_that_cannot_be_made_is_none() -> None:
    class Mute(Exception):  # noqa: N818
        def __str__(self) -> str:
            raise RuntimeError

    assert blanked(Mute()) == ""


def test_of_a_library_s_line_only_the_library_is_named() -> None:
    stream, book = io.StringIO(), Errors()
    start_logging(Log(), stream=stream)
    with hearing(book.heard):
        error = raised(of_ours(BOOKS, "look"), "a")
        logging.getLogger("some.library").error("for ada@example.org", exc_info=error)
    (group,) = book.take()[0]
    assert group.doing == "some.library"


@pytest.mark.parametrize("level", ["info", "error"])
def test_whatever_is_logged_with_its_exception_is_counted(level: str) -> None:
    stream, book = io.StringIO(), Errors()
    start_logging(Log(level=level), stream=stream)  # type: ignore[arg-type]
    log = structlog.get_logger("octavo.test")
    with hearing(book.heard), tracing("abcdef"):
        try:
            of_ours(BOOKS, "lend")("ada@example.org")
        except KeyError as error:
            log.warning("it failed", consumer="search", whose="ada@example.org", failure=error)
    (group,) = book.take()[0]
    assert (group.doing, group.trace, group.count) == ("it failed search", "abcdef", 1)
    assert "failure" not in stream.getvalue()
    log.error("after the end", exc_info=ValueError("x"))
    assert book.take() == ([], 0)


async def test_a_task_that_nobody_waits_for_is_counted() -> None:
    book = Errors()
    start_logging(Log(), stream=io.StringIO())
    look = of_ours(BOOKS, "look")

    async def fails() -> None:
        look("a")

    with hearing(book.heard):
        task = asyncio.create_task(fails())
        await asyncio.wait([task])
        del task  # now nobody can look at what came of it, and the loop says so
    (group,) = book.take()[0]
    assert group.doing == "asyncio"


def test_answers_are_no_errors() -> None:
    book = Errors()
    book.heard({"event": "away", "failure": Unavailable()})
    assert book.take() == ([], 0)
    # Nobody asked: that a handler of events is told so is a mistake of ours.
    for fault in (NotFound(), Invalid()):
        book.heard({"event": "event_failed", "failure": fault})
    assert sum(one.count for one in book.take()[0]) == 2


def test_more_groups_than_there_may_be_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(errors_module, "_MOST", 2)
    book = Errors()
    for name in ("one", "two", "three", "one"):
        book.note(raised(of_ours(f"def {name}():\n    1 / 0", name)))
    groups, dropped = book.take()
    assert [(one.place.split()[1], one.count) for one in groups] == [("one", 2), ("two", 1)]
    assert dropped == 1


def test_what_could_not_be_written_down_is_added_to_what_came_since() -> None:
    now = [10.0]
    book, look = Errors(clock=lambda: now[0]), of_ours(BOOKS, "look")
    book.note(raised(look, "a"))
    before, _ = book.take()
    now[0] += HOUR / 1_000_000
    book.note(raised(look, "b"))
    book.give_back(before, 3)
    (group,), dropped = book.take()
    assert (group.count, group.first, group.last, dropped) == (2, 10_000_000, 10_000_000 + HOUR, 3)
    assert group.hours == {0: 1, 1: 1}
