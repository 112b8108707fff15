"""The events of one epoch that were handed over and are not acknowledged yet."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from enum import Enum

LONGEST_RESEND_PAUSE = 30.0
"""Up to where the pause before everything is sent again grows, in seconds."""


@dataclass(frozen=True)
class Batch:
    """The events that are sent as one message."""

    first: int
    """The number of its first event."""
    frames: tuple[bytes, ...]
    """One for each event."""

    @property
    def last(self) -> int:
        return self.first + len(self.frames) - 1

    @property
    def size(self) -> int:
        return sum(map(len, self.frames))


class Acknowledgement(Enum):
    """The outcome of an acknowledgement."""

    NOTHING_NEW = "nothing new"
    PROGRESS = "progress"
    REGRESSED = "regressed"
    """The worker no longer knows what it had acknowledged."""
    UNKNOWN = "unknown"
    """It acknowledges numbers that were never sent: another client uses this master's name and epoch."""


class SendWindow:
    """Numbers events, keeps them in the batches in which they are sent, and says which batch to send next, for the first
    time or again. It is told the time.

    A batch that is sent again goes as a whole, less what is acknowledged of it, so that it stays one message and the
    worker's allocation runs come out the same.
    """

    def __init__(self, events: int, size: int, resend_pause: float) -> None:
        """At most so many events, and bytes of them, are unacknowledged at once. Without any progress for so long,
        everything unacknowledged is sent again; the pause doubles each time."""
        self._event_limit = events
        self._size_limit = size
        self._resend_pause = resend_pause
        self._pause = resend_pause
        self.acknowledged = 0
        """The highest number that was acknowledged."""
        self.last = 0
        """The highest number that was given."""
        self._batches: deque[Batch] = deque()
        self._size = 0
        # Of the batches, how many were sent since the last rewind.
        self._sent = 0
        # The highest number that was ever sent.
        self._highest_sent = 0
        # When there was progress last, or sending began, or began again.
        self._moved: float | None = None
        # From where the worker last asked to be sent again, and when that was heeded.
        self._asked: tuple[int, float] | None = None

    # In

    @property
    def is_empty(self) -> bool:
        return not self._batches

    def has_room(self, events: int, size: int) -> bool:
        """Whether a batch fits now. Into an empty window any does, so that none is too large for ever."""
        unacknowledged = self.last - self.acknowledged
        return self.is_empty or (
            unacknowledged + events <= self._event_limit and self._size + size <= self._size_limit
        )

    def append(self, frames: tuple[bytes, ...]) -> None:
        """Takes a batch whose events, one at least, carry the numbers after `last`."""
        assert frames, "a batch has at least one event"
        batch = Batch(self.last + 1, frames)
        self._batches.append(batch)
        self._size += batch.size
        self.last = batch.last

    # Out

    @property
    def next_to_send(self) -> Batch | None:
        """The batch to be sent now, until `note_sent` says that it was; None where all were."""
        return self._batches[self._sent] if self._sent < len(self._batches) else None

    def is_new(self, batch: Batch) -> bool:
        """Whether any event of it is sent for the first time."""
        return batch.last > self._highest_sent

    def note_sent(self, now: float) -> None:
        batch = self.next_to_send
        if batch is None:
            return
        if self._sent == 0:
            self._moved = now
        self._sent += 1
        self._highest_sent = max(self._highest_sent, batch.last)

    # Acknowledged

    def acknowledge(self, number: int, resend_from: int, now: float) -> Acknowledgement:
        """Everything up to `number` is done with; the worker misses what begins at `resend_from`, 0: nothing."""
        if number > self._highest_sent:
            return Acknowledgement.UNKNOWN
        if number < self.acknowledged:
            return Acknowledgement.REGRESSED
        is_progress = number > self.acknowledged
        if is_progress:
            self._drop(number, now)
        if resend_from > self.acknowledged:
            self._send_again(resend_from, now)
        return Acknowledgement.PROGRESS if is_progress else Acknowledgement.NOTHING_NEW

    def _drop(self, number: int, now: float) -> None:
        self.acknowledged = number
        while self._batches and self._batches[0].last <= number:
            self._size -= self._batches.popleft().size
            self._sent = max(0, self._sent - 1)
        if self._batches and self._batches[0].first <= number:
            first = self._batches[0]
            rest = Batch(number + 1, first.frames[number - first.first + 1 :])
            self._size -= first.size - rest.size
            self._batches[0] = rest
        self._pause = self._resend_pause
        self._moved = now if self._sent > 0 else None

    def _send_again(self, number: int, now: float) -> None:
        # Every event behind the gap makes the worker ask anew for the same: it is heeded once in a while.
        if self._asked is not None and self._asked[0] == number and now - self._asked[1] < self._resend_pause:
            return
        index = next((index for index, batch in enumerate(self._batches) if batch.last >= number), None)
        if index is None or index >= self._sent:
            return
        self._asked = (number, now)
        self._sent = index
        self._moved = now if index > 0 else None

    def send_all_again(self) -> None:
        """Everything unacknowledged is sent again: the worker was restarted, and what was on the way to it is lost."""
        self._sent = 0
        self._moved = None
        self._pause = self._resend_pause
        self._asked = None

    # Time

    @property
    def due(self) -> float | None:
        """When `advance` will send again what is still unacknowledged; None where nothing is under way."""
        return None if self._moved is None else self._moved + self._pause

    def advance(self, now: float) -> None:
        """Sends everything unacknowledged again where nothing has moved for too long."""
        due = self.due
        if due is None or now < due:
            return
        self._sent = 0
        self._moved = None
        self._pause = min(self._pause * 2, max(LONGEST_RESEND_PAUSE, self._resend_pause))
