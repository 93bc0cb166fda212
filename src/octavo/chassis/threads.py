"""A thread that owns one thing (a connection) and does jobs with it, in order, for the event loop."""

import asyncio
import queue
import threading
from collections.abc import Callable
from typing import Any, Generic, TypeVar

T = TypeVar("T")
Owned = TypeVar("Owned")


class _Job:
    __slots__ = ("done", "dropped", "work")

    def __init__(self, work: Callable[[Any], Any], done: asyncio.Future[Any] | None) -> None:
        self.work = work
        self.done = done
        self.dropped = False


class Thread(Generic[Owned]):
    """Opens its thing when the first job comes, in the thread itself.

    interrupt: called from the loop's thread when the task that waits for the running job is cancelled.
    fault: turns an exception of a job into the one that the waiting task gets.
    """

    def __init__(
        self,
        open_one: Callable[[], Owned],
        interrupt: Callable[[Owned], None],
        fault: Callable[[Exception], Exception],
        name: str,
    ) -> None:
        self._open = open_one
        self._interrupt = interrupt
        self._fault = fault
        self._loop = asyncio.get_running_loop()
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._guard = threading.Lock()
        self._current: _Job | None = None
        self._owned: Owned | None = None
        self._ended = self._loop.create_future()
        self._closing = False
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    async def run(self, work: Callable[[Owned], T]) -> T:
        """The result of the job. When the task is cancelled, a waiting job is dropped and a running one
        interrupted; the jobs after it find the thread ready."""
        if self._closing:
            raise RuntimeError(f"{self._thread.name} is closed")
        done: asyncio.Future[T] = self._loop.create_future()
        job = _Job(work, done)
        self._jobs.put(job)
        try:
            return await done
        except asyncio.CancelledError:
            job.dropped = True
            with self._guard:
                if self._current is job and self._owned is not None:
                    self._interrupt(self._owned)
            raise

    def post(self, work: Callable[[Owned], Any]) -> None:
        """Do it after what is waiting, with nobody waiting for it: undoing, which the next job checks."""
        self._jobs.put(_Job(work, None))

    async def close(self) -> None:
        """Finishes what is waiting, closes the thing, ends the thread."""
        if not self._closing:
            self._closing = True
            self._jobs.put(None)
        await asyncio.shield(self._ended)
        self._thread.join()

    def _run(self) -> None:
        while (job := self._jobs.get()) is not None:
            with self._guard:
                if job.dropped:
                    continue
                self._current = job
            try:
                if self._owned is None:
                    self._owned = self._open()
                result, error = job.work(self._owned), None
            except BaseException as failure:  # noqa: BLE001 - told to whoever waits
                result, error = None, failure
            with self._guard:
                self._current = None
            if job.done is not None:
                self._tell(
                    _settle, job.done, result, self._fault(error) if isinstance(error, Exception) else error
                )
        if self._owned is not None:
            self._owned.close()  # type: ignore[attr-defined] # connections of both engines can be closed
        self._tell(_settle, self._ended, None, None)

    def _tell(self, *call: Any) -> None:
        try:
            self._loop.call_soon_threadsafe(*call)
        except RuntimeError:  # the loop was closed before the database: nobody waits any more
            return


def _settle(done: asyncio.Future[Any], result: Any, error: BaseException | None) -> None:
    if done.done():  # cancelled meanwhile
        return
    if error is not None:
        done.set_exception(error)
    else:
        done.set_result(result)
