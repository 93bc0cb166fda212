"""From proto files to the bytes of every generated file."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from google.protobuf import descriptor_pb2

from octavo.chassis.protoc_plugin.breaking import breaks
from octavo.chassis.protoc_plugin.model import File, Refused
from octavo.chassis.protoc_plugin.openapi import write_openapi
from octavo.chassis.protoc_plugin.protoc import CHASSIS, compile_protos
from octavo.chassis.protoc_plugin.read import Contracts, read_files
from octavo.chassis.protoc_plugin.values import Known, write_values
from octavo.chassis.protoc_plugin.wire import travelling, write_wire

__all__ = ["generate", "release"]


def generate(roots: Sequence[Path], files: Sequence[str]) -> dict[str, bytes]:
    """Return each generated file by its path below the source root.

    Raises Refused for a bad contract, and for one that breaks what its last release promised.
    """
    found = compile_protos(roots, files)
    contracts = read_files(found)
    _keep_promises(roots, found)
    known = Known(contracts.files, contracts.messages)
    needed = travelling(contracts.files, known)
    made: dict[str, bytes] = {}
    for file in contracts.files:
        if file.path in files:
            made |= _write(file, known, needed, contracts)
            made[file.path.replace(".proto", ".binpb")] = _descriptor(found, file.path)
            part = write_openapi(file, known)
            if part is not None:
                made[file.path.replace(".proto", ".openapi.json")] = part
    for path in CHASSIS:
        if path in files:
            made[f"octavo/chassis/{Path(path).stem}.binpb"] = _descriptor(found, path)
    return made


def release(roots: Sequence[Path], files: Sequence[str]) -> dict[str, bytes]:
    """Return what the contracts promise from now on: a descriptor for each, to be stored beside its proto."""
    found = compile_protos(roots, files)
    return {_released(path): _descriptor(found, path) for path in files if path not in CHASSIS}


def _released(path: str) -> str:
    return path.removesuffix(".proto") + ".release.binpb"


def _keep_promises(roots: Sequence[Path], found: descriptor_pb2.FileDescriptorSet) -> None:
    """Compare every contract that has been released with its release."""
    before, after = [], []
    for file in found.file:
        places = [root / _released(file.name) for root in roots]
        for place in (place for place in places if place.is_file()):
            before.append(descriptor_pb2.FileDescriptorProto.FromString(place.read_bytes()))
            after.append(file)
    problems = breaks(before, after)
    if problems:
        raise Refused("this breaks what the last release promised:\n" + "\n".join(problems))


def _write(file: File, known: Known, needed: set[str], contracts: Contracts) -> dict[str, bytes]:
    home = file.path.rpartition("/")[0]
    base = file.path.removesuffix(".proto")
    ids = sorted(
        {name for f in contracts.files for name, m in f.ids.items() if m == f"{file.folder}.ids"},
    )
    header = f"# Generated from proto/{home} by `make proto`; not to be edited.\n"
    texts = {
        f"{home}/__init__.py": f'{header}"""The contract of {file.package}, as Python."""\n',
        f"{home}/ids.py": header
        + f'"""The kinds of ids of {file.package}: strings that must not be mixed up."""\n\n'
        + ("from typing import NewType\n\n" if ids else "")
        + f"__all__ = {ids!r}\n\n"
        + "".join(f'{name} = NewType("{name}", str)\n' for name in ids),
        f"{base}.py": write_values(file, known),
        f"{base}_wire.py": write_wire(file, known, needed),
    }
    return {path: _format(text, path) for path, text in texts.items()}


def _format(text: str, path: str) -> bytes:
    """Sort the imports and format, as `make fix` would."""
    name = f"--stdin-filename=src/{path}"
    house = "lint.isort.known-first-party = ['octavo', 'tests']"
    select = ["--select=I,F401", "--fix", "--exit-zero", "--config", house]
    return _ruff("format", name, text=_ruff("check", *select, name, text=text.encode()))


def _ruff(command: str, *options: str, text: bytes) -> bytes:
    line = [
        sys.executable,
        "-m",
        "ruff",
        command,
        "--isolated",
        "--line-length=110",
        "--quiet",
        *options,
        "-",
    ]
    done = subprocess.run(line, input=text, capture_output=True, check=True)  # noqa: S603 - our own words
    return done.stdout


def _descriptor(found: descriptor_pb2.FileDescriptorSet, path: str) -> bytes:
    """The file's descriptor without comments: what protobuf needs at run time."""
    proto = next(file for file in found.file if file.name == path)
    bare = descriptor_pb2.FileDescriptorProto.FromString(proto.SerializeToString())
    bare.ClearField("source_code_info")
    return bare.SerializeToString(deterministic=True)
