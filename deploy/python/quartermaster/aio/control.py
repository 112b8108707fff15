"""Sends queries to a worker, for asyncio."""

from __future__ import annotations

from types import TracebackType

from quartermaster.aio.running import TaskRunner
from quartermaster.curve import CurveKey, KeyPath, credentials
from quartermaster.endpoints import DEFAULT_CONTROL, check_endpoint
from quartermaster.errors import NoAnswer, TimedOut
from quartermaster.options import ControlOptions
from quartermaster.refusals import checked_answer
from quartermaster.sockets.control_engine import ControlEngine
from quartermaster.waiting import ANSWERED
from quartermaster.wire.control_pb2 import Answer, Query


class Control:
    """Sends queries to a worker's control socket. Any number of tasks of one event loop may call it. Up to a bound,
    their queries are sent concurrently. Create it within a running loop, and close it by `async with` or `close`."""

    def __init__(
        self,
        control: str = DEFAULT_CONTROL,
        *,
        curve_key: CurveKey | KeyPath | None = None,
        server_key: KeyPath | None = None,
        options: ControlOptions = ControlOptions(),
    ) -> None:
        """Takes the same arguments as `quartermaster.Control`."""
        check_endpoint(control)
        self._endpoint = control
        self._patience = options.patience
        self._engine = ControlEngine(control, credentials(curve_key, server_key), options)
        self._runner = TaskRunner(self._engine, "quartermaster control")

    async def ask(self, query: Query, timeout: float | None = None) -> Answer:
        """Sends a query and waits for the answer. An answer that arrives after a timeout is ignored. Raises the same
        failures as `quartermaster.Control.ask`."""
        timeout = self._patience if timeout is None else timeout
        answer = self._engine.ask(query)
        self._runner.wake()
        try:
            return checked_answer(query, await self._runner.wait(answer, timeout, ANSWERED))
        except TimedOut:
            raise NoAnswer(self._endpoint, timeout) from None

    async def close(self) -> None:
        """Closes the client and its connection. Pending queries fail. Closing again does nothing."""
        await self._runner.close()

    async def __aenter__(self) -> Control:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()
