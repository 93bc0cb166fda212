"""Where the embeds keep what is marked in the contract."""

from typing import Final

from octavo.chassis.personal import Holdings, Table
from octavo.embeds.api import StoredAsker

HOLDINGS: Final = Holdings(
    tables=(
        Table(name="link_askers", kind=StoredAsker, marked=("person_id", "since", "times"), others={}),
        Table(
            name="told_pages",
            kind=None,
            marked=(),
            others={
                "digest": "of a public address; not whose link it was",
                "answer": "what a public page says of itself to everybody",
                "kept_until": "a time of ours",
            },
        ),
    )
)
