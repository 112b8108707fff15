"""Clients of Quartermaster, a resource allocator: masters, observers, and queries on the control socket.

The clients here block; those in `quartermaster.aio` are for asyncio. The wire messages are in `quartermaster.wire`.
"""

from quartermaster.control import Control
from quartermaster.curve import CurveKey
from quartermaster.endpoints import WorkerEndpoints
from quartermaster.errors import (
    ClientFailure,
    Closed,
    Fenced,
    InvalidArgument,
    MalformedEndpoint,
    MasterNotCovered,
    NoAnswer,
    NotAdmitted,
    Refused,
    ReplyLost,
    StateLost,
    TimedOut,
    TooManyQuestions,
    TooManyWaiting,
    TransportFailure,
    UnusableKey,
    UnusableMessage,
)
from quartermaster.master import Master, epoch_from_clock
from quartermaster.minimum import MESOS_MINIMUM
from quartermaster.observer import Observer
from quartermaster.options import ControlOptions, MasterOptions, ObserverOptions, Sequence
from quartermaster.running import Updates
from quartermaster.updates import (
    Asked,
    ConnectionUpdate,
    InverseOfferUpdate,
    MasterStatistics,
    Offered,
    OfferUpdate,
    ObserverStatistics,
    ReceivedPublication,
    Rescinded,
    Resumed,
    Resynchronized,
    Silent,
)
from quartermaster.version import __version__
from quartermaster.wire.control_pb2 import Answer, Query
from quartermaster.wire.event_pb2 import Event
from quartermaster.wire.publication_pb2 import Error, Publication, Reply

__all__ = [
    "Answer",
    "Asked",
    "ClientFailure",
    "Closed",
    "ConnectionUpdate",
    "Control",
    "ControlOptions",
    "CurveKey",
    "Error",
    "Event",
    "Fenced",
    "InvalidArgument",
    "MESOS_MINIMUM",
    "InverseOfferUpdate",
    "MalformedEndpoint",
    "Master",
    "MasterNotCovered",
    "MasterOptions",
    "MasterStatistics",
    "NoAnswer",
    "NotAdmitted",
    "ObserverOptions",
    "Observer",
    "ObserverStatistics",
    "Offered",
    "OfferUpdate",
    "Publication",
    "Query",
    "ReceivedPublication",
    "Refused",
    "Reply",
    "ReplyLost",
    "Rescinded",
    "Resumed",
    "Resynchronized",
    "Sequence",
    "Silent",
    "StateLost",
    "TimedOut",
    "TooManyQuestions",
    "TooManyWaiting",
    "TransportFailure",
    "UnusableKey",
    "UnusableMessage",
    "Updates",
    "WorkerEndpoints",
    "__version__",
    "epoch_from_clock",
]
