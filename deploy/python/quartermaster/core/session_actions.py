"""The actions that a session requests, in order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Union

from quartermaster.updates import InverseOfferUpdate, OfferUpdate
from quartermaster.wire.control_pb2 import Query
from quartermaster.wire.event_pb2 import Event
from quartermaster.wire.publication_pb2 import Ack, Reply


@dataclass(frozen=True)
class Greet:
    """Send this, unsequenced."""

    event: Event


@dataclass(frozen=True)
class Begin:
    """Events may go out from now on."""


@dataclass(frozen=True)
class Ask:
    query: Query


@dataclass(frozen=True)
class Acknowledge:
    ack: Ack


@dataclass(frozen=True)
class SendAgain:
    """Everything unacknowledged must be sent again."""


@dataclass(frozen=True)
class DeliverOffer:
    update: OfferUpdate


@dataclass(frozen=True)
class DeliverInverseOffer:
    update: InverseOfferUpdate


@dataclass(frozen=True)
class DeliverReply:
    """To one of this incarnation's own events."""

    reply: Reply


@dataclass(frozen=True)
class GiveUpReplies:
    """Replies to events up to this number that have not come by now never will."""

    up_to: int


@dataclass(frozen=True)
class Reconnect:
    """The worker was silent for so long: make new connections, on which everything unacknowledged must be sent again."""

    silence: float


@dataclass(frozen=True)
class Resume:
    """The worker is heard of again after `Reconnect`."""


Action = Union[
    Greet,
    Begin,
    Ask,
    Acknowledge,
    SendAgain,
    DeliverOffer,
    DeliverInverseOffer,
    DeliverReply,
    GiveUpReplies,
    Reconnect,
    Resume,
]
