"""The door: the Protocol, values and faults of the replays."""

from octavo.replays.v1.replays import (
    CONTRACT,
    Answer,
    KeyReused,
    OutcomeUnknown,
    PersonId,
    Replays,
    StillRunning,
    StoredReplay,
    TooManyKeys,
)

__all__ = [
    "CONTRACT",
    "Answer",
    "KeyReused",
    "OutcomeUnknown",
    "PersonId",
    "Replays",
    "StillRunning",
    "StoredReplay",
    "TooManyKeys",
]
