"""A table of DynamoDB made where there is none, and looked at where there is: its keys, its index, whose it
is, and whether it can be put back to an earlier moment."""

from typing import Any, Final

import structlog

from octavo.chassis.dynamo_calls import AlreadyThere, TableAway, TableRefused
from octavo.chassis.dynamo_table import DynamoTable, repeated

_KEYS: Final = [("part", "HASH"), ("place", "RANGE")]
_INDEX: Final = [("lane", "HASH"), ("since", "RANGE")]
_TYPES: Final = {"part": "S", "place": "S", "lane": "S", "since": "N"}
_PATIENCE: Final = 120.0
_OWNER: Final = ("octavo", "site")

_log = structlog.get_logger(__name__)


async def made(table: DynamoTable, *, site: str) -> None:
    """Make the table where it is not there: billed on demand, with its index, and kept in such a way that it
    can be put back to any second of the last 35 days. Where it is there, see that it is ours to use.

    Raises TableRefused where it is another site's, has other keys, or may not be used; TableAway where it
    cannot be reached.
    """
    await table.connect()
    found = await _described(table)
    if found is None:
        await _make(table)
    if not await repeated(_PATIENCE, lambda: _is_active(table)):
        raise TableAway(f"DynamoDB's table {table.name} is still being made")
    found = await _described(table)
    if found is None or not _fits(found):
        raise TableRefused(f"DynamoDB's table {table.name} has other keys or no index `waiting`")
    await _own(table, site)
    await _look_at_backups(table, fresh=False)


async def _described(table: DynamoTable) -> Any:
    try:
        return (await table.call("describe_table", TableName=table.name))["Table"]
    except TableRefused as error:
        if "ResourceNotFoundException" in str(error):
            return None
        raise


async def _is_active(table: DynamoTable) -> bool:
    found = await _described(table)
    parts = [found, *found.get("GlobalSecondaryIndexes", ())] if found else []
    states = [one.get("TableStatus") or one.get("IndexStatus") for one in parts]
    return bool(states) and all(state in ("ACTIVE", "UPDATING") for state in states)


async def _make(table: DynamoTable) -> None:
    try:
        await table.call(
            "create_table",
            TableName=table.name,
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[
                {"AttributeName": name, "AttributeType": kind} for name, kind in _TYPES.items()
            ],
            KeySchema=_schema(_KEYS),
            GlobalSecondaryIndexes=[
                {
                    "IndexName": "waiting",
                    "KeySchema": _schema(_INDEX),
                    "Projection": {"ProjectionType": "KEYS_ONLY"},
                }
            ],
        )
    except TableRefused as error:
        if "ResourceInUseException" not in str(error):  # another process was faster
            raise
        return
    _log.info("a table was made in DynamoDB", table=table.name)
    await repeated(_PATIENCE, lambda: _is_active(table))
    await _look_at_backups(table, fresh=True)


def _schema(keys: list[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"AttributeName": name, "KeyType": kind} for name, kind in keys]


def _fits(found: Any) -> bool:
    indexes = {one["IndexName"]: one["KeySchema"] for one in found.get("GlobalSecondaryIndexes", ())}
    return found["KeySchema"] == _schema(_KEYS) and indexes.get("waiting") == _schema(_INDEX)


async def _own(table: DynamoTable, site: str) -> None:
    """The first site that uses a table is noted in it; every other one is refused."""
    part, place = _OWNER
    try:
        await table.call(
            "put_item",
            TableName=table.name,
            Item={"part": {"S": part}, "place": {"S": place}, "value": {"B": site.encode()}},
            ConditionExpression="attribute_not_exists(#part) OR #value = :site",
            ExpressionAttributeNames={"#part": "part", "#value": "value"},
            ExpressionAttributeValues={":site": {"B": site.encode()}},
        )
    except AlreadyThere:
        raise TableRefused(f"DynamoDB's table {table.name} belongs to another site") from None


async def _look_at_backups(table: DynamoTable, *, fresh: bool) -> None:
    """Turn them on for a new table; say it where they are off. Never in the way of a start."""
    try:
        if fresh:
            await table.call(
                "update_continuous_backups",
                TableName=table.name,
                PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True},
            )
            return
        told = await table.call("describe_continuous_backups", TableName=table.name)
        state = told["ContinuousBackupsDescription"]["PointInTimeRecoveryDescription"]
        on = state["PointInTimeRecoveryStatus"] == "ENABLED"
        why = "" if on else "point-in-time recovery is off"
    except (TableRefused, TableAway, KeyError) as error:
        why = str(error)
    if why:
        _log.warning("table_has_no_backup", table=table.name, why=why)
