"""Decides when to reconnect to a worker that is silent."""

from __future__ import annotations

LONGEST_PAUSE = 60.0
"""The maximum pause before the next reconnection, in seconds."""


class SilenceWatch:
    """Detects a silent worker. A worker publishes a heartbeat every second. If nothing arrives, its machine or the
    network may have failed without closing the connection. A worker that was never heard has no connection to replace:
    ZeroMQ keeps trying to connect.

    The pause doubles after each reconnection that brings nothing, because one large publication may take longer than
    the first pause on a slow link.
    """

    def __init__(self, pause: float) -> None:
        """`pause` is the silence before the first reconnection."""
        self._pause = pause
        self._next_pause = pause
        self._last_heard: float | None = None
        # The time of the last reconnection since the worker was heard.
        self._last_renewal: float | None = None
        self.renewals = 0

    def hear(self, now: float) -> bool:
        """Records a publication. Returns whether it ends a silence that has caused a reconnection."""
        has_ended = self._last_renewal is not None
        self._last_heard = now
        self._last_renewal = None
        self._next_pause = self._pause
        return has_ended

    def excuse(self, now: float) -> None:
        """Records that the client does not read now, so silence means nothing."""
        if self._last_heard is not None:
            self._last_heard = now
        if self._last_renewal is not None:
            self._last_renewal = now

    def renewal(self, now: float) -> float | None:
        """The length of the silence if a reconnection is due, which is recorded as made; otherwise None."""
        if self._last_heard is None:
            return None
        since = self._last_heard if self._last_renewal is None else self._last_renewal
        if now - since < self._next_pause:
            return None
        self._last_renewal = now
        self._next_pause = max(self._pause, min(self._next_pause * 2, LONGEST_PAUSE))
        self.renewals += 1
        return now - self._last_heard
