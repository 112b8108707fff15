"""Receives the publications of a worker, for asyncio."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from types import TracebackType

from quartermaster.aio.running import TaskRunner, Updates
from quartermaster.core.observer_core import ObserverCore
from quartermaster.curve import CurveKey, KeyPath, credentials
from quartermaster.endpoints import DEFAULT_PUBLICATIONS, check_endpoint
from quartermaster.options import ObserverOptions
from quartermaster.sockets.observer_engine import ObserverEngine
from quartermaster.updates import ConnectionUpdate, ObserverStatistics, ReceivedPublication


class Observer:
    """The asyncio version of `quartermaster.Observer`, for any number of tasks of one event loop. Create it within a
    running loop, and close it by `async with` or `close`."""

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
        """Takes the same arguments as `quartermaster.Observer`."""
        for endpoint in (publications, control):
            if endpoint is not None:
                check_endpoint(endpoint)
        curve = credentials(curve_key, server_key)
        core = ObserverCore(prefixes, control is not None, options)
        self._core = core
        self._runner = TaskRunner(ObserverEngine(core, publications, prefixes, control, curve), "quartermaster observer")
        self.publications: Updates[ReceivedPublication] = Updates(core.publications, self._runner, options.patience)
        """The publications in the order of arrival. If losses are repaired, the publications of one stream (cluster,
        kind of topic and master) wait for missing ones, while other streams continue."""
        self.connection_updates: Updates[ConnectionUpdate] = Updates(core.connection_updates, self._runner, options.patience)
        """Reports when the worker falls silent and when it publishes again. The program may ignore it: the oldest
        updates are dropped."""

    def __aiter__(self) -> AsyncIterator[ReceivedPublication]:
        return self.publications.__aiter__()

    @property
    def statistics(self) -> ObserverStatistics:
        return self._core.statistics

    async def close(self) -> None:
        """Ends the client and closes its connections. The iteration ends after the buffered elements. Closing again
        does nothing."""
        await self._runner.close()

    async def __aenter__(self) -> Observer:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()
