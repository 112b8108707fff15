"""The state of an observer: the watched streams and the pending queries."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace

from quartermaster.core.decoding import read_answer, read_publication
from quartermaster.core.delivery import MOST_CONNECTION_UPDATES, DeliveryBuffer
from quartermaster.core.silence import SilenceWatch
from quartermaster.core.streams import ReplayQuestion, StreamWatch
from quartermaster.core.topics import HEARTBEAT, JSON, Kind, Stream
from quartermaster.errors import ClientFailure, InvalidArgument, UnusableMessage
from quartermaster.options import ObserverOptions
from quartermaster.updates import ConnectionUpdate, ObserverStatistics, ReceivedPublication, Resumed, Silent
from quartermaster.wire.control_pb2 import Query, ReplayQuery

PAUSE = 0.1
"""The minimum time between two queries about one stream, in seconds, unless an answer made progress."""
MOST_CHECKS = 10
"""The number of pending queries at which no further quiet stream is checked, because many may become quiet at once."""


@dataclass
class _OpenQuestion:
    question: ReplayQuestion
    request_id: str
    at: float
    is_answered: bool = False
    """Answered without progress."""


class ObserverCore:
    """It has no sockets, and its caller passes the time. A method that raises ends the client: the caller passes the
    failure to `end`."""

    def __init__(self, prefixes: Sequence[str], is_repairing: bool, options: ObserverOptions) -> None:
        """Raises `InvalidArgument` if repairs are requested for a prefix that matches both encodings."""
        for prefix in prefixes:
            if is_repairing and JSON.startswith(prefix) and prefix != JSON:
                raise InvalidArgument(
                    f"a subscription to {prefix!r} receives both encodings, whose numbers cannot be watched: "
                    "name clusters, such as default/, or leave out control"
                )
        self.options = options
        # Topics are compared without the prefix of the encoding.
        self._watch = StreamWatch([prefix.removeprefix(JSON) for prefix in prefixes], is_repairing)
        self.publications: DeliveryBuffer[ReceivedPublication] = DeliveryBuffer(options.buffered_publications)
        # The publications for which the buffer has no room. While there are any, nothing is received.
        self._backlog: deque[ReceivedPublication] = deque()
        # A query for each stream that has a gap or is being checked.
        self._questions: dict[Stream, _OpenQuestion] = {}
        self._question_count = 0
        # When a stream that can be replayed was last received or checked, the oldest first. Bounded by the watch.
        self._last_receipts: dict[Stream, float] = {}
        self._queries: deque[Query] = deque()
        self._unreadable = 0
        self._silence = SilenceWatch(options.reconnect_pause)
        self.connection_updates: DeliveryBuffer[ConnectionUpdate] = DeliveryBuffer(MOST_CONNECTION_UPDATES)
        self.shows_heartbeats = any(topic.startswith(prefix) for prefix in prefixes for topic in (HEARTBEAT, JSON + HEARTBEAT))
        """Whether the prefixes include heartbeats. The client subscribes to heartbeats in any case, to detect a silent
        worker."""
        self.ending: ClientFailure | None = None

    @property
    def statistics(self) -> ObserverStatistics:
        return ObserverStatistics(
            self._watch.lost, self._watch.repaired, self._unreadable, self._silence.renewals
        )

    @property
    def wants_publications(self) -> bool:
        return not self._backlog

    def receive(self, frames: Sequence[bytes], now: float) -> None:
        """Receives a message from the subscriber."""
        read = read_publication(frames)
        if read is None:
            self._unreadable += 1
            return
        if self._silence.hear(now):
            self.connection_updates.append_dropping_oldest(Resumed())
        if read[0].stream.kind is Kind.HEARTBEAT and not self.shows_heartbeats:
            return
        publications, question = self._watch.receive(*read)
        self._note_receipt(read[0].stream, now)
        if question is not None and question.stream not in self._questions:
            self._ask(question, now)
        self._hand_on(publications)

    def receive_answer(self, frames: Sequence[bytes], now: float) -> None:
        """Receives a message from the control socket."""
        answer = read_answer(frames)
        opened = next((open for open in self._questions.values() if open.request_id == answer.request_id), None)
        if opened is None:
            return
        question = opened.question
        del self._questions[question.stream]
        body = answer.WhichOneof("answer")
        if body == "replayed":
            self._hand_on(self._watch.settle(answer.replayed, question))
        elif body == "error":
            self._hand_on(self._watch.skip(question))
        else:
            raise UnusableMessage("an answer of the worker does not fit its query: use the worker's version")
        following = self._watch.question(question.stream)
        if following is None:
            return
        if following.asked_from > question.asked_from:
            self._ask(following, now)
        else:
            self._questions[question.stream] = replace(opened, is_answered=True)

    def advance(self, now: float) -> None:
        """Resends queries that were not answered or whose answers made no progress, and checks quiet streams."""
        self._pump()
        if self._backlog:
            return
        for opened in list(self._questions.values()):
            if now - opened.at < (PAUSE if opened.is_answered else self.options.answer_pause):
                continue
            del self._questions[opened.question.stream]
            question = self._watch.question(opened.question.stream)
            if question is not None:
                self._ask(question, now)
        self._check_quiet_streams(now)

    def take_reconnection(self, now: float) -> bool:
        """Whether the client must reconnect, because it has received nothing although it reads."""
        if self._backlog:
            # A client that does not read cannot detect silence.
            self._silence.excuse(now)
            return False
        silence = self._silence.renewal(now)
        if silence is not None:
            self.connection_updates.append_dropping_oldest(Silent(silence))
        return silence is not None

    def due(self, now: float) -> float:
        return now + (PAUSE if self._questions else min(self.options.check_pause, 1.0))

    def take_queries(self) -> list[bytes]:
        """The queries to send now. A query that cannot be sent is resent like an unanswered one."""
        queries = [query.SerializeToString() for query in self._queries]
        self._queries.clear()
        return queries

    def end(self, failure: ClientFailure) -> None:
        if self.ending is None:
            self.ending = failure
            self.publications.finish(failure)
            self.connection_updates.finish(failure)

    def _note_receipt(self, stream: Stream, now: float) -> None:
        self._last_receipts.pop(stream, None)
        if self._watch.check(stream) is not None:
            self._last_receipts[stream] = now

    def _check_quiet_streams(self, now: float) -> None:
        # After a broken connection, publications are lost until the subscriptions are in effect again, and no newer
        # publication may reveal it.
        while self._last_receipts and len(self._questions) < MOST_CHECKS:
            stream, last = next(iter(self._last_receipts.items()))
            if now - last < self.options.check_pause:
                return
            self._note_receipt(stream, now)
            question = self._watch.check(stream)
            if question is not None and stream not in self._questions:
                self._ask(question, now)

    def _ask(self, question: ReplayQuestion, now: float) -> None:
        self._question_count += 1
        request_id = str(self._question_count)
        self._questions[question.stream] = _OpenQuestion(question, request_id, now)
        replay = ReplayQuery(
            cluster=question.stream.cluster,
            kind=question.stream.kind.value,
            master=question.stream.master,
            from_sequence=question.asked_from,
        )
        self._queries.append(Query(request_id=request_id, replay=replay))

    def _hand_on(self, publications: Sequence[ReceivedPublication]) -> None:
        self._backlog.extend(publications)
        self._pump()

    def _pump(self) -> None:
        while self._backlog and not self.publications.is_full:
            self.publications.append(self._backlog.popleft())
