"""Runs protoc, and reads the options that our contracts add to proto3."""

import importlib.resources
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from google.protobuf import descriptor_pb2, descriptor_pool

from octavo.chassis.protoc_plugin.model import Refused

__all__ = ["CHASSIS", "Options", "compile_protos"]

CHASSIS = ("octavo/options.proto", "octavo/faults.proto")
"""What the chassis itself needs on the wire: descriptors only, no contract."""


def compile_protos(roots: Sequence[Path], files: Sequence[str]) -> descriptor_pb2.FileDescriptorSet:
    """Compile `files` (paths below the `roots`) with all that they import, comments included.

    Raises Refused when protoc refuses; what it found wrong stands on the standard error output.
    """
    from grpc_tools import protoc

    google = importlib.resources.files("grpc_tools") / "_proto"
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "set.binpb"
        arguments = [f"-I{root}" for root in (*roots, google)]
        options = ["--include_imports", "--include_source_info", f"--descriptor_set_out={out}"]
        if protoc.main(["protoc", *arguments, *options, *files]) != 0:
            raise Refused("protoc refuses the contracts; see above")
        return _parse(out.read_bytes())


def _parse(data: bytes) -> descriptor_pb2.FileDescriptorSet:
    """Parse twice: our options are only recognised once their own file is known."""
    first = descriptor_pb2.FileDescriptorSet.FromString(data)
    pool = descriptor_pool.Default()
    for file in first.file:
        if file.name == "octavo/options.proto":
            bare = descriptor_pb2.FileDescriptorProto.FromString(file.SerializeToString())
            bare.ClearField("source_code_info")
            pool.AddSerializedFile(bare.SerializeToString(deterministic=True))
    return descriptor_pb2.FileDescriptorSet.FromString(data)


class Options:
    """Our options by name, for the descriptors that one `compile_protos` returned."""

    def __init__(self) -> None:
        pool = descriptor_pool.Default()
        names = (
            "default",
            "id",
            "personal",
            "fault",
            "event",
            "audience",
            "faults",
            "scope",
            "hedged",
            "may_lag",
        )
        self._extensions: dict[str, Any] = {
            name: pool.FindExtensionByName(f"octavo.{name}") for name in names
        }

    def has(self, options: Any, name: str) -> bool:
        """Whether the option stands there."""
        return bool(options.HasExtension(self._extensions[name]))

    def get(self, options: Any, name: str) -> Any:
        """Return the option's value, an enum as its name."""
        extension = self._extensions[name]
        value = options.Extensions[extension]
        if extension.enum_type is not None:
            return extension.enum_type.values_by_number[value].name
        return value
