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
    """Send this event, unsequenced."""

    event: Event


@dataclass(frozen=True)
class Begin:
    """Events may be sent from now on."""


@dataclass(frozen=True)
class Ask:
    query: Query


@dataclass(frozen=True)
class Acknowledge:
    ack: Ack


@dataclass(frozen=True)
class SendAgain:
    """Everything unacknowledged must be resent."""


@dataclass(frozen=True)
class DeliverOffer:
    update: OfferUpdate


@dataclass(frozen=True)
class DeliverInverseOffer:
    update: InverseOfferUpdate


@dataclass(frozen=True)
class DeliverReply:
    """The reply to an event of this incarnation."""

    reply: Reply


@dataclass(frozen=True)
class GiveUpReplies:
    """The missing replies to events up to this number are lost."""

    up_to: int


@dataclass(frozen=True)
class Reconnect:
    """The worker was silent for this time: reconnect, and resend everything unacknowledged."""

    silence: float


@dataclass(frozen=True)
class Resume:
    """The worker publishes again after `Reconnect`."""


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
