"""What both ends of our gRPC have in common: limits, names of metadata, and a contract's packing code.

The defaults of gRPC that are not ours: it would send an unexpected exception's text to the caller, refuse
messages over 4 MiB, wait without end, and go through an HTTP proxy that the environment names.
"""

import importlib
from collections.abc import Callable, Mapping
from functools import cached_property
from hashlib import blake2b
from typing import Any

from octavo.chassis.codec import Packing, WireMethod
from octavo.chassis.contract import Contract

__all__ = ["MESSAGE_LIMIT", "OPTIONS", "PATIENCE", "PRIORITY", "TRACE", "UNSETTLED", "WireCode"]

MESSAGE_LIMIT = 32 * 1024 * 1024
"""Bytes of one message, either way."""

PATIENCE = 30.0
"""Seconds that a call from afar may take where the caller set no deadline."""

TRACE = "traceparent"
PRIORITY = "octavo-priority"
"""How urgent a call is, and by which contract its caller reads short answers: "member;09f911029d74"."""
UNSETTLED = "octavo-unsettled"
"""Beside a fault: what was asked for may be done."""


OPTIONS = [
    ("grpc.max_receive_message_length", MESSAGE_LIMIT),
    ("grpc.max_send_message_length", MESSAGE_LIMIT),
    ("grpc.enable_http_proxy", 0),
    ("grpc.so_reuseport", 0),
    ("grpc.use_local_subchannel_pool", 1),
    ("grpc.initial_reconnect_backoff_ms", 100),
    # This is how long a connection may take to be made, whatever its name says: a busy machine needs it.
    ("grpc.min_reconnect_backoff_ms", 5000),
    ("grpc.max_reconnect_backoff_ms", 2000),
    # An address may lead to several processes: they are called in turn, but not while they stop.
    (
        "grpc.service_config",
        '{"loadBalancingConfig":[{"round_robin":{}}],"healthCheckConfig":{"serviceName":""}}',
    ),
    # A name is looked up again when a connection ends; so none is kept for ever, and new processes are found.
    ("grpc.max_connection_age_ms", 60_000),
    ("grpc.dns_min_time_between_resolutions_ms", 5_000),
    # A stream may be silent for hours: a peer that vanished without a word is noticed all the same.
    ("grpc.keepalive_time_ms", 20_000),
    ("grpc.keepalive_timeout_ms", 10_000),
    ("grpc.http2.min_recv_ping_interval_without_data_ms", 10_000),
    ("grpc.http2.max_ping_strikes", 0),
    # Of more than a thousand calls that wait for a server gRPC cancels some by chance, as if their caller had
    # left. How many are too many our own limit decides, and says so.
    ("grpc.server.max_pending_requests", 20_000),
    ("grpc.server.max_pending_requests_hard_limit", 40_000),
]


class WireCode:
    """The generated packing code of a contract, imported at the first use."""

    def __init__(self, contract: Contract) -> None:
        module = importlib.import_module(contract.wire)
        self.methods: Mapping[str, WireMethod] = module.METHODS
        self.faults: Mapping[str, Packing[Any]] = module.FAULTS
        self.client: Callable[[Any], Any] = getattr(module, f"{contract.name.rpartition('.')[2]}Client")
        self._name = contract.name

    @cached_property
    def digest(self) -> str:
        """Of the contract and all that it imports: where two processes have the same, their messages are the
        same, field by field."""
        from google.protobuf import descriptor_pool

        files: dict[str, bytes] = {}

        def take(file: Any) -> None:
            if file.name not in files:
                files[file.name] = file.serialized_pb
                for other in file.dependencies:
                    take(other)

        pool: Any = descriptor_pool.Default()
        take(pool.FindFileContainingSymbol(self._name))
        told = blake2b(digest_size=6, person=b"octavo short 1")
        for name in sorted(files):
            told.update(files[name])
        return told.hexdigest()
