"""Password hashes by Argon2id (RFC 9106), in a few threads of their own so that the loop goes on."""

import asyncio
import secrets
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Final, TypeVar

from octavo.accounts.ports import Verdict
from octavo.chassis.faults import ResourceExhausted

if TYPE_CHECKING:
    from argon2 import PasswordHasher

T = TypeVar("T")

_WAITING_PER_THREAD: Final = 16
_RETRY_SECONDS: Final = 5.0


class Argon2id:
    """ports.Passwords. `memory` is in KiB for each hash in the making; `threads` of them at a time."""

    def __init__(self, *, memory: int, passes: int, threads: int) -> None:
        self._memory = memory
        self._passes = passes
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="argon2id")
        self._room = asyncio.Semaphore(threads * _WAITING_PER_THREAD)
        self._made: PasswordHasher | None = None
        self._nobodys = ""

    async def hash(self, password: str) -> str:
        return await self._in_thread(lambda: self._hasher().hash(_encoded(password)))

    async def verify(self, password_hash: str, password: str) -> Verdict:
        return await self._in_thread(lambda: self._verify(password_hash, password))

    def close(self) -> None:
        """Lets the threads end."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def _in_thread(self, work: Callable[[], T]) -> T:
        if self._room.locked():
            raise ResourceExhausted(_RETRY_SECONDS)
        async with self._room:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work)

    def _verify(self, password_hash: str, password: str) -> Verdict:
        from argon2.exceptions import InvalidHashError, VerificationError

        hasher = self._hasher()
        try:
            hasher.verify(password_hash or self._nobodys_hash(), _encoded(password))
        except (VerificationError, InvalidHashError):
            return Verdict(False)
        # nobody's hash is of a random text, but a right guess of it must still not let anyone in
        return Verdict(
            bool(password_hash), outdated=bool(password_hash) and hasher.check_needs_rehash(password_hash)
        )

    def _hasher(self) -> "PasswordHasher":
        if self._made is None:
            from argon2 import PasswordHasher

            self._made = PasswordHasher(time_cost=self._passes, memory_cost=self._memory, parallelism=1)
        return self._made

    def _nobodys_hash(self) -> str:
        if not self._nobodys:
            self._nobodys = self._hasher().hash(secrets.token_bytes(32))
        return self._nobodys


def _encoded(password: str) -> bytes:
    """The password's bytes, the same however a keyboard composed its accents (NIST SP 800-63B, 5.1.1.2)."""
    return unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")
