"""Files in a bucket, over S3 or what speaks like it.

Each file carries its SHA-256 in its metadata, where it was known when the file was begun. The server
checks it against what arrives, and whoever reads the file whole against what came.
"""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from octavo.chassis import s3_delete
from octavo.chassis.engine import StorageUnavailable
from octavo.chassis.files import (
    PIECE,
    Content,
    File,
    FileDamaged,
    Handout,
    checked,
    checked_prefix,
    pieces,
)
from octavo.chassis.s3_link import BeyondEnd, Bucket, NotThere, NoUpload, S3Link
from octavo.chassis.s3_upload import Upload, checksum, in_parts

_DELETED_AT_ONCE: Final = 500
_COPIED_AT_MOST: Final = 5 * 2**30
"""Bytes: what S3 copies in one request."""


class S3Files:
    """chassis.files.FileStore over a bucket. seconds: what one request may take, for each 8 MiB.
    hands_out: for so many seconds an address is good that is handed out; 0: none is.
    """

    name = "S3"

    def __init__(self, bucket: Bucket, *, seconds: float, hands_out: int = 0) -> None:
        self.bucket = bucket
        self._link = S3Link(bucket, seconds=seconds)
        self._hands_out = hands_out

    async def put(self, key: str, data: Content, *, sha256: str = "") -> None:
        where = self._where(key)
        if isinstance(data, bytes):
            made = await asyncio.to_thread(lambda: hashlib.sha256(data).hexdigest())
            if sha256 not in ("", made):
                raise FileDamaged("what was to be written is not what was announced")
            if len(data) <= PIECE:
                await self._put_small(where, data)
                return
            parts, sha256 = in_parts(_alone(data)), made
        else:
            parts = in_parts(data)
        first = await anext(parts, b"")
        if len(first) < PIECE:
            if sha256 and hashlib.sha256(first).hexdigest() != sha256:
                raise FileDamaged("what was to be written is not what was announced")
            await self._put_small(where, first)
            return
        await Upload(self._link, where["Key"], sha256=sha256).put(_after(first, parts))

    async def _put_small(self, where: dict[str, str], data: bytes) -> None:
        metadata = {"sha256": hashlib.sha256(data).hexdigest()}
        await self._link.ask(
            lambda s3: s3.put_object(
                **where,
                Body=data,
                ChecksumSHA256=checksum(data),
                Metadata=metadata,
                ContentType="application/octet-stream",
            )
        )

    async def take(self, key: str, path: Path, *, sha256: str = "") -> None:
        made = await _of_disk(lambda: _digest(path))
        if sha256 not in ("", made):
            raise FileDamaged("what was to be taken is not what was announced")
        await self.put(key, _read(path), sha256=made)
        await _of_disk(lambda: path.unlink(missing_ok=True))

    async def get(self, key: str) -> bytes | None:
        where = self._where(key)
        try:
            found = await self._link.ask(lambda s3: s3.head_object(**where))
            times = 1 + int(found["ContentLength"]) // PIECE
            async with self._link.asked(times=times) as s3:
                answer = await s3.get_object(**where)
                async with answer["Body"] as body:
                    data: bytes = await body.read()
        except NotThere:
            await self._look_for_bucket()
            return None
        if len(data) != answer["ContentLength"]:
            raise FileDamaged(f"{key} came with {len(data)} of {answer['ContentLength']} bytes")
        known = answer.get("Metadata", {}).get("sha256", "")
        if known and await asyncio.to_thread(lambda: hashlib.sha256(data).hexdigest()) != known:
            raise FileDamaged(f"{key} is not what was written")
        return data

    async def get_range(self, key: str, offset: int, many: int) -> bytes | None:
        if many <= 0:
            return b"" if await self.find(key) is not None else None
        where = self._where(key) | {"Range": f"bytes={offset}-{offset + many - 1}"}
        try:
            async with self._link.asked(times=1 + many // PIECE) as s3:
                answer = await s3.get_object(**where)
                async with answer["Body"] as body:
                    data: bytes = await body.read()
        except NotThere:
            await self._look_for_bucket()
            return None
        except BeyondEnd:
            return b""
        if len(data) != answer["ContentLength"]:
            raise FileDamaged(f"{key} came with {len(data)} of {answer['ContentLength']} bytes")
        # an empty file has no range: some send all of it, which is nothing
        return data[:many]

    async def find(self, key: str) -> File | None:
        where = self._where(key)
        try:
            found = await self._link.ask(lambda s3: s3.head_object(**where))
        except NotThere:
            await self._look_for_bucket()
            return None
        sha256 = found.get("Metadata", {}).get("sha256", "")
        return File(key, found["ContentLength"], found["LastModified"], sha256)

    async def list(self, prefix: str, *, after: str = "") -> AsyncIterator[File]:
        ask: dict[str, Any] = {
            "Bucket": self.bucket.name,
            "Prefix": self.bucket.prefix + checked_prefix(prefix),
        }
        if after:
            ask["StartAfter"] = self.bucket.prefix + after
        while True:
            page = await self._link.ask(lambda s3: s3.list_objects_v2(**ask))
            for one in page.get("Contents", ()):
                key = one["Key"].removeprefix(self.bucket.prefix)
                if not key.endswith("/"):  # some servers list folders as empty files
                    yield File(key, one["Size"], one["LastModified"])
            if not page.get("IsTruncated"):
                return
            ask["ContinuationToken"] = page["NextContinuationToken"]

    async def move(self, key: str, to: str) -> bool:
        target, found = self._where(to), await self.find(key)
        if found is None:
            return False
        if found.size > _COPIED_AT_MOST:
            await self.put(to, pieces(self, found), sha256=found.sha256)
        else:
            try:
                await self._link.ask(lambda s3: s3.copy_object(**target, CopySource=self._where(key)))
            except NotThere:
                return False
        await self.delete(key)
        return True

    async def delete(self, *keys: str) -> None:
        """In a bucket that keeps versions, with all that were kept of them."""
        where = [{"Key": self._where(key)["Key"]} for key in keys]
        for start in range(0, len(where), _DELETED_AT_ONCE):
            await s3_delete.delete(self._link, where[start : start + _DELETED_AT_ONCE])

    async def address(self, key: str, how: Handout) -> str | None:
        if not self._hands_out:
            return None
        disposition = f'attachment; filename="{how.name}"' if how.name else "inline"
        ask = self._where(key) | {
            "ResponseContentType": how.media_type,
            "ResponseContentDisposition": disposition,
            "ResponseCacheControl": "private, no-store",
        }
        signer = await self._link.signer()
        url = await signer.generate_presigned_url("get_object", Params=ask, ExpiresIn=self._hands_out)
        return str(url)

    def path(self, key: str) -> None:
        return None

    async def sweep(self, before: datetime) -> int:
        """Takes back uploads in parts that nobody went on with."""
        ask: dict[str, Any] = {"Bucket": self.bucket.name, "Prefix": self.bucket.prefix}
        swept = 0
        while True:
            page = await self._link.ask(lambda s3: s3.list_multipart_uploads(**ask))
            for one in page.get("Uploads", ()):
                if one["Initiated"] < before:
                    swept += await self._take_back(one["Key"], one["UploadId"])
            if not page.get("IsTruncated"):
                return swept
            ask["KeyMarker"], ask["UploadIdMarker"] = page["NextKeyMarker"], page["NextUploadIdMarker"]

    async def _take_back(self, key: str, upload: str) -> int:
        try:
            await self._link.ask(
                lambda s3: s3.abort_multipart_upload(Bucket=self.bucket.name, Key=key, UploadId=upload)
            )
        except (NoUpload, NotThere):
            return 0
        return 1

    async def check(self) -> None:
        """Asks for the bucket alone, which costs as little as one file's head."""
        await self._look_for_bucket()

    async def close(self) -> None:
        await self._link.close()

    def _where(self, key: str) -> dict[str, str]:
        return {"Bucket": self.bucket.name, "Key": self.bucket.prefix + checked(key)}

    async def _look_for_bucket(self) -> None:
        """A file that is not there is no fault; a bucket that is not there is one."""
        await self._link.look_for_bucket()


async def _alone(data: bytes) -> AsyncIterator[bytes]:
    yield data


async def _after(first: bytes, others: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for one in others:
        yield one


async def _read(path: Path) -> AsyncIterator[bytes]:
    with await _of_disk(lambda: path.open("rb")) as file:
        while piece := await _of_disk(lambda: file.read(PIECE)):
            yield piece


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


async def _of_disk(work: Any) -> Any:
    try:
        return await asyncio.to_thread(work)
    except OSError as error:
        raise StorageUnavailable(f"files: {error.strerror or error}: {error.filename or ''}") from error
