"""The bounds and timeouts of the clients. The defaults suit a master of any size. Times are in seconds."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum

from quartermaster.errors import InvalidArgument

_GREATEST_COUNT = 2**31 - 1


class Sequence(Enum):
    """A sequence of a master's client."""

    OFFERS = "offers"
    INVERSE_OFFERS = "inverse_offers"
    REPLIES = "replies"


@dataclass(frozen=True)
class MasterOptions:
    """The bounds and timeouts of a `Master`."""

    window_events: int = 10_000
    """The maximum number of unacknowledged events. `send` waits while it is reached."""
    window_bytes: int = 64 << 20
    """The maximum size of all unacknowledged events in bytes. A single batch may exceed it."""
    frame_bytes: int = 16 << 20
    """The maximum size of an event in bytes, which must match the worker's `--max-frame-bytes`. The client does not
    send a larger event and raises an error, because the worker would refuse it or close the connection each time."""
    waiting_batches: int = 10_000
    """The maximum number of batches that wait for room in the window."""
    waiting_questions: int = 100
    """The maximum number of queries that wait for their answers."""
    buffered_updates: int = 1_000
    """The capacity of each sequence's buffer. While it is full, the client receives no more offers, and accepts no more
    events whose refusals the program does not read."""
    receive_queue: int = 10_000
    """The number of publications that ZeroMQ queues for each of the client's two subscribers."""
    patience: float = 30.0
    """The default timeout of the methods."""
    resend_pause: float = 2.0
    """The time without acknowledgement after which unacknowledged events are resent. It doubles each time."""
    check_pause: float = 5.0
    """The interval at which a quiet stream of publications is checked for losses at its end."""
    answer_pause: float = 2.0
    """The time after which an unanswered query is sent again."""
    reconnect_pause: float = 6.0
    """The time without publications and heartbeats after which the client reconnects. It doubles with each attempt, up
    to a minute. `connection_updates` reports each attempt."""
    silence_limit: float | None = None
    """The time without publications and heartbeats after which the client gives up. None means never."""
    ignored: frozenset[Sequence] = field(default_factory=frozenset)
    """Sequences that the program does not iterate over. Their elements are dropped and fill no buffer."""

    def __post_init__(self) -> None:
        _check_counts(
            "MasterOptions",
            (
                self.window_events,
                self.window_bytes,
                self.frame_bytes,
                self.waiting_batches,
                self.waiting_questions,
                self.buffered_updates,
                self.receive_queue,
            ),
        )
        pauses = [self.patience, self.resend_pause, self.check_pause, self.answer_pause, self.reconnect_pause]
        if self.silence_limit is not None:
            pauses.append(self.silence_limit)
        _check_pauses("MasterOptions", pauses)


@dataclass(frozen=True)
class ObserverOptions:
    """The bounds and timeouts of an `Observer`."""

    buffered_publications: int = 1_000
    """The maximum number of buffered publications. While it is reached, the client receives no more."""
    receive_queue: int = 100_000
    """The number of publications that ZeroMQ queues."""
    patience: float = 30.0
    """The default timeout of the methods."""
    check_pause: float = 5.0
    """If losses are repaired, the interval at which a quiet stream of publications is checked for losses at its end."""
    answer_pause: float = 2.0
    """The time after which an unanswered query is sent again."""
    reconnect_pause: float = 6.0
    """The time without publications and heartbeats after which the client reconnects. It doubles with each attempt, up
    to a minute. `connection_updates` reports each attempt."""

    def __post_init__(self) -> None:
        _check_counts("ObserverOptions", (self.buffered_publications, self.receive_queue))
        _check_pauses("ObserverOptions", (self.patience, self.check_pause, self.answer_pause, self.reconnect_pause))


@dataclass(frozen=True)
class ControlOptions:
    """The bounds and timeouts of a `Control`."""

    waiting_questions: int = 100
    """The maximum number of queries that wait for their answers."""
    patience: float = 5.0
    """The default timeout for an answer."""

    def __post_init__(self) -> None:
        _check_counts("ControlOptions", (self.waiting_questions,))
        _check_pauses("ControlOptions", (self.patience,))


def _check_counts(owner: str, counts: Iterable[int]) -> None:
    if not all(1 <= count <= _GREATEST_COUNT for count in counts):
        raise InvalidArgument(f"the bounds of {owner} must be at least 1 and at most {_GREATEST_COUNT}")


def _check_pauses(owner: str, pauses: Iterable[float]) -> None:
    if not all(math.isfinite(pause) and pause > 0 for pause in pauses):
        raise InvalidArgument(f"the times of {owner} must be finite and positive")
