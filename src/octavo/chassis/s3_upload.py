"""A large file on its way into a bucket: in parts, and taken back whole where any of it fails."""

import asyncio
import base64
import hashlib
from collections.abc import AsyncIterable, AsyncIterator
from typing import Any, Final

import structlog

from octavo.chassis.engine import StorageUnavailable
from octavo.chassis.faults import Invalid
from octavo.chassis.files import MOST_BYTES, PIECE, FileDamaged
from octavo.chassis.s3_link import NotThere, NoUpload, S3Link

_log = structlog.get_logger(__name__)

_AT_ONCE: Final = 3
"""Parts on their way: so many times 8 MiB an upload holds in memory, and one more."""


async def in_parts(data: AsyncIterable[bytes]) -> AsyncIterator[bytes]:
    """The same bytes in pieces of 8 MiB, but for the last. Raises Invalid beyond MOST_BYTES."""
    held, size = bytearray(), 0
    async for piece in data:
        size += len(piece)
        if size > MOST_BYTES:
            raise Invalid("data", f"At most {MOST_BYTES} bytes.")
        held += piece
        while len(held) >= PIECE:
            yield bytes(held[:PIECE])
            del held[:PIECE]
    if held:
        yield bytes(held)


def checksum(data: bytes) -> str:
    """SHA-256 as S3 wants it."""
    return base64.b64encode(hashlib.sha256(data).digest()).decode()


class Upload:
    """One file that is being put under a key of the bucket."""

    def __init__(self, link: S3Link, key: str, *, sha256: str) -> None:
        self._link = link
        self._where = {"Bucket": link.bucket.name, "Key": key}
        self._sha256 = sha256
        self._made = hashlib.sha256()
        self._size = 0
        self._parts: list[dict[str, Any]] = []

    async def put(self, parts: AsyncIterable[bytes]) -> None:
        """All of it or nothing. Raises FileDamaged, FilesAway, and what `parts` raise."""
        metadata = {"sha256": self._sha256} if self._sha256 else {}
        begun = await self._link.ask(
            lambda s3: s3.create_multipart_upload(
                **self._where,
                Metadata=metadata,
                ChecksumAlgorithm="SHA256",
                ContentType="application/octet-stream",
            )
        )
        self._where["UploadId"] = begun["UploadId"]
        try:
            await self._send(parts)
            if self._sha256 and self._made.hexdigest() != self._sha256:
                raise FileDamaged("what was to be written is not what was announced")
            await self._complete()
        except BaseException:
            await self._take_back()
            raise

    async def _send(self, parts: AsyncIterable[bytes]) -> None:
        sending: set[asyncio.Task[None]] = set()
        try:
            number = 0
            async for part in parts:
                number += 1
                self._size += len(part)
                await asyncio.to_thread(self._made.update, part)
                if len(sending) >= _AT_ONCE:
                    done, sending = await asyncio.wait(sending, return_when=asyncio.FIRST_COMPLETED)
                    for one in done:
                        one.result()
                sending.add(asyncio.create_task(self._send_part(number, part)))
            while sending:
                done, sending = await asyncio.wait(sending, return_when=asyncio.FIRST_COMPLETED)
                for one in done:
                    one.result()
        finally:
            for one in sending:
                one.cancel()
            if sending:
                await asyncio.wait(sending)

    async def _send_part(self, number: int, part: bytes) -> None:
        digest = await asyncio.to_thread(checksum, part)
        answer = await self._link.ask(
            lambda s3: s3.upload_part(
                **self._where,
                PartNumber=number,
                Body=part,
                ChecksumSHA256=digest,
                ChecksumAlgorithm="SHA256",
            )
        )
        self._parts.append({"PartNumber": number, "ETag": answer["ETag"], "ChecksumSHA256": digest})

    async def _complete(self) -> None:
        self._parts.sort(key=lambda part: int(part["PartNumber"]))
        try:
            await self._link.ask(
                lambda s3: s3.complete_multipart_upload(**self._where, MultipartUpload={"Parts": self._parts})
            )
        except NoUpload:
            # its first answer was lost, and the client asked again
            if not await self._is_there():
                raise self._link.away("the upload was taken back meanwhile") from None

    async def _is_there(self) -> bool:
        where = {name: self._where[name] for name in ("Bucket", "Key")}
        try:
            found = await self._link.ask(lambda s3: s3.head_object(**where))
        except NotThere:
            return False
        return bool(
            found["ContentLength"] == self._size
            and found.get("Metadata", {}).get("sha256", "") == self._sha256
        )

    async def _take_back(self) -> None:
        try:
            await self._link.ask(lambda s3: s3.abort_multipart_upload(**self._where))
        except NoUpload:
            return
        except (NotThere, StorageUnavailable) as error:
            _log.warning("an upload is left to be swept", key=self._where["Key"], reason=str(error))
