"""The bounds and the patience of the clients. The defaults suit a master of any size. Times are in seconds."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum

from quartermaster.errors import InvalidArgument

_GREATEST_COUNT = 2**31 - 1


class Sequence(Enum):
    """One of the sequences of a master's client."""

    OFFERS = "offers"
    INVERSE_OFFERS = "inverse_offers"
    REPLIES = "replies"


@dataclass(frozen=True)
class MasterOptions:
    """The bounds and the patience of a `Master`."""

    window_events: int = 10_000
    """Events that may be unacknowledged before `send` waits."""
    window_bytes: int = 64 << 20
    """Bytes of them. A single batch may have more."""
    frame_bytes: int = 16 << 20
    """Bytes of one event: what the worker's `--max-frame-bytes` says. A larger event is not sent, and the caller is told: the
    worker would refuse it, or close the connection each time that it comes."""
    waiting_batches: int = 10_000
    """Batches that may wait for room in the window."""
    waiting_questions: int = 100
    """Questions that may wait for their answers."""
    buffered_updates: int = 1_000
    """The capacity of each sequence's buffer. While it is full, the client reads no further offers, and accepts no
    further events whose refusals the program does not read."""
    receive_queue: int = 10_000
    """Publications that ZeroMQ receives ahead, for each of the client's two subscribers."""
    patience: float = 30.0
    """How long a method waits unless it is told otherwise."""
    resend_pause: float = 2.0
    """Without an acknowledgement for so long, unacknowledged events are sent again; the pause doubles each time."""
    check_pause: float = 5.0
    """How often a quiet stream of publications is checked for what was lost at its end."""
    answer_pause: float = 2.0
    """A question that is not answered for so long is asked again."""
    reconnect_pause: float = 6.0
    """To a worker that publishes nothing for so long, no heartbeat either, new connections are made; the pause doubles each
    time, up to a minute. `connection_updates` tells of it."""
    silence_limit: float | None = None
    """The time without publications or heartbeats after which the client gives the worker up. None: it waits for ever."""
    ignored: frozenset[Sequence] = field(default_factory=frozenset)
    """Sequences that the program will not iterate over: their elements are dropped, and fill no buffer."""

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
    """The bounds and the patience of an `Observer`."""

    buffered_publications: int = 1_000
    """Publications that wait to be iterated over. With more waiting, the client reads no further ones."""
    receive_queue: int = 100_000
    """Publications that ZeroMQ receives ahead."""
    patience: float = 30.0
    """How long a method waits unless it is told otherwise."""
    check_pause: float = 5.0
    """Where losses are repaired: how often a quiet stream of publications is checked for what was lost at its end."""
    answer_pause: float = 2.0
    """A question that is not answered for so long is asked again."""
    reconnect_pause: float = 6.0
    """To a worker that publishes nothing for so long, no heartbeat either, new connections are made; the pause doubles each
    time, up to a minute. `connection_updates` tells of it."""

    def __post_init__(self) -> None:
        _check_counts("ObserverOptions", (self.buffered_publications, self.receive_queue))
        _check_pauses("ObserverOptions", (self.patience, self.check_pause, self.answer_pause, self.reconnect_pause))


@dataclass(frozen=True)
class ControlOptions:
    """The bounds and the patience of a `Control`."""

    waiting_questions: int = 100
    """Questions that wait for their answers at once."""
    patience: float = 5.0
    """How long an answer is waited for unless the method is told otherwise."""

    def __post_init__(self) -> None:
        _check_counts("ControlOptions", (self.waiting_questions,))
        _check_pauses("ControlOptions", (self.patience,))


def _check_counts(owner: str, counts: Iterable[int]) -> None:
    if not all(1 <= count <= _GREATEST_COUNT for count in counts):
        raise InvalidArgument(f"the bounds of {owner} are 1 or more, and at most {_GREATEST_COUNT}")


def _check_pauses(owner: str, pauses: Iterable[float]) -> None:
    if not all(math.isfinite(pause) and pause > 0 for pause in pauses):
        raise InvalidArgument(f"the times of {owner} are finite and longer than nothing")
