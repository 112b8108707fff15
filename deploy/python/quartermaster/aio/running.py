"""The shell of the asyncio clients: a task that drives an engine, and the waits of other tasks for it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from typing import Generic, TypeVar

import zmq

from quartermaster.core.delivery import DeliveryBuffer, Outcome
from quartermaster.errors import ClientFailure, Closed, TimedOut, TransportFailure
from quartermaster.sockets.engine import Engine, transport_failure

T = TypeVar("T")


class TaskRunner:
    """Drives an engine on a task of the running event loop until it has ended. Everything runs on the loop's thread."""

    def __init__(self, engine: Engine, name: str) -> None:
        self._engine = engine
        self._loop = asyncio.get_running_loop()
        self._wake_up = asyncio.Event()
        # The waiting futures with their conditions. The number of tasks bounds them.
        self._waiting: dict[asyncio.Future[bool], Callable[[], bool]] = {}
        self._descriptors = [int(socket.getsockopt(zmq.FD)) for socket, _ in engine.interests()]
        for descriptor in self._descriptors:
            self._loop.add_reader(descriptor, self._wake_up.set)
        self._task = self._loop.create_task(self._run(), name=name)

    # Users' tasks

    def wake(self) -> None:
        """Wakes the task, because there is work."""
        self._wake_up.set()

    async def wait(self, outcome: Outcome[T], timeout: float, awaited: str) -> T:
        """Waits for an outcome and returns its value. Abandons it if it does not arrive in time, or if the task is
        cancelled."""
        try:
            await self.wait_until(lambda: outcome.is_settled, timeout, awaited)
            return outcome.get()
        finally:
            if not outcome.is_settled:
                outcome.is_abandoned = True

    async def wait_until(self, condition: Callable[[], bool], timeout: float | None, awaited: str) -> None:
        """Waits until a condition holds. Without a timeout it waits until the client ends, and the condition must hold
        then."""
        if condition():
            return
        future: asyncio.Future[bool] = self._loop.create_future()
        self._waiting[future] = condition
        timer = None if timeout is None else self._loop.call_later(timeout, _settle, future, False)
        try:
            if not await future and not condition():
                raise TimedOut(f"{awaited} within {timeout:g} s")
        finally:
            self._waiting.pop(future, None)
            if timer is not None:
                timer.cancel()

    def end(self) -> None:
        self._engine.end(Closed())
        self._notify()
        self.wake()

    async def close(self) -> None:
        """Ends the client and waits until its sockets are closed. Closing again does nothing."""
        self.end()
        # If this task was cancelled, it does not wait.
        await asyncio.wait([self._task])

    # The task

    async def _run(self) -> None:
        try:
            await self._turn_until_over()
        except ClientFailure as failure:
            self._engine.end(failure)
        except zmq.ZMQError as error:
            self._engine.end(transport_failure(error))
        except BaseException as error:
            is_end = isinstance(error, (asyncio.CancelledError, GeneratorExit))
            self._engine.end(
                Closed()
                if is_end
                else TransportFailure(f"the client's task failed with {error!r}: create a new client, and report this")
            )
            raise
        finally:
            for descriptor in self._descriptors:
                self._loop.remove_reader(descriptor)
            self._engine.close()
            self._notify()

    async def _turn_until_over(self) -> None:
        while self._engine.ending is None:
            self._wake_up.clear()
            now = time.monotonic()
            self._engine.turn(now)
            self._notify()
            pause = self._engine.due(now) - now
            if pause <= 0 or self._is_ready():
                await asyncio.sleep(0)
                continue
            timer = self._loop.call_later(pause, self._wake_up.set)
            try:
                await self._wake_up.wait()
            finally:
                timer.cancel()

    def _is_ready(self) -> bool:
        # ZeroMQ's descriptors are edge-triggered: they report only what arrived since the events were last checked. So
        # each one is checked.
        ready = [int(socket.getsockopt(zmq.EVENTS)) & flags for socket, flags in self._engine.interests()]
        return any(ready)

    def _notify(self) -> None:
        for future, condition in list(self._waiting.items()):
            try:
                if condition():
                    _settle(future, True)
            except ClientFailure:
                # The waiting task raises it again.
                _settle(future, False)


def _settle(future: asyncio.Future[bool], value: bool) -> None:
    if not future.done():
        future.set_result(value)


class Updates(Generic[T]):
    """The elements that a client receives, in order, each once.

    It buffers elements up to a bound. Beyond it the client stops reading, and the worker waits for the client or
    disconnects it; the client later repairs what it missed. So a program that requests a sequence must iterate over it.
    Several iterations share the elements: each element goes to one of them.

    After the buffered elements, the iteration ends if the client was closed. Otherwise it raises the failure that ended
    the client.
    """

    def __init__(self, buffer: DeliveryBuffer[T], runner: TaskRunner, patience: float) -> None:
        self._buffer = buffer
        self._runner = runner
        self._patience = patience

    async def get(self, timeout: float | None = None) -> T:
        """Waits for the next element. Raises `TimedOut` if none arrives within the timeout, and the failure that ended
        the client, including `Closed`."""
        return await self._next(self._patience if timeout is None else timeout)

    def __aiter__(self) -> AsyncIterator[T]:
        """Waits until the client ends. `close` and the `silence_limit` of a master bound the wait."""
        return self

    async def __anext__(self) -> T:
        try:
            return await self._next(None)
        except Closed:
            raise StopAsyncIteration from None

    async def _next(self, timeout: float | None) -> T:
        awaited = "nothing arrived: wait longer, or query the reason with explain;"
        while not self._buffer.is_ready:
            # Another task may have taken the element for which this one was woken.
            await self._runner.wait_until(lambda: self._buffer.is_ready, timeout, awaited)
        was_full = self._buffer.is_full
        element = self._buffer.take()
        if was_full:
            self._runner.wake()
        return element
