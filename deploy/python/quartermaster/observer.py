"""Receives the publications of a worker, with blocking iteration."""

from __future__ import annotations

import weakref
from collections.abc import Iterator, Sequence
from types import TracebackType

from quartermaster.core.observer_core import ObserverCore
from quartermaster.curve import CurveKey, KeyPath, credentials
from quartermaster.endpoints import DEFAULT_PUBLICATIONS, check_endpoint
from quartermaster.options import ObserverOptions
from quartermaster.running import ThreadRunner, Updates
from quartermaster.sockets.observer_engine import ObserverEngine
from quartermaster.updates import ConnectionUpdate, ObserverStatistics, ReceivedPublication


class Observer:
    """Subscribes to prefixes of topics: `default/` is all of the cluster `default`, `default/offers/` its offers, and
    `heartbeat/` the worker's heartbeat. The worker publishes each topic in two encodings, JSON under `json/`. The
    observer reads both, so subscribe to one of them."""

    def __init__(
        self,
        publications: str = DEFAULT_PUBLICATIONS,
        prefixes: Sequence[str] = ("",),
        *,
        control: str | None = None,
        curve_key: CurveKey | KeyPath | None = None,
        server_key: KeyPath | None = None,
        options: ObserverOptions = ObserverOptions(),
    ) -> None:
        """Starts to connect. The worker may start later. The observer misses publications from before its subscriptions
        are in effect. After a broken connection it recovers them for the streams that it has already received.

        `prefixes` are prefixes of topics, by default all. With `control`, the worker's control socket, the observer
        requests lost publications and delivers them in their place. Without it, it only counts losses. For a worker
        with CURVE, `curve_key` and `server_key` have the same meaning as for a `Master`.

        Raises `MalformedEndpoint`, `InvalidArgument`, `UnusableKey` and `TransportFailure`.
        """
        for endpoint in (publications, control):
            if endpoint is not None:
                check_endpoint(endpoint)
        curve = credentials(curve_key, server_key)
        core = ObserverCore(prefixes, control is not None, options)
        self._core = core
        self._runner = runner = ThreadRunner(
            ObserverEngine(core, publications, prefixes, control, curve), "quartermaster observer"
        )
        # The thread does not retain the client, so a client without references ends.
        weakref.finalize(self, runner.close)
        self.publications: Updates[ReceivedPublication] = Updates(core.publications, runner, options.patience)
        """The publications in the order of arrival. If losses are repaired, the publications of one stream (cluster,
        kind of topic and master) wait for missing ones, while other streams continue."""
        self.connection_updates: Updates[ConnectionUpdate] = Updates(core.connection_updates, runner, options.patience)
        """Reports when the worker falls silent and when it publishes again. The program may ignore it: the oldest
        updates are dropped."""

    def __iter__(self) -> Iterator[ReceivedPublication]:
        return iter(self.publications)

    @property
    def statistics(self) -> ObserverStatistics:
        with self._runner.changed:
            return self._core.statistics

    def close(self) -> None:
        """Ends the client and closes its connections. The iteration ends after the buffered elements. Closing again
        does nothing."""
        self._runner.close()

    def __enter__(self) -> Observer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
