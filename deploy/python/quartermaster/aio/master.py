"""A master's connection to its worker, for asyncio."""

from __future__ import annotations

import time
from types import TracebackType

from quartermaster.aio.running import TaskRunner, Updates
from quartermaster.core.identity import MasterIdentity
from quartermaster.core.master_core import MasterCore
from quartermaster.curve import CurveKey, KeyPath, credentials
from quartermaster.endpoints import WorkerEndpoints
from quartermaster.master import epoch_from_clock
from quartermaster.options import MasterOptions
from quartermaster.refusals import checked_answer, checked_reply
from quartermaster.sockets.master_engine import MasterEngine
from quartermaster.updates import ConnectionUpdate, InverseOfferUpdate, MasterStatistics, OfferUpdate
from quartermaster.waiting import ACKNOWLEDGED, ADMITTED, ANSWERED, REPLIED
from quartermaster.wire.control_pb2 import Answer, Query
from quartermaster.wire.event_pb2 import Event
from quartermaster.wire.publication_pb2 import Reply


class Master:
    """The asyncio version of `quartermaster.Master`, with the same guarantees, for any number of tasks of one event
    loop.

    Create it within a running loop, and close it by `async with` or `close`. The worker applies the batches of one task
    in the order in which it sent them. If a waiting task is cancelled, batches that it submitted before stay submitted.
    """

    def __init__(
        self,
        master: str,
        endpoints: WorkerEndpoints = WorkerEndpoints(),
        *,
        cluster: str = "default",
        epoch: int | None = None,
        curve_key: CurveKey | KeyPath | None = None,
        server_key: KeyPath | None = None,
        options: MasterOptions = MasterOptions(),
    ) -> None:
        """Takes the same arguments as `quartermaster.Master`."""
        identity = MasterIdentity(cluster, master, epoch_from_clock() if epoch is None else epoch)
        curve = credentials(curve_key, server_key)
        core = MasterCore(identity, endpoints, options, time.monotonic(), curve is not None)
        runner = TaskRunner(MasterEngine(core, endpoints, curve), f"quartermaster master {master}")
        self._core = core
        self._runner = runner
        self._patience = options.patience
        self.offers: Updates[OfferUpdate] = Updates(core.offers, runner, options.patience)
        """The offers to the master's frameworks, and rescinded offers."""
        self.inverse_offers: Updates[InverseOfferUpdate] = Updates(core.inverse_offers, runner, options.patience)
        """The requests to the master's frameworks to leave agents."""
        self.replies: Updates[Reply] = Updates(core.replies, runner, options.patience)
        """Replies that no `call` awaits. Each is the refusal of a sent event and has its `sequence`."""
        self.connection_updates: Updates[ConnectionUpdate] = Updates(core.connection_updates, runner, options.patience)
        """Reports when the worker falls silent and when it publishes again. The program may ignore it: the oldest
        updates are dropped."""

    async def send(self, *events: Event, timeout: float | None = None) -> int:
        """Sends up to 10,000 events as one batch. Returns the number of the last event when the batch is in the window
        of unacknowledged events. Raises the same failures as `quartermaster.Master.send`. If it raises `TimedOut`, or
        if the task was cancelled while it waited, nothing was sent."""
        submission = self._core.submit(events)
        self._runner.wake()
        return await self._runner.wait(submission.admission, self._time(timeout), ADMITTED)

    async def call(self, event: Event, timeout: float | None = None) -> Reply:
        """Makes one call and waits for the worker's reply. Raises the same failures as `quartermaster.Master.call`. If
        it raises `TimedOut`, or if the task was cancelled, the call may still be applied."""
        submission = self._core.submit([event], awaits_reply=True)
        assert submission.reply is not None
        self._runner.wake()
        try:
            return checked_reply(await self._runner.wait(submission.reply, self._time(timeout), REPLIED))
        finally:
            submission.admission.is_abandoned = not submission.admission.is_settled

    async def flush(self, timeout: float | None = None) -> None:
        """Waits until the worker has acknowledged all earlier events. They are then applied, and durable if the worker
        keeps a journal. Raises `TimedOut`, or the failure that ended the client."""
        number = self._core.last_sequence
        await self._runner.wait_until(
            lambda: self._core.is_acknowledged(number), self._time(timeout), ACKNOWLEDGED
        )

    async def ask(self, query: Query, timeout: float | None = None) -> Answer:
        """Sends a query to the worker's control socket, and waits for the answer. Raises `Refused` if the answer is an
        error, `TimedOut`, `TooManyQuestions`, or the failure that ended the client."""
        answer = self._core.ask(query)
        self._runner.wake()
        return checked_answer(query, await self._runner.wait(answer, self._time(timeout), ANSWERED))

    @property
    def last_sequence(self) -> int:
        """The number of the last sent event, or 0 if there is none."""
        return self._core.last_sequence

    @property
    def acknowledged_sequence(self) -> int:
        """The highest number that the worker has acknowledged."""
        return self._core.acknowledged_sequence

    @property
    def epoch(self) -> int:
        """The epoch of this incarnation."""
        return self._core.identity.epoch

    @property
    def statistics(self) -> MasterStatistics:
        return self._core.statistics

    async def close(self) -> None:
        """Ends the client and closes its connections. Pending calls fail with `Closed`, and the sequences end after
        their buffered elements. Unacknowledged events may be lost: call `flush` first. Closing again does nothing."""
        await self._runner.close()

    async def __aenter__(self) -> Master:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    def _time(self, timeout: float | None) -> float:
        return self._patience if timeout is None else timeout
