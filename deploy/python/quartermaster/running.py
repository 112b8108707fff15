"""The shell of the blocking clients: a thread that drives an engine, and the waits of other threads for it."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

import zmq

from quartermaster.core.delivery import DeliveryBuffer, Outcome
from quartermaster.errors import ClientFailure, Closed, TimedOut, TransportFailure
from quartermaster.sockets.engine import Engine, transport_failure

T = TypeVar("T")

CLOSING_PATIENCE = 5.0
"""The time for which `close` waits for the thread, in seconds. The thread waits only for its sockets."""


class ThreadRunner:
    """Runs an engine on its own thread until it ends. `changed` protects the state of the engine's core, and is
    notified after each turn."""

    def __init__(self, engine: Engine, name: str) -> None:
        self.changed = threading.Condition()
        self._engine = engine
        self._wake_up, self._wake_up_sender = socket.socketpair()
        self._wake_up.setblocking(False)
        self._wake_up_sender.setblocking(False)
        # A daemon thread, so that a client that was not closed does not keep the program from exiting.
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        try:
            self._thread.start()
        except RuntimeError as error:
            self._close()
            raise TransportFailure(f"{error}: raise the limit of processes or of memory") from error

    # Users' threads

    def wake(self) -> None:
        """Wakes the thread, because there is work."""
        try:
            self._wake_up_sender.send(b"\0")
        except OSError:
            # The thread is already awake, or has ended.
            pass

    def wait(self, outcome: Outcome[T], timeout: float, awaited: str) -> T:
        """Waits for an outcome and returns its value. Abandons it and raises `TimedOut` if it does not arrive in
        time."""
        try:
            with self.changed:
                if not self.changed.wait_for(lambda: outcome.is_settled, timeout):
                    raise TimedOut(f"{awaited} within {timeout:g} s")
                return outcome.get()
        finally:
            if not outcome.is_settled:
                outcome.is_abandoned = True

    def wait_until(self, condition: Callable[[], bool], timeout: float, awaited: str) -> None:
        with self.changed:
            if not self.changed.wait_for(condition, timeout):
                raise TimedOut(f"{awaited} within {timeout:g} s")

    def close(self) -> None:
        """Ends the client and waits until its sockets are closed. Closing again does nothing."""
        with self.changed:
            self._engine.end(Closed())
            self.changed.notify_all()
        self.wake()
        if self._thread is not threading.current_thread():
            self._thread.join(CLOSING_PATIENCE)

    # The thread

    def _run(self) -> None:
        try:
            self._turn_until_over()
        except ClientFailure as failure:
            self._end(failure)
        except zmq.ZMQError as error:
            self._end(transport_failure(error))
        except BaseException as error:
            self._end(TransportFailure(f"the client's thread failed with {error!r}: create a new client and report it"))
            raise
        finally:
            self._close()

    def _turn_until_over(self) -> None:
        poller = zmq.Poller()
        poller.register(self._wake_up, zmq.POLLIN)
        while True:
            with self.changed:
                if self._engine.ending is not None:
                    return
                now = time.monotonic()
                self._engine.turn(now)
                self.changed.notify_all()
                pause = self._engine.due(now) - now
                for interest in self._engine.interests():
                    poller.register(*interest)
            ready = poller.poll(max(0, int(pause * 1_000)))
            if any(item == self._wake_up.fileno() for item, _ in ready):
                self._drain()

    def _drain(self) -> None:
        try:
            self._wake_up.recv(4_096)
        except BlockingIOError:
            pass

    def _end(self, failure: ClientFailure) -> None:
        with self.changed:
            self._engine.end(failure)
            self.changed.notify_all()

    def _close(self) -> None:
        self._engine.close()
        self._wake_up.close()
        self._wake_up_sender.close()


class Updates(Generic[T]):
    """The elements that a client receives, in order, each once.

    It buffers elements up to a bound. Beyond it the client stops reading, and the worker waits for the client or
    disconnects it; the client later repairs what it missed. So a program that requests a sequence must iterate over it.
    Several iterations share the elements: each element goes to one of them.

    After the buffered elements, the iteration ends if the client was closed. Otherwise it raises the failure that ended
    the client.
    """

    def __init__(self, buffer: DeliveryBuffer[T], runner: ThreadRunner, patience: float) -> None:
        self._buffer = buffer
        self._runner = runner
        self._patience = patience

    def get(self, timeout: float | None = None) -> T:
        """Waits for the next element. Raises `TimedOut` if none arrives within the timeout, and the failure that ended
        the client, including `Closed`."""
        timeout = self._patience if timeout is None else timeout
        with self._runner.changed:
            if not self._runner.changed.wait_for(lambda: self._buffer.is_ready, timeout):
                raise TimedOut(f"nothing arrived within {timeout:g} s: wait longer, or query the reason with explain")
            return self._take()

    def __iter__(self) -> Iterator[T]:
        """Waits until the client ends. `close` and the `silence_limit` of a master bound the wait."""
        return self

    def __next__(self) -> T:
        with self._runner.changed:
            self._runner.changed.wait_for(lambda: self._buffer.is_ready)
            try:
                return self._take()
            except Closed:
                raise StopIteration from None

    def _take(self) -> T:
        was_full = self._buffer.is_full
        element = self._buffer.take()
        if was_full:
            # The thread may receive again.
            self._runner.wake()
        return element
