"""Where the replays keep what is marked in the contract."""

from typing import Final

from octavo.chassis.personal import Holdings, Table
from octavo.replays.api import StoredReplay

HOLDINGS: Final = Holdings(
    tables=(
        Table(
            name="replays",
            kind=StoredReplay,
            marked=("person_id", "idempotency_key", "method", "digest", "begun_at", "answer"),
            others={"status": "a number of HTTP", "said": "one of the protocol's codes"},
        ),
    )
)
