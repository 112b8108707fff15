"""Looks on at what a worker publishes, for programs that wait for it."""

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
    """Subscribes to the beginnings of topics: `default/` is all of the cluster `default`, `default/offers/` its offers,
    `heartbeat/` the worker's sign of life. The worker publishes each topic in two encodings, JSON under `json/`; both are
    read, so ask for one of them."""

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
        """Begins to connect; the worker may come later. What is published before the worker knows the subscriptions is
        missed; after a connection was broken, that is made good for the streams that were heard of before.

        `prefixes` are beginnings of topics, by default of all. With `control`, where the worker answers questions, what is
        lost on the way is asked for again and comes in its place; without it, losses are only counted. For a worker with
        CURVE, `curve_key` and `server_key` are what they are to a `Master`.

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
        # The thread does not hold the client, so that a forgotten one ends.
        weakref.finalize(self, runner.close)
        self.publications: Updates[ReceivedPublication] = Updates(core.publications, runner, options.patience)
        """What is published, in the order in which it came. Where losses are repaired, the publications of one stream
        (cluster, kind of topic and master) wait for those that are missing, while other streams go on."""
        self.connection_updates: Updates[ConnectionUpdate] = Updates(core.connection_updates, runner, options.patience)
        """When the worker falls silent, and when it is heard of again. It may be left unread: of what waits, the oldest is
        dropped."""

    def __iter__(self) -> Iterator[ReceivedPublication]:
        return iter(self.publications)

    @property
    def statistics(self) -> ObserverStatistics:
        with self._runner.changed:
            return self._core.statistics

    def close(self) -> None:
        """Ends the client: the iteration ends after what it holds, and the connections are closed. To call it again does
        nothing."""
        self._runner.close()

    def __enter__(self) -> Observer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
