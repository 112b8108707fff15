"""Sends queries to a worker, with blocking methods."""

from __future__ import annotations

import weakref
from types import TracebackType

from quartermaster.curve import CurveKey, KeyPath, credentials
from quartermaster.endpoints import DEFAULT_CONTROL, check_endpoint
from quartermaster.errors import NoAnswer, TimedOut
from quartermaster.options import ControlOptions
from quartermaster.refusals import checked_answer
from quartermaster.running import ThreadRunner
from quartermaster.sockets.control_engine import ControlEngine
from quartermaster.waiting import ANSWERED
from quartermaster.wire.control_pb2 import Answer, Query


class Control:
    """Sends queries to a worker's control socket. Any number of threads may call it. Up to a bound, their queries are
    sent concurrently."""

    def __init__(
        self,
        control: str = DEFAULT_CONTROL,
        *,
        curve_key: CurveKey | KeyPath | None = None,
        server_key: KeyPath | None = None,
        options: ControlOptions = ControlOptions(),
    ) -> None:
        """Starts to connect. The worker may start later and restart. For a worker with CURVE, `curve_key` and
        `server_key` have the same meaning as for a `Master`. Raises `MalformedEndpoint`, `InvalidArgument`,
        `UnusableKey` and `TransportFailure`."""
        check_endpoint(control)
        self._endpoint = control
        self._patience = options.patience
        self._engine = ControlEngine(control, credentials(curve_key, server_key), options)
        self._runner = runner = ThreadRunner(self._engine, "quartermaster control")
        # The thread does not retain the client, so a client without references ends.
        weakref.finalize(self, runner.close)

    def ask(self, query: Query, timeout: float | None = None) -> Answer:
        """Sends a query and waits for the answer. An answer that arrives after a timeout is ignored.

        Raises `Refused` if the answer is an error, and `NoAnswer` if none arrives within the timeout. Raises
        `TooManyQuestions` if as many queries as the options allow are waiting, and otherwise the failure that ended the
        client.
        """
        timeout = self._patience if timeout is None else timeout
        with self._runner.changed:
            answer = self._engine.ask(query)
        self._runner.wake()
        try:
            return checked_answer(query, self._runner.wait(answer, timeout, ANSWERED))
        except TimedOut:
            raise NoAnswer(self._endpoint, timeout) from None

    def close(self) -> None:
        """Closes the client and its connection. Pending queries fail. Closing again does nothing."""
        self._runner.close()

    def __enter__(self) -> Control:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
