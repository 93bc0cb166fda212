"""A process that serves the tests' contract, for tests which stop it: `python -m tests.chassis.shelf_process`
with its port and its number, which is the title of the only book there."""

import asyncio
import sys

from octavo.chassis.rpc import Server
from tests.chassis.shelf.v1.shelf import CONTRACT, Book, BookId
from tests.chassis.shelves import NOON, ShelfInteractor

SECRET = b"0123456789abcdef0123456789abcdef"
ONLY = BookId("only")


async def serve(port: int, number: str) -> None:
    """Until it is killed."""
    shelf = ShelfInteractor()
    shelf.books[ONLY] = Book(id=ONLY, title=number, added_at=NOON)
    server = Server(SECRET)
    server.add(CONTRACT, shelf)
    await server.start(f"127.0.0.1:{port}")
    print("ready", flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), sys.argv[2]))
