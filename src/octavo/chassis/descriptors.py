"""The contracts as one protobuf descriptor set, for tools such as grpcurl, buf or protoc."""

import importlib.resources
from collections.abc import Iterable

from octavo.chassis.contract import Contract

__all__ = ["descriptor_set"]


def descriptor_set(contracts: Iterable[Contract]) -> bytes:
    """The bytes of a google.protobuf.FileDescriptorSet: the contracts after all that they import."""
    from google.protobuf import (
        descriptor_pb2,
        descriptor_pool,
        duration_pb2,
        empty_pb2,
        timestamp_pb2,
    )

    named: dict[str, bytes] = {
        module.DESCRIPTOR.name: module.DESCRIPTOR.serialized_pb
        for module in (descriptor_pb2, timestamp_pb2, duration_pb2, empty_pb2)
    }
    named["octavo/options.proto"] = _file("octavo.chassis", "options.binpb")
    waiting: dict[str, bytes] = {}
    for contract in contracts:
        package, _, module = contract.wire.rpartition(".")
        data = _file(package, f"{module.removesuffix('_wire')}.binpb")
        waiting[descriptor_pb2.FileDescriptorProto.FromString(data).name] = data
    known = descriptor_pool.Default()  # what a contract imports of another is there by now, or is added here
    found = descriptor_pb2.FileDescriptorSet()
    done: set[str] = set()

    def add(name: str) -> None:
        if name in done:
            return
        done.add(name)
        data = named.get(name) or waiting.get(name) or known.FindFileByName(name).serialized_pb
        file = descriptor_pb2.FileDescriptorProto.FromString(data)
        for needed in file.dependency:
            add(needed)
        found.file.append(file)

    for name in waiting:
        add(name)
    packed: bytes = found.SerializeToString(deterministic=True)
    return packed


def _file(package: str, name: str) -> bytes:
    return importlib.resources.files(package).joinpath(name).read_bytes()
