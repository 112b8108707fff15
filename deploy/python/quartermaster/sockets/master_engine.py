"""The four sockets of a master."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import zmq

from quartermaster.core.master_core import MasterCore
from quartermaster.core.session_state import Feed
from quartermaster.core.topics import Kind
from quartermaster.curve import CurveCredentials
from quartermaster.endpoints import WorkerEndpoints
from quartermaster.errors import ClientFailure
from quartermaster.sockets.engine import MESSAGES_PER_TURN, Interest, Sockets, receive, send

_SEND_QUEUE = 1_000
"""The number of batches queued by libzmq. Other batches wait in the window while the worker is busy."""


class MasterEngine:
    def __init__(self, core: MasterCore, endpoints: WorkerEndpoints, curve: CurveCredentials | None) -> None:
        """Starts to connect. Raises `TransportFailure`."""
        identity, queue = core.identity, core.options.receive_queue
        self._core = core
        self._sockets = Sockets(curve)
        self._greetings = identity.prefix(Kind.REPLIES)
        offers = [identity.prefix(kind) for kind in (Kind.OFFERS, Kind.INVERSE_OFFERS, Kind.RESCINDS)]
        replies = [identity.prefix(Kind.ACKS), b"heartbeat/"]
        # The subscription to replies is the last one, after connecting. libzmq keeps the order within a connection, so
        # a client that receives a reply knows that all its subscriptions are in effect.
        self._offers = self._sockets.subscriber(endpoints.publications, offers, queue)
        self._offers.setsockopt(zmq.SUBSCRIBE, self._greetings)
        self._replies = self._sockets.subscriber(endpoints.publications, replies, queue)
        self._replies.setsockopt(zmq.SUBSCRIBE, self._greetings)
        self._control = self._sockets.dealer(endpoints.control)
        self._events = self._sockets.push(endpoints.events, _SEND_QUEUE)
        self._is_greeted = False
        # Whether libzmq's queue was full at the last attempt.
        self._is_blocked = False
        self._has_more = False

    def turn(self, now: float) -> None:
        self._has_more = False
        self._sockets.check_admission()
        # Replies first, because they may say that this client's epoch is fenced.
        self._receive(self._replies, lambda frames: self._core.receive(frames, Feed.REPLIES, now), lambda: True)
        self._receive(
            self._offers, lambda frames: self._core.receive(frames, Feed.OFFERS, now), lambda: self._core.wants_offers
        )
        self._receive(self._control, lambda frames: self._core.receive_answer(frames, now), lambda: True)
        self._core.advance(now)
        if self._core.take_reconnection():
            self._sockets.reconnect()
        self._end_greeting()
        self._send(now)

    def _receive(
        self, socket: zmq.Socket[bytes], take: Callable[[list[bytes]], None], wants: Callable[[], bool]
    ) -> None:
        for _ in range(MESSAGES_PER_TURN):
            if not wants():
                return
            frames = receive(socket)
            if frames is None:
                return
            take(frames)
        self._has_more = True

    def _end_greeting(self) -> None:
        # Until the subscriptions to offers are known to be in effect, replies to greetings arrive here too.
        if self._core.is_greeted != self._is_greeted:
            self._is_greeted = self._core.is_greeted
            self._offers.setsockopt(zmq.UNSUBSCRIBE if self._is_greeted else zmq.SUBSCRIBE, self._greetings)

    def _send(self, now: float) -> None:
        greeting = self._core.take_greeting()
        if greeting is not None:
            send(self._events, [greeting])
        for query in self._core.take_queries(now):
            send(self._control, [query])
        for _ in range(MESSAGES_PER_TURN):
            batch = self._core.next_batch
            self._is_blocked = batch is not None and not send(self._events, batch.frames)
            if batch is None or self._is_blocked:
                return
            self._core.note_sent(batch, now)
        self._has_more = True

    def due(self, now: float) -> float:
        return now if self._has_more else self._core.due(now)

    def interests(self) -> Sequence[Interest]:
        return (
            (self._replies, zmq.POLLIN),
            (self._offers, zmq.POLLIN if self._core.wants_offers else 0),
            (self._control, zmq.POLLIN),
            (self._events, zmq.POLLOUT if self._is_blocked else 0),
            *self._sockets.admission_interests(),
        )

    @property
    def ending(self) -> ClientFailure | None:
        return self._core.ending

    def end(self, failure: ClientFailure) -> None:
        self._core.end(failure)

    def close(self) -> None:
        self._sockets.close()
