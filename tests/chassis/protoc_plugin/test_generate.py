"""What the plugin writes, and what it refuses to write."""

import inspect
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, get_type_hints

import msgspec
import pytest

from octavo.chassis.contract import (
    Audience,
    Category,
    Erasure,
    Idempotency,
    Personal,
    personal_fields,
)
from octavo.chassis.faults import Aborted, Code, Invalid, Unauthenticated
from octavo.chassis.protoc_plugin.model import Refused
from tests.chassis.protoc_plugin.conftest import Write
from tests.chassis.shelf.v1 import shelf
from tests.chassis.shelf.v1.shelf import CONTRACT, Binding, BookAdded, Shelf, TitleTaken

METHOD = "service Pets { rpc Pat(PatRequest) returns (PatResponse) { %s } }"


def test_the_generated_files_are_what_the_contracts_say() -> None:
    for arguments in ([], ["--proto", ".", "--proto", "proto", "--out", ".", *_tests_contracts()]):
        command = [sys.executable, "-m", "octavo.chassis.protoc_plugin", "--check", *arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")


def _tests_contracts() -> list[str]:
    return ["tests/chassis/shelf/v1/shelf.proto", "tests/chassis/loans/v1/loans.proto"]


def test_a_difference_is_named_and_a_file_too_many_as_well(tmp_path: Path) -> None:
    arguments = ["--proto", ".", "--proto", "proto", "--out", str(tmp_path), *_tests_contracts()]
    command = [sys.executable, "-m", "octavo.chassis.protoc_plugin", *arguments]
    subprocess.run(command, check=True)
    assert subprocess.run([*command, "--check"], check=False).returncode == 0
    changed = tmp_path / "tests/chassis/shelf/v1/shelf.py"
    changed.write_text(changed.read_text() + "# by hand\n")
    (changed.parent / "left_over.py").write_text("")
    done = subprocess.run([*command, "--check"], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "shelf/v1/shelf.py is not" in done.stderr
    assert "left_over.py is not" in done.stderr
    assert "loans" not in done.stderr
    subprocess.run(command, check=True)
    assert not (changed.parent / "left_over.py").exists()
    assert subprocess.run([*command, "--check"], check=False).returncode == 0


def test_importing_a_contract_loads_no_wire() -> None:
    program = (
        "import sys, octavo.stories.v1.stories, octavo.accounts.v1.accounts, octavo.images.v1.images,"
        " octavo.chassis.place, octavo.chassis.connect\n"
        "print([name for name in sys.modules if name.split('.')[0] in ('grpc', 'google')])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_request_becomes_keyword_only_arguments() -> None:
    signature = inspect.signature(Shelf.add_book)
    assert {name: p.default for name, p in signature.parameters.items() if name != "self"} == {
        "title": inspect.Parameter.empty,
        "binding": Binding.UNSPECIFIED,
        "tags": (),
        "note": None,
        "pages": 100,
    }
    assert all(p.kind is p.KEYWORD_ONLY for name, p in signature.parameters.items() if name != "self")


def test_a_response_of_one_field_is_returned_as_that_field() -> None:
    hints = {m.call: get_type_hints(getattr(Shelf, m.call))["return"] for m in CONTRACT.methods}
    assert hints["add_book"] is shelf.Book
    assert hints["get_books"] == tuple[shelf.Book, ...]
    assert hints["find_book"] == shelf.Book | None
    assert hints["fail"] is type(None)
    assert hints["annotate"] is shelf.AnnotateResponse


def test_methods_know_their_audience_idempotency_and_faults() -> None:
    methods = {method.name: method for method in CONTRACT.methods}
    assert methods["AddBook"].audience is Audience.PUBLIC
    assert methods["WhoAsks"].audience is Audience.INTERNAL
    assert methods["GetBooks"].idempotency is Idempotency.NO_SIDE_EFFECTS
    assert methods["Echo"].idempotency is Idempotency.IDEMPOTENT
    assert methods["AddBook"].idempotency is Idempotency.UNKNOWN
    assert methods["AddBook"].faults == (TitleTaken, Unauthenticated)
    assert methods["Count"].streams
    assert [method.name for method in CONTRACT.methods if method.hedged] == ["GetBooks"]
    assert (methods["AddBook"].plain_request, methods["Annotate"].plain_request) == (True, False)


def test_values_are_frozen_and_refuse_unknown_fields() -> None:
    request = shelf.GetBooksRequest()
    with pytest.raises(AttributeError):
        request.book_ids = ()  # type: ignore[misc]
    with pytest.raises(msgspec.ValidationError, match="unknown field"):
        msgspec.json.decode(b'{"bookIdz": []}', type=shelf.GetBooksRequest)


def test_faults_say_their_code_name_and_first_sentence() -> None:
    fault = TitleTaken(winner=shelf.Book(added_at=datetime.max), since=datetime.max)
    assert (fault.code, fault.proto_name) == (Code.ABORTED, "octavo.shelf.v1.TitleTaken")
    assert isinstance(fault, Aborted)
    assert fault.message == "Another book has this title already."
    assert shelf.Spoiled(problem="Too long.").message == "Too long."
    assert shelf.Spoiled().message == Invalid.public_text


def test_events_are_read_back_and_skip_what_a_newer_version_added() -> None:
    assert BookAdded.event_name == "shelf.BookAdded"
    assert CONTRACT.events == (BookAdded,)
    event = BookAdded(book_id=shelf.BookId("b1"), title="Walden", added_at=datetime(2026, 1, 1, tzinfo=UTC))
    assert event.aggregate_id == "b1"
    data = msgspec.json.encode(event)
    assert msgspec.json.decode(data, type=BookAdded) == event
    assert msgspec.json.decode(data[:-1] + b',"newer":1}', type=BookAdded) == event


def test_marks_of_personal_data_can_be_read() -> None:
    assert personal_fields(shelf.StoredReader) == {
        "email": Personal(Category.CONTACT, Erasure.BLANK, "reader_id"),
        "seen_at": Personal(Category.BEHAVIOUR, Erasure.DELETE, "reader_id"),
    }
    assert personal_fields(shelf.Book) == {}


def test_comments_become_docstrings() -> None:
    assert Shelf.__doc__ == "A shelf of books."
    assert Shelf.add_book.__doc__ == (
        "Puts a book on the shelf.\n\n        Raises TitleTaken, Unauthenticated.\n        "
    )
    assert shelf.__doc__ == "A contract for the tests of the chassis: it has one of everything."


def test_what_is_written_twice_is_the_same(write: Write) -> None:
    body = "message A { string b = 1; map<string, int32> c = 2; }"
    assert write(body) == write(body)


REFUSED = [
    ("enum Mood { GLAD = 0; }", "an enum begins with MOOD_UNSPECIFIED = 0"),
    (
        "enum Mood { option allow_alias = true; MOOD_UNSPECIFIED = 0; GLAD = 1; MERRY = 1; }",
        "two names for one number",
    ),
    ("message A { string from = 1; }", "octavo.pets.v1.A.from: a name that Python or JSON cannot carry"),
    ("message A { string bigName = 1; }", "a name that Python or JSON cannot carry"),
    ('message A { int32 b = 1 [(octavo.id) = "BId"]; }', "only a string can be an id"),
    ('message A { string b = 1 [(octavo.id) = "birds.BId"]; }', r"no contract in octavo\.birds\.v1 names"),
    ('message A { int32 b = 1 [(octavo.default) = "3"]; }', "needs `optional`"),
    ('message A { optional int32 b = 1 [(octavo.default) = "x"]; }', "the default 'x' does not fit"),
    ('message A { optional bool b = 1 [(octavo.default) = "yes"]; }', "the default 'yes' does not fit"),
    ('message A { google.protobuf.Timestamp b = 1 [(octavo.default) = ""]; }', "a message has no default"),
    ('message A { repeated string b = 1 [(octavo.default) = "x"]; }', "only an empty default"),
    ("message A { oneof b { string c = 1; string d = 2; } }", "the arms of a oneof are different messages"),
    (
        "message C {} message A { oneof b { C c = 1; C d = 2; } }",
        "the arms of a oneof are different messages",
    ),
    ("message A { bytes bytes = 1; }", "hides the Python type"),
    ("message A { option (octavo.fault) = ABORTED; string code = 1; }", "has this attribute already"),
    ("message A { option (octavo.event) = true; }", "the first field of an event"),
    ("message A { option (octavo.event) = true; int32 id = 1; }", "the first field of an event"),
    (
        "message C {} message D {} message E { oneof b { C c = 1; D d = 2; } }"
        " message A { option (octavo.event) = true; string id = 1; optional E e = 2; }",
        "an event cannot hold a oneof",
    ),
    ("message A { message B {} } message AB {}", "two things are called AB"),
    ("message A { string b = 1 [(octavo.personal) = {erasure: KEEP}]; }", "needs its category"),
    (
        "message PatRequest { int64 a = 1; } message PatResponse {}"
        + METHOD % "option (octavo.audience) = PUBLIC;",
        "no 64-bit integers",
    ),
    (
        "message PatRequest {} message PatResponse { B b = 1; } message B { repeated uint64 c = 1; }"
        + METHOD % "option (octavo.audience) = PUBLIC;",
        "no 64-bit integers",
    ),
    (
        "message PatRequest {} message PatResponse {}" + METHOD % 'option (octavo.faults) = "Bitten";',
        "Bitten is no fault",
    ),
    (
        "message PatRequest {} message PatResponse {}"
        + METHOD % 'option (octavo.audience) = PUBLIC; option (octavo.scope) = "pets:pat";',
        "the scope pets:pat is of a public method, and one of",
    ),
    (
        "message PatRequest {} message PatResponse {}" + METHOD % 'option (octavo.scope) = "any";',
        "the scope any is of a public method",
    ),
    *(
        (
            "message PatRequest {} message PatResponse {}"
            + METHOD % f"option (octavo.hedged) = true; {level}",
            "Pat: only what has no side effects, and is no stream, is hedged",
        )
        for level in ("", "option idempotency_level = IDEMPOTENT;")
    ),
    (
        "message A {} service Pets { rpc Pat(A) returns (stream A) { option (octavo.hedged) = true;"
        " option idempotency_level = NO_SIDE_EFFECTS; } }",
        "only what has no side effects, and is no stream, is hedged",
    ),
    ("message A {} service Pets { rpc Pat(stream A) returns (A); }", "only servers stream"),
    ("message A {} service Pets {} service Cats {}", "one service to a file"),
]


@pytest.mark.parametrize(("body", "why"), REFUSED)
def test_what_a_contract_may_not_say_is_refused_with_its_reason(write: Write, body: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        write(body)


def test_what_protoc_refuses_is_refused(write: Write, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(Refused, match="protoc refuses"):
        write("message A { string b = ; }")
    assert "pets.proto" in capfd.readouterr().err


def test_internal_methods_may_hold_64_bits(write: Write) -> None:
    made = write("message PatRequest { int64 a = 1; } message PatResponse { uint64 b = 1; }" + METHOD % "")
    assert "async def pat(self, *, a: int) -> int:" in made["pets.py"]


def test_an_id_of_another_service_comes_from_there(write: Write, tmp_path: Path) -> None:
    write('message A { string b = 1 [(octavo.id) = "BirdId"]; }', name="birds")
    made = write(
        'import "octavo/birds/v1/birds.proto"; message C { string d = 1 [(octavo.id) = "birds.BirdId"]; }'
    )
    assert "from octavo.birds.v1.ids import BirdId" in made["pets.py"]
    assert "BirdId" not in made["ids.py"]


def test_the_generated_code_passes_the_strict_type_check(write: Write, tmp_path: Path) -> None:
    made = write(
        "message PatRequest { B b = 1; optional B c = 2; repeated B d = 3; map<string, B> e = 4;"
        " oneof f { B g = 5; C h = 6; } } message B { int32 i = 1; } message C { bytes j = 1; }"
        " message PatResponse { oneof k { B l = 1; C m = 2; } }" + METHOD % ""
    )
    names: dict[str, Any] = {name: tmp_path / "out/octavo/pets/v1" / name for name in made}
    for name, path in names.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(made[name])
    command = [sys.executable, "-m", "mypy", "--strict", "--explicit-package-bases"]
    command += ["--config-file", "pyproject.toml", "--follow-imports", "silent"]
    done = subprocess.run(
        [*command, *(str(path) for path in names.values())],
        capture_output=True,
        text=True,
        check=False,
        env={"MYPYPATH": f"src:{tmp_path}/out", "PATH": "/usr/bin"},
    )
    assert done.returncode == 0, done.stdout + done.stderr
