"""What a released contract must keep."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from octavo.chassis.protoc_plugin.generate import generate, release
from octavo.chassis.protoc_plugin.model import Refused

PATH = "octavo/pets/v1/pets.proto"

RELEASED = """syntax = "proto3";
package octavo.pets.v1;
import "google/protobuf/timestamp.proto";
import "octavo/options.proto";
service Pets {
  rpc Get(GetRequest) returns (GetResponse) { option (octavo.audience) = PUBLIC; }
  rpc List(ListRequest) returns (ListResponse);
  rpc Pat(PatRequest) returns (PatResponse);
  rpc Watch(ListRequest) returns (stream GetResponse);
}
enum Kind { KIND_UNSPECIFIED = 0; CAT = 1; DOG = 2; }
message Pet {
  string id = 1; Kind kind = 2; optional string name = 3;
  oneof home { House house = 4; Box box = 5; }
}
message House { string street = 1; }
message Box { string street = 1; }
message GetRequest { string id = 1; }
message GetResponse { Pet pet = 1; }
message ListRequest { int32 limit = 1; }
message ListResponse { repeated Pet pets = 1; string next = 2; }
message PatRequest { string id = 1; }
message PatResponse {}
message PetLost { option (octavo.fault) = NOT_FOUND; string id = 1; }
message PetBorn { option (octavo.event) = true; string id = 1; string name = 2; }
message StoredPet { string id = 1; string secret = 2; }
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the released contract."""
    (tmp_path / "octavo/pets/v1").mkdir(parents=True)
    (tmp_path / "octavo/options.proto").write_bytes(Path("proto/octavo/options.proto").read_bytes())
    (tmp_path / PATH).write_text(RELEASED)
    for path, data in release([tmp_path], [PATH]).items():
        (tmp_path / path).write_bytes(data)
    return tmp_path


BREAKS = [
    ("string next = 2;", "", "octavo.pets.v1.ListResponse.next: the field is gone"),
    ("string next = 2;", "string after = 2;", "ListResponse.next: its name is now after"),
    ("string next = 2;", "string next = 3;", "ListResponse.next: its number was 2 and is 3"),
    ("string next = 2;", "bytes next = 2;", "ListResponse.next: its type has changed"),
    ("string next = 2;", "repeated string next = 2;", "ListResponse.next: it was not repeated"),
    ("string next = 2;", "optional string next = 2;", "ListResponse.next: it was not optional"),
    ("optional string name = 3;", "string name = 3;", "Pet.name: it was optional"),
    ("repeated Pet pets = 1;", "Pet pets = 1;", "ListResponse.pets: it was repeated"),
    ("Pet pet = 1; }", "House pet = 1; }", "GetResponse.pet: its type has changed"),
    ("oneof home { House house = 4;", "House house = 4; oneof home {", "Pet.house: it was in home"),
    (
        "Pet pet = 1; }",
        "Pet pet = 1; bool mine = 2; }",
        "Pets.Get: it returned pet alone; .* cannot gain mine",
    ),
    ("PatResponse {}", "PatResponse { int32 n = 1; }", "Pets.Pat: it returned nothing; .* cannot gain n"),
    (
        "int32 limit = 1;",
        "int32 limit = 1; House at = 2;",
        "ListRequest.at: a new message field is `optional`",
    ),
    (
        "string next = 2;",
        "string next = 2; google.protobuf.Timestamp at = 3;",
        "ListResponse.at: a new message field is `optional`",
    ),
    (" DOG = 2;", "", "Kind.DOG: the value is gone"),
    (" DOG = 2;", " DOG = 3;", "Kind.DOG: its number was 2 and is 3"),
    ("rpc Pat(PatRequest) returns (PatResponse);", "", "Pets.Pat: the method is gone"),
    ("rpc Pat(PatRequest)", "rpc Pat(GetRequest)", "Pets.Pat: its input type has changed"),
    ("(stream GetResponse)", "(GetResponse)", "Pets.Watch: its server streaming has changed"),
    ("{ option (octavo.audience) = PUBLIC; }", ";", "Pets.Get: it was public"),
    ("NOT_FOUND", "ABORTED", "PetLost: its code has changed"),
    ("string id = 1; string name = 2; }", "string id = 1; }", "PetBorn.name: the field is gone"),
    ("message PetBorn { option (octavo.event) = true;", "message PetBorn {", "PetBorn: it was an event"),
    (
        "message PetLost { option (octavo.fault) = NOT_FOUND; string id = 1; }",
        "",
        "octavo.pets.v1.PetLost: the message is gone",
    ),
]


@pytest.mark.parametrize(("old", "new", "why"), BREAKS)
def test_what_was_promised_cannot_be_taken_back(folder: Path, old: str, new: str, why: str) -> None:
    assert RELEASED.count(old) >= 1
    (folder / PATH).write_text(RELEASED.replace(old, new, 1))
    with pytest.raises(Refused, match=why):
        generate([folder], [PATH])


KEEPS = [
    ("", ""),
    ("string next = 2;", "string next = 2; int32 total = 3;"),
    ("string next = 2;", "string next = 2; optional House at = 3; repeated House all = 4;"),
    ("string next = 2;", "string next = 2; map<string, House> by_name = 3;"),
    (" DOG = 2;", " DOG = 2; OX = 3;"),
    ("Box box = 5;", "Box box = 5; Box2 box2 = 6;} } message Box2 { oneof x { Box y = 1;"),
    ("rpc Pat(PatRequest)", "rpc Feed(PatRequest) returns (PatResponse); rpc Pat(PatRequest)"),
    ("message StoredPet { string id = 1; string secret = 2; }", ""),
    (
        "rpc List(ListRequest) returns (ListResponse);",
        "rpc List(ListRequest) returns (ListResponse) { option (octavo.audience) = PUBLIC; }",
    ),
]


@pytest.mark.parametrize(("old", "new"), KEEPS)
def test_what_older_peers_can_live_with_is_allowed(folder: Path, old: str, new: str) -> None:
    assert old in RELEASED
    (folder / PATH).write_text(RELEASED.replace(old, new, 1))
    assert generate([folder], [PATH])


def test_every_break_is_told_at_once(folder: Path) -> None:
    (folder / PATH).write_text(RELEASED.replace("string next = 2;", "").replace(" DOG = 2;", ""))
    with pytest.raises(Refused) as caught:
        generate([folder], [PATH])
    assert len(re.findall("gone", str(caught.value))) == 2


def test_a_contract_without_a_release_has_promised_nothing(folder: Path) -> None:
    (folder / "octavo/pets/v1/pets.release.binpb").unlink()
    (folder / PATH).write_text(RELEASED.replace("string next = 2;", ""))
    assert generate([folder], [PATH])


def test_the_command_notes_a_release_and_then_refuses_to_break_it(folder: Path) -> None:
    (folder / "octavo/pets/v1/pets.release.binpb").unlink()
    command = [sys.executable, "-m", "octavo.chassis.protoc_plugin", "--proto", str(folder)]
    command += ["--out", str(folder / "out")]
    subprocess.run([*command, "--release"], check=True)
    (folder / PATH).write_text(RELEASED.replace("string next = 2;", ""))
    done = subprocess.run([*command, "--check"], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "ListResponse.next: the field is gone" in done.stderr
