"""The socket of a control client."""

from __future__ import annotations

import math
from collections.abc import Sequence

import zmq

from quartermaster.core.decoding import read_answer
from quartermaster.core.delivery import Outcome, again
from quartermaster.core.questions import OpenQuestions
from quartermaster.curve import CurveCredentials
from quartermaster.errors import ClientFailure, UnusableMessage
from quartermaster.options import ControlOptions
from quartermaster.sockets.engine import MESSAGES_PER_TURN, Interest, Sockets, receive, send
from quartermaster.wire.control_pb2 import Answer, Query


class ControlEngine:
    """Sends each query once. The caller decides whether to send it again."""

    def __init__(self, control: str, curve: CurveCredentials | None, options: ControlOptions) -> None:
        """Starts to connect. Raises `TransportFailure`."""
        self._questions = OpenQuestions("", options.waiting_questions)
        # Whether libzmq's queue was full at the last attempt.
        self._is_blocked = False
        self._sockets = Sockets(curve)
        self._control = self._sockets.dealer(control)
        self._ending: ClientFailure | None = None
        self._has_more = False

    def ask(self, query: Query) -> Outcome[Answer]:
        if self._ending is not None:
            raise again(self._ending)
        return self._questions.add(query)

    def turn(self, now: float) -> None:
        self._sockets.check_admission()
        self._has_more = self._receive()
        self._is_blocked = False
        for query in self._questions.to_send(now, math.inf):
            self._is_blocked = self._is_blocked or not send(self._control, [query.SerializeToString()])
            if self._is_blocked:
                self._questions.put_back(query)

    def _receive(self) -> bool:
        for _ in range(MESSAGES_PER_TURN):
            frames = receive(self._control)
            if frames is None:
                return False
            try:
                self._questions.settle(read_answer(frames))
            except UnusableMessage:
                # It belongs to a query that will be abandoned.
                continue
        return True

    def due(self, now: float) -> float:
        return now if self._has_more else now + 1.0

    def interests(self) -> Sequence[Interest]:
        control = (self._control, zmq.POLLIN | (zmq.POLLOUT if self._is_blocked else 0))
        return (control, *self._sockets.admission_interests())

    @property
    def ending(self) -> ClientFailure | None:
        return self._ending

    def end(self, failure: ClientFailure) -> None:
        if self._ending is None:
            self._ending = failure
            self._questions.fail(failure)

    def close(self) -> None:
        self._sockets.close()
