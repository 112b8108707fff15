"""The elements of the clients' sequences, and the clients' statistics."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Union

from quartermaster.wire.control_pb2 import Outstanding
from quartermaster.wire.publication_pb2 import InverseOfferBatch, OfferBatch, Publication, RescindBatch


@dataclass(frozen=True)
class Offered:
    """The offers of one allocation run to one framework."""

    batch: OfferBatch


@dataclass(frozen=True)
class Rescinded:
    """Offers that are withdrawn, because the cluster's offer timeout has expired, or because the master did not listen
    for longer than `--subscriber-grace`. After a repair it may arrive late, even after a new offer of the same
    resources. So subtract the named resources."""

    batch: RescindBatch


@dataclass(frozen=True)
class Asked:
    """A request to one framework to leave agents."""

    batch: InverseOfferBatch


@dataclass(frozen=True)
class Resynchronized:
    """All outstanding offers and inverse offers of the master's frameworks, which replace all earlier ones. It is
    delivered after a restart of the worker and after an unrecoverable loss of publications. It is also delivered at the
    beginning if an earlier incarnation of the master left offers outstanding.

    It does not reflect events that are still in transit: `applied_sequence` is the last event that it reflects.
    """

    outstanding: Outstanding


OfferUpdate = Union[Offered, Rescinded, Resynchronized]
"""A change of the offers of a master's frameworks. Rescinds are in the same sequence as offers, because a rescind must
follow its offer."""

InverseOfferUpdate = Union[Asked, Resynchronized]
"""A change of the inverse offers that a master's frameworks must answer."""


@dataclass(frozen=True)
class Silent:
    """The worker has published nothing for this number of seconds, not even a heartbeat. The client has closed its
    connections and reconnects. It repairs losses when the worker publishes again. Each further attempt delivers another
    one."""

    duration: float


@dataclass(frozen=True)
class Resumed:
    """The worker publishes again after `Silent`."""


ConnectionUpdate = Union[Silent, Resumed]
"""A change of a client's connections to its worker."""


@dataclass(frozen=True)
class ReceivedPublication:
    """A publication and its topic."""

    topic: str
    """The topic without the prefix `json/` of the other encoding: `default/offers/m1/f1/`."""
    publication: Publication


@dataclass
class MasterStatistics:
    """The statistics of a `Master`."""

    events_sent: int = 0
    """Sent events, each counted once."""
    batches_sent: int = 0
    """Sent batches, each counted once."""
    batches_resent: int = 0
    """Resent batches."""
    calls_refused: int = 0
    """Replies that were delivered by `Master.replies`."""
    publications_repaired: int = 0
    """Publications that were recovered by a replay."""
    publications_lost: int = 0
    """Publications that could not be replayed. For offers, `Resynchronized` replaced them."""
    publications_unreadable: int = 0
    """Messages that could not be decoded as publications."""
    worker_restarts: int = 0
    """The number of detected restarts of the worker."""
    reconnections: int = 0
    """The number of reconnections because the worker was silent."""


@dataclass
class ObserverStatistics:
    """The statistics of an `Observer`."""

    publications_lost: int = 0
    """Publications that were lost, according to their numbers. Counted for streams that are subscribed to as a whole,
    up to 1,000 of them."""
    publications_repaired: int = 0
    """Publications that were recovered by a replay."""
    publications_unreadable: int = 0
    """Messages that could not be decoded as publications."""
    reconnections: int = 0
    """The number of reconnections because the worker was silent."""
