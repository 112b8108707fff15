"""The elements of the clients' sequences, and the clients' counts."""

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
    """The offer timeout of the cluster is over, or the worker has found that the master did not listen for longer than
    `--subscriber-grace`: what is named here is no longer offered. After a repair it may come later
    than it was meant, even behind a new offer of the same resources; so subtract what it names."""

    batch: RescindBatch


@dataclass(frozen=True)
class Asked:
    """The agents that one framework is asked to leave."""

    batch: InverseOfferBatch


@dataclass(frozen=True)
class Resynchronized:
    """All outstanding offers and inverse offers of the master's frameworks; it replaces all earlier ones. It is delivered
    after a restart of the worker, after an unrecoverable loss of publications, and at the beginning if an earlier
    incarnation of the master left something outstanding.

    Events that are still on their way are not taken account of: `applied_sequence` is the last one that is."""

    outstanding: Outstanding


OfferUpdate = Union[Offered, Rescinded, Resynchronized]
"""What changes about the offers that a master's frameworks hold. Rescinds come in the same sequence as offers because
their order matters: what is taken back was offered before."""

InverseOfferUpdate = Union[Asked, Resynchronized]
"""What changes about the requests to leave an agent that a master's frameworks have to answer."""


@dataclass(frozen=True)
class Silent:
    """The worker has published nothing for so many seconds, no heartbeat either. The client has closed its connections and
    makes new ones; what was lost is repaired when the worker is heard of again. It comes again for each further attempt."""

    duration: float


@dataclass(frozen=True)
class Resumed:
    """The worker is heard of again after `Silent`."""


ConnectionUpdate = Union[Silent, Resumed]
"""What changes about a client's connections to its worker."""


@dataclass(frozen=True)
class ReceivedPublication:
    """A publication and the topic that it came under."""

    topic: str
    """Without the `json/` that asks for the other encoding: `default/offers/m1/f1/`."""
    publication: Publication


@dataclass
class MasterStatistics:
    """The counts of a `Master`."""

    events_sent: int = 0
    """Events, each counted once."""
    batches_sent: int = 0
    """Batches, each counted once."""
    batches_resent: int = 0
    """Batches that were sent again."""
    calls_refused: int = 0
    """Replies that were handed to `Master.replies`."""
    publications_repaired: int = 0
    """Publications that were received by a replay."""
    publications_lost: int = 0
    """Publications that could not be replayed; for offers, `Resynchronized` replaced them."""
    publications_unreadable: int = 0
    """Messages that were no publications."""
    worker_restarts: int = 0
    """How often the worker was seen to have been restarted."""
    reconnections: int = 0
    """How often new connections were made because the worker was silent."""


@dataclass
class ObserverStatistics:
    """The counts of an `Observer`."""

    publications_lost: int = 0
    """Publications that are missing in what was iterated over: their numbers were left out. Streams are watched that are
    subscribed to as a whole, 1,000 at most."""
    publications_repaired: int = 0
    """Publications that were received by a replay."""
    publications_unreadable: int = 0
    """Messages that were no publications."""
    reconnections: int = 0
    """How often new connections were made because the worker was silent."""
