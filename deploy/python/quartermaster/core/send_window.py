"""The submitted events of one epoch that are not acknowledged yet."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from enum import Enum

LONGEST_RESEND_PAUSE = 30.0
"""The maximum pause before everything is resent, in seconds."""


@dataclass(frozen=True)
class Batch:
    """The events that are sent as one message."""

    first: int
    """The number of its first event."""
    frames: tuple[bytes, ...]
    """The encoded events."""

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
    """The worker no longer knows what it has acknowledged."""
    UNKNOWN = "unknown"
    """The worker acknowledges numbers that were never sent, so another client uses this master's name and epoch."""


class SendWindow:
    """Numbers events, keeps them in their batches, and determines which batch to send or resend next. Its caller passes
    the time.

    A batch is resent as a whole, without its acknowledged events. So it stays one message, and the worker's allocation
    runs stay the same.
    """

    def __init__(self, events: int, size: int, resend_pause: float) -> None:
        """Bounds the number and the bytes of unacknowledged events. After a pause without progress, everything
        unacknowledged is resent; the pause doubles each time."""
        self._event_limit = events
        self._size_limit = size
        self._resend_pause = resend_pause
        self._pause = resend_pause
        self.acknowledged = 0
        """The highest acknowledged number."""
        self.last = 0
        """The highest assigned number."""
        self._batches: deque[Batch] = deque()
        self._size = 0
        # The number of batches sent since the last rewind.
        self._sent = 0
        # The highest number that was ever sent.
        self._highest_sent = 0
        # The time of the last progress, or of the first send after it.
        self._moved: float | None = None
        # The number from which the worker last asked to resend, and the time of that rewind.
        self._asked: tuple[int, float] | None = None

    # In

    @property
    def is_empty(self) -> bool:
        return not self._batches

    def has_room(self, events: int, size: int) -> bool:
        """Whether a batch fits now. An empty window accepts any batch, so that none is too large forever."""
        unacknowledged = self.last - self.acknowledged
        return self.is_empty or (
            unacknowledged + events <= self._event_limit and self._size + size <= self._size_limit
        )

    def append(self, frames: tuple[bytes, ...]) -> None:
        """Appends a batch of at least one event, with the numbers after `last`."""
        assert frames, "a batch must have at least one event"
        batch = Batch(self.last + 1, frames)
        self._batches.append(batch)
        self._size += batch.size
        self.last = batch.last

    # Out

    @property
    def next_to_send(self) -> Batch | None:
        """The batch to send now, until `note_sent` reports that it was sent. None if all were sent."""
        return self._batches[self._sent] if self._sent < len(self._batches) else None

    def is_new(self, batch: Batch) -> bool:
        """Whether any of its events is sent for the first time."""
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
        """Removes everything up to `number`. The worker is missing events from `resend_from` on; 0 means none."""
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
        # Every event behind the gap makes the worker repeat the request. The client rewinds at most once per pause.
        if self._asked is not None and self._asked[0] == number and now - self._asked[1] < self._resend_pause:
            return
        index = next((index for index, batch in enumerate(self._batches) if batch.last >= number), None)
        if index is None or index >= self._sent:
            return
        self._asked = (number, now)
        self._sent = index
        self._moved = now if index > 0 else None

    def send_all_again(self) -> None:
        """Resends everything unacknowledged after a restart of the worker, because messages in transit are lost."""
        self._sent = 0
        self._moved = None
        self._pause = self._resend_pause
        self._asked = None

    # Time

    @property
    def due(self) -> float | None:
        """The time at which `advance` resends, or None if nothing is in transit."""
        return None if self._moved is None else self._moved + self._pause

    def advance(self, now: float) -> None:
        """Resends everything unacknowledged after a pause without progress."""
        due = self.due
        if due is None or now < due:
            return
        self._sent = 0
        self._moved = None
        self._pause = min(self._pause * 2, max(LONGEST_RESEND_PAUSE, self._resend_pause))
