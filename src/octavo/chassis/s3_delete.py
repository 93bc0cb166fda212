"""Files leave a bucket for good: a bucket that keeps versions would only put a mark over what is deleted."""

from collections.abc import Sequence
from typing import Any, Final

import structlog

from octavo.chassis.engine import StorageUnavailable
from octavo.chassis.s3_link import NotThere, S3Link

_log = structlog.get_logger(__name__)

_AT_ONCE: Final = 1000
"""What S3 deletes in one request."""


async def delete(link: S3Link, wanted: Sequence[dict[str, str]]) -> None:
    """Delete these keys, at most 1,000, and every version that the bucket kept of them. Raises FilesAway."""
    if await _keeps_versions(link):
        for one in wanted:
            await _delete_versions(link, one["Key"])
    else:
        await _delete(link, wanted)


async def _keeps_versions(link: S3Link) -> bool:
    """Asked each time, as it may be switched on while the site runs."""
    try:
        found = await link.ask(lambda s3: s3.get_bucket_versioning(Bucket=link.bucket.name))
    except NotThere:
        return False
    except StorageUnavailable as error:  # not ours to ask, or unknown there; if it is away, deleting tells
        _log.warning("it is not known whether the bucket keeps versions", reason=str(error))
        return False
    return bool(found.get("Status"))


async def _delete_versions(link: S3Link, key: str) -> None:
    ask: dict[str, Any] = {"Bucket": link.bucket.name, "Prefix": key}
    while True:
        page = await link.ask(lambda s3: s3.list_object_versions(**ask))
        marks = [*page.get("Versions", ()), *page.get("DeleteMarkers", ())]
        ours = [{"Key": key, "VersionId": one["VersionId"]} for one in marks if one["Key"] == key]
        for start in range(0, len(ours), _AT_ONCE):
            await _delete(link, ours[start : start + _AT_ONCE])
        others = any(one["Key"] > key for one in marks)
        if others or not page.get("IsTruncated"):
            return
        ask["KeyMarker"], ask["VersionIdMarker"] = page["NextKeyMarker"], page["NextVersionIdMarker"]


async def _delete(link: S3Link, wanted: Sequence[dict[str, str]]) -> None:
    if not wanted:
        return
    try:
        answer = await link.ask(
            lambda s3: s3.delete_objects(
                Bucket=link.bucket.name, Delete={"Objects": list(wanted), "Quiet": True}
            )
        )
    except NotThere:
        await link.look_for_bucket()
        return
    wrong = [one for one in answer.get("Errors", ()) if one.get("Code") != "NoSuchKey"]
    if wrong:
        why = f"{wrong[0].get('Code')}: {wrong[0].get('Message')}"
        raise link.away(f"{len(wrong)} files are not deleted: {why}")
