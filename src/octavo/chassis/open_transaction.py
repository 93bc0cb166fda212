"""A transaction that is open: its link, what went wrong in it, and what goes with its commit."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from octavo.chassis.engine import Link, TransactionBroken
from octavo.chassis.sql import SqlMistake, Statement

T = TypeVar("T")
Step = Callable[[tuple[Any, ...]], Awaitable[None]]


class OpenTransaction:
    """The transaction of one database's context. name: the database's, for its errors."""

    __slots__ = ("_name", "after", "before", "broken", "ended", "link", "read_only", "topics", "turn")

    def __init__(self, name: str, link: Link, read_only: bool) -> None:
        self._name = name
        self.link = link
        self.read_only = read_only
        self.broken: BaseException | None = None
        self.ended = False
        self.before: dict[Step, tuple[Any, ...]] = {}  # replaced, never changed, so that attempts can go back
        self.after: list[Callable[[], None]] = []
        self.topics: set[str] = set()
        self.turn = asyncio.Lock()  # tasks started inside a transaction share its one connection

    def check(self, statement: Statement) -> None:
        """Raises SqlMistake for a write where only reads are allowed."""
        if self.read_only and not statement.reads:
            raise SqlMistake(f"{self._name}: a write in a read-only transaction: {statement.source}")

    async def command(self, text: str) -> None:
        """Run what gives no rows, in its turn."""
        await self.within(self.link.command(text))

    async def within(self, call: Awaitable[T]) -> T:
        """What the call gives, in its turn; a failure breaks the transaction. Raises TransactionBroken where
        it is broken already, or has ended."""
        async with self.turn:
            if self.broken is not None or self.ended:
                if asyncio.iscoroutine(call):
                    call.close()  # never awaited on purpose
                cause = self.broken
                raise TransactionBroken(f"{self._name}: {cause or 'the transaction has ended'}") from cause
            try:
                return await call
            except BaseException as error:
                self.broken = error
                raise

    async def prepare(self) -> None:
        """What comes last before its commit. Raises TransactionBroken where a part of it had failed."""
        for step, items in self.before.items():
            await step(items)
        if self.broken is not None:
            raise TransactionBroken(f"{self._name}: {self.broken}") from self.broken

    def tell(self) -> None:
        """It is committed: call those who waited for that. What one of them raises goes to the loop's
        handler, since the writer must not be told that the change was not made."""
        for callback in self.after:
            try:
                callback()
            except Exception as error:  # noqa: BLE001 - see above
                context = {"message": f"{self._name}: after a commit: {callback!r}", "exception": error}
                asyncio.get_running_loop().call_exception_handler(context)
