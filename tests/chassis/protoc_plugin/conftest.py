"""A folder of contracts for one test."""

from collections.abc import Callable
from pathlib import Path

import pytest

from octavo.chassis.protoc_plugin.generate import generate

OPTIONS = Path("proto/octavo/options.proto")

Write = Callable[..., dict[str, str]]

HEAD = """syntax = "proto3";
package octavo.{name}.v1;
import "google/protobuf/timestamp.proto";
import "octavo/options.proto";
"""


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a contract from its messages and services, and return the generated text by file name."""
    (tmp_path / "octavo").mkdir()
    (tmp_path / "octavo/options.proto").write_bytes(OPTIONS.read_bytes())

    def do(body: str, name: str = "pets") -> dict[str, str]:
        path = f"octavo/{name}/v1/{name}.proto"
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(HEAD.format(name=name) + body)
        made = generate([tmp_path], [path])
        return {
            made_path.rpartition("/")[2]: data.decode()
            for made_path, data in made.items()
            if made_path.endswith(".py")
        }

    return do
