"""The clock of every day, which tests and those who know better replace."""

from datetime import UTC, datetime


def utc_now() -> datetime:
    """What this machine's clock says, in UTC."""
    return datetime.now(UTC)
