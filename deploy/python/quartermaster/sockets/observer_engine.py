"""The sockets of an observer."""

from __future__ import annotations

from collections.abc import Sequence

import zmq

from quartermaster.core.observer_core import ObserverCore
from quartermaster.core.topics import HEARTBEAT
from quartermaster.curve import CurveCredentials
from quartermaster.errors import ClientFailure
from quartermaster.sockets.engine import MESSAGES_PER_TURN, Interest, Sockets, receive, send


class ObserverEngine:
    def __init__(
        self,
        core: ObserverCore,
        publications: str,
        prefixes: Sequence[str],
        control: str | None,
        curve: CurveCredentials | None,
    ) -> None:
        """Starts to connect. Raises `TransportFailure`."""
        self._core = core
        self._sockets = Sockets(curve)
        encoded = [prefix.encode() for prefix in (*prefixes, *(() if core.shows_heartbeats else (HEARTBEAT,)))]
        self._publications = self._sockets.subscriber(publications, encoded, core.options.receive_queue)
        self._control = None if control is None else self._sockets.dealer(control)
        self._has_more = False

    def turn(self, now: float) -> None:
        self._sockets.check_admission()
        self._core.advance(now)
        self._has_more = self._receive_publications(now) | self._receive_answers(now)
        if not self._has_more and self._core.take_reconnection(now):
            self._sockets.reconnect()
        queries = self._core.take_queries()
        if self._control is not None:
            for query in queries:
                send(self._control, [query])

    def _receive_publications(self, now: float) -> bool:
        for _ in range(MESSAGES_PER_TURN):
            if not self._core.wants_publications:
                return False
            frames = receive(self._publications)
            if frames is None:
                return False
            self._core.receive(frames, now)
        return True

    def _receive_answers(self, now: float) -> bool:
        if self._control is None:
            return False
        for _ in range(MESSAGES_PER_TURN):
            frames = receive(self._control)
            if frames is None:
                return False
            self._core.receive_answer(frames, now)
        return True

    def due(self, now: float) -> float:
        return now if self._has_more else self._core.due(now)

    def interests(self) -> Sequence[Interest]:
        interests = [(self._publications, zmq.POLLIN if self._core.wants_publications else 0)]
        if self._control is not None:
            interests.append((self._control, zmq.POLLIN))
        return interests + self._sockets.admission_interests()

    @property
    def ending(self) -> ClientFailure | None:
        return self._core.ending

    def end(self, failure: ClientFailure) -> None:
        self._core.end(failure)

    def close(self) -> None:
        self._sockets.close()
