"""When the connections to a worker are made anew, decided from when it was heard of."""

from __future__ import annotations

LONGEST_PAUSE = 60.0
"""Up to where the time grows that a new connection is given, in seconds."""


class SilenceWatch:
    """A worker publishes a heartbeat every second. Where none comes, nor anything else, its machine or the way to it may
    have vanished without a word to this end of the connection. A worker that was never heard of has no connection to lose:
    ZeroMQ tries to make it.

    A new connection that brings nothing is given twice as long as the one before: on a slow link, one large publication may
    take longer than the first pause."""

    def __init__(self, pause: float) -> None:
        """`pause` is the silence before the first new connection."""
        self._pause = pause
        self._next_pause = pause
        self._last_heard: float | None = None
        # Of the last new connection since the worker was heard.
        self._last_renewal: float | None = None
        self.renewals = 0

    def hear(self, now: float) -> bool:
        """Takes note of a publication; whether a silence has ended for which a new connection was made."""
        has_ended = self._last_renewal is not None
        self._last_heard = now
        self._last_renewal = None
        self._next_pause = self._pause
        return has_ended

    def excuse(self, now: float) -> None:
        """Nothing is read now, so that silence means nothing."""
        if self._last_heard is not None:
            self._last_heard = now
        if self._last_renewal is not None:
            self._last_renewal = now

    def renewal(self, now: float) -> float | None:
        """The length of the silence where a new connection is due, which counts as made; else None."""
        if self._last_heard is None:
            return None
        since = self._last_heard if self._last_renewal is None else self._last_renewal
        if now - since < self._next_pause:
            return None
        self._last_renewal = now
        self._next_pause = max(self._pause, min(self._next_pause * 2, LONGEST_PAUSE))
        self.renewals += 1
        return now - self._last_heard
