"""What tests of leases share: time that passes at once."""

from datetime import UTC, datetime

from octavo.chassis.database import Database


def now() -> datetime:
    return datetime.now(UTC)


async def later(db: Database, seconds: int) -> None:
    """As if so much time had passed."""
    await db.execute("UPDATE octavo_leases SET expires_at = expires_at - :by", by=seconds * 1_000_000)
