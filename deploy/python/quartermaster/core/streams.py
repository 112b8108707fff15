"""The sequence numbers of the streams that an observer receives as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from quartermaster.core.publication_order import Delivered, Lost, PublicationOrder
from quartermaster.core.topics import REPLAYED, Stream, Topic
from quartermaster.updates import ReceivedPublication
from quartermaster.wire.control_pb2 import Replayed
from quartermaster.wire.publication_pb2 import Publication

MOST_STREAMS = 1_000
"""The maximum number of watched streams, because their names come from outside. Others are passed through."""
MOST_HELD = 1_000
"""The maximum number of publications held back for one stream."""


@dataclass(frozen=True)
class ReplayQuestion:
    """The publications to request."""

    stream: Stream
    asked_from: int


class StreamWatch:
    """Detects gaps, and requests replays if the observer repairs. It returns the publications that can be delivered and
    the queries to send.

    A subscription to a part of a stream, such as the offers to one framework, sees apparent gaps. Such streams are
    passed through.
    """

    def __init__(self, prefixes: Sequence[str], is_repairing: bool) -> None:
        """`prefixes` are the subscriptions without `json/`. Replays are requested only if `is_repairing`."""
        self._prefixes = tuple(prefixes)
        self._is_repairing = is_repairing
        self._orders: dict[Stream, PublicationOrder[ReceivedPublication]] = {}
        # The last number of each stream that is only watched.
        self._last: dict[Stream, int] = {}
        self.lost = 0
        self.repaired = 0

    def receive(
        self, topic: Topic, publication: Publication
    ) -> tuple[list[ReceivedPublication], ReplayQuestion | None]:
        """Receives a publication. Returns the ones that can be delivered, and the query for missing ones."""
        received = ReceivedPublication(topic.text, publication)
        number = publication.sequence
        stream = topic.stream
        if number == 0 or not self._is_watched(stream):
            return [received], None
        if not (self._is_repairing and stream.kind in REPLAYED):
            last = self._last.get(stream, number)
            if number > last:
                self.lost += number - last - 1
            self._last[stream] = number
            return [received], None
        order = self._orders.get(stream)
        if order is None:
            # An observer begins with the first publication that it receives.
            order = self._orders[stream] = PublicationOrder(MOST_HELD)
            order.begin(number - 1)
        return order.receive(received, number), self.question(stream)

    def question(self, stream: Stream) -> ReplayQuestion | None:
        """The publications still to request in a stream, or None if none are missing."""
        order = self._orders.get(stream)
        return ReplayQuestion(stream, order.next) if order is not None and order.is_doubtful else None

    def check(self, stream: Stream) -> ReplayQuestion | None:
        """The query that reveals a loss after the last publication, which no newer publication shows. None if the
        stream cannot be replayed or is unknown."""
        order = self._orders.get(stream)
        return None if order is None else ReplayQuestion(stream, order.next)

    def settle(self, replayed: Replayed, question: ReplayQuestion) -> list[ReceivedPublication]:
        """Receives the answer to a query. Returns the publications that can be delivered now."""
        order = self._orders.get(question.stream)
        if order is None:
            return []
        publications = [
            (publication.sequence, ReceivedPublication(_topic(question.stream, publication), publication))
            for publication in replayed.publications
        ]
        settlement = order.settle(publications, question.asked_from, replayed.oldest, replayed.newest)
        if isinstance(settlement, Delivered):
            self.repaired += len(settlement.elements)
            return settlement.elements
        if isinstance(settlement, Lost):
            self.lost += settlement.oldest - order.next
            oldest = settlement.oldest
        else:
            # After a restart of the worker, its numbers begin again, and so does the watch.
            order = self._orders[question.stream] = PublicationOrder(MOST_HELD)
            oldest = max(1, replayed.oldest)
        held = order.begin(oldest - 1)
        settlement = order.settle(publications, order.next, oldest, replayed.newest)
        if not isinstance(settlement, Delivered):
            return held
        self.repaired += len(settlement.elements)
        return held + settlement.elements

    def skip(self, question: ReplayQuestion) -> list[ReceivedPublication]:
        """Skips the gap of a stream that cannot be replayed, and releases the publications held back behind it."""
        order = self._orders.get(question.stream)
        if order is not None and not order.is_doubtful:
            # The stream was only checked.
            return []
        lowest = None if order is None else order.lowest_held
        if order is None or lowest is None:
            # The numbers went back, and nothing is held. The watch begins again with the next publication.
            self._orders.pop(question.stream, None)
            return []
        self.lost += lowest - order.next
        return order.begin(lowest - 1)

    def _is_watched(self, stream: Stream) -> bool:
        if not stream.prefix().startswith(self._prefixes):
            return False
        is_known = stream in self._orders or stream in self._last
        return is_known or len(self._orders) + len(self._last) < MOST_STREAMS


def _topic(stream: Stream, publication: Publication) -> str:
    body = publication.WhichOneof("body")
    if body == "offers":
        return stream.topic(publication.offers.framework_id)
    if body == "inverse_offers":
        return stream.topic(publication.inverse_offers.framework_id)
    if body == "rescinds":
        return stream.topic(publication.rescinds.framework_id)
    return stream.prefix()
