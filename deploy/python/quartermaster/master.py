"""A master's connection to its worker, for programs that wait for what they ask."""

from __future__ import annotations

import time
import weakref
from types import TracebackType

from quartermaster.core.identity import MasterIdentity
from quartermaster.core.master_core import MasterCore
from quartermaster.curve import CurveKey, KeyPath, credentials
from quartermaster.endpoints import WorkerEndpoints
from quartermaster.options import MasterOptions
from quartermaster.refusals import checked_answer, checked_reply
from quartermaster.running import ThreadRunner, Updates
from quartermaster.sockets.master_engine import MasterEngine
from quartermaster.updates import ConnectionUpdate, InverseOfferUpdate, MasterStatistics, OfferUpdate
from quartermaster.waiting import ACKNOWLEDGED, ADMITTED, ANSWERED, REPLIED
from quartermaster.wire.control_pb2 import Answer, Query
from quartermaster.wire.event_pb2 import Event
from quartermaster.wire.publication_pb2 import Reply


def epoch_from_clock() -> int:
    """The system's clock in nanoseconds since 1970: higher for each incarnation, unless the clock is set back."""
    return time.time_ns()


class Master:
    """A master's connection to its worker, on which nothing is lost unnoticed.

    What is sent is numbered, kept until the worker has acknowledged it, and sent again where it was lost on the way or where
    the worker was restarted; the worker applies each event once and in order. What the worker publishes for the master
    comes in order, each once; what was lost on the way is asked for again, and what is past asking is replaced by the
    worker's own view.

    A client is one incarnation of its master. The worker takes events from the incarnation with the highest epoch only, so
    that a master that was thought dead cannot disturb its successor: its client ends with `Fenced`.

    All methods may be called from any thread. Batches that one thread sends are applied in the order in which it sent them.
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
        """Begins to connect; the worker may come later, and what is sent until then waits.

        `cluster` and `master`, the name that all incarnations of the master share, have 1 to 255 of `A–Z a–z 0–9 . _ -`.
        The `epoch` of this incarnation is higher than those before it; by default it is the system's clock in nanoseconds.

        For a worker with CURVE, `curve_key` is this client's own key, or the path of its .key file, and `server_key` the path
        of the worker's .pub file, or its public key as 40 characters of Z85. Then all that is sent is
        encrypted for that worker alone. A worker that does not let this key in ends the client with `NotAdmitted`, one whose allow-list does not have
        this master in the key's entry with `MasterNotCovered`.

        Raises `InvalidArgument`, `UnusableKey` and `TransportFailure`.
        """
        identity = MasterIdentity(cluster, master, epoch_from_clock() if epoch is None else epoch)
        curve = credentials(curve_key, server_key)
        core = MasterCore(identity, endpoints, options, time.monotonic(), curve is not None)
        runner = ThreadRunner(MasterEngine(core, endpoints, curve), f"quartermaster master {master}")
        self._core = core
        self._runner = runner
        self._patience = options.patience
        # The thread does not hold the client, so that a forgotten one ends.
        weakref.finalize(self, runner.close)
        self.offers: Updates[OfferUpdate] = Updates(core.offers, runner, options.patience)
        """The offers to the master's frameworks, and their rescinds."""
        self.inverse_offers: Updates[InverseOfferUpdate] = Updates(core.inverse_offers, runner, options.patience)
        """Which agents the master's frameworks are asked to leave."""
        self.replies: Updates[Reply] = Updates(core.replies, runner, options.patience)
        """Replies that no `call` awaits: each is the refusal of an event that was sent, by its `sequence`."""
        self.connection_updates: Updates[ConnectionUpdate] = Updates(core.connection_updates, runner, options.patience)
        """When the worker falls silent, and when it is heard of again. It may be left unread: of what waits, the oldest is
        dropped."""

    def send(self, *events: Event, timeout: float | None = None) -> int:
        """Sends events, 10,000 at most, as one batch: the worker applies them in order with nothing between them, and runs
        the allocation that they cause once, after the last. Of each event the call alone is set.

        Returns the number of the last one when the batch is in the window of unacknowledged events, which is where it waits
        for a worker that is slow, not there yet or being restarted. It waits while the window is full, or while `replies`
        is full and not read. Refusals arrive in `replies`.

        Raises `TimedOut` where there was no room in so many seconds: nothing was sent. Otherwise `InvalidArgument`,
        `UnusableMessage`, `TooManyWaiting`, or what ended the client.
        """
        with self._runner.changed:
            submission = self._core.submit(events)
        self._runner.wake()
        return self._runner.wait(submission.admission, self._time(timeout), ADMITTED)

    def call(self, event: Event, timeout: float | None = None) -> Reply:
        """Makes one call and waits for the worker's reply. Raises `Refused` where that is an error.

        Raises `ReplyLost` where the call was applied and its reply cannot be had any more; `TimedOut` where none came in so
        many seconds: the call may still be applied. Otherwise what ended the client.
        """
        with self._runner.changed:
            submission = self._core.submit([event], awaits_reply=True)
            assert submission.reply is not None
        self._runner.wake()
        try:
            return checked_reply(self._runner.wait(submission.reply, self._time(timeout), REPLIED))
        finally:
            submission.admission.is_abandoned = not submission.admission.is_settled

    def flush(self, timeout: float | None = None) -> None:
        """Waits until the worker has acknowledged everything that was sent before: it is applied, and durable where the
        worker keeps a journal. Raises `TimedOut`, or what ended the client."""
        number = self._core.last_sequence
        self._runner.wait_until(lambda: self._core.is_acknowledged(number), self._time(timeout), ACKNOWLEDGED)

    def ask(self, query: Query, timeout: float | None = None) -> Answer:
        """Asks the worker on its control socket, and waits for the answer. Raises `Refused` where that is an error,
        `TimedOut`, `TooManyQuestions`, or what ended the client."""
        with self._runner.changed:
            answer = self._core.ask(query)
        self._runner.wake()
        return checked_answer(query, self._runner.wait(answer, self._time(timeout), ANSWERED))

    @property
    def last_sequence(self) -> int:
        """The number of the event that was sent last; 0 where none was."""
        return self._core.last_sequence

    @property
    def acknowledged_sequence(self) -> int:
        """The number up to which the worker has acknowledged events."""
        return self._core.acknowledged_sequence

    @property
    def epoch(self) -> int:
        """This incarnation."""
        return self._core.identity.epoch

    @property
    def statistics(self) -> MasterStatistics:
        with self._runner.changed:
            return self._core.statistics

    def close(self) -> None:
        """Ends the client: what waits fails with `Closed`, the sequences end after what they hold, and the connections are
        closed. What was not acknowledged may be lost: `flush` first. To call it again does nothing."""
        self._runner.close()

    def __enter__(self) -> Master:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _time(self, timeout: float | None) -> float:
        return self._patience if timeout is None else timeout
