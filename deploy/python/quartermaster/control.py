"""Asks a worker questions, for programs that wait for the answers."""

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
    """Asks a worker on its control socket. Any number of threads may ask at once; their questions are under way together,
    up to a bound."""

    def __init__(
        self,
        control: str = DEFAULT_CONTROL,
        *,
        curve_key: CurveKey | KeyPath | None = None,
        server_key: KeyPath | None = None,
        options: ControlOptions = ControlOptions(),
    ) -> None:
        """Begins to connect; the worker may come later, and go and come again. For a worker with CURVE, `curve_key` and
        `server_key` are what they are to a `Master`. Raises `MalformedEndpoint`, `InvalidArgument`, `UnusableKey` and
        `TransportFailure`."""
        check_endpoint(control)
        self._endpoint = control
        self._patience = options.patience
        self._engine = ControlEngine(control, credentials(curve_key, server_key), options)
        self._runner = runner = ThreadRunner(self._engine, "quartermaster control")
        # The thread does not hold the client, so that a forgotten one ends.
        weakref.finalize(self, runner.close)

    def ask(self, query: Query, timeout: float | None = None) -> Answer:
        """Asks, and waits for the answer. A late answer, after this has raised, is passed over.

        Raises `Refused` where the worker answers with an error, `NoAnswer` where it does not answer in so many seconds,
        `TooManyQuestions` where as many as the options allow are waiting already, and what ended the client.
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
        """Closes the client and its connection; pending questions fail. Closing again does nothing."""
        self._runner.close()

    def __enter__(self) -> Control:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
