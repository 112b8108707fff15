"""A master's connection to its worker, with blocking methods."""

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
    """The system's clock in nanoseconds since 1970. It is higher for each incarnation, unless the clock is set back."""
    return time.time_ns()


class Master:
    """A master's connection to its worker, which detects and repairs losses.

    The client numbers events and keeps them until the worker has acknowledged them. It resends them after a loss or
    after a restart of the worker. The worker applies each event once and in order. The client receives the worker's
    publications for the master in order and each once. It requests lost publications again. If the worker no longer
    keeps them, the client replaces them by the worker's current view.

    A client is one incarnation of its master. The worker accepts events only from the incarnation with the highest
    epoch, so that an old process cannot interfere with its successor. The client of the old process ends with `Fenced`.

    All methods may be called from any thread. The worker applies the batches of one thread in the order in which it
    sent them.
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
        """Starts to connect. The worker may start later; sent events wait until then.

        `cluster` and `master` have 1 to 255 of `A–Z a–z 0–9 . _ -`. All incarnations of a master share its name. The
        `epoch` must be higher than that of earlier incarnations. By default it is the system's clock in nanoseconds.

        For a worker with CURVE, `curve_key` is this client's key or the path of its .key file. `server_key` is the path
        of the worker's .pub file, or its public key as 40 characters of Z85. All messages are then encrypted for this
        worker. If the worker does not admit the key, the client ends with `NotAdmitted`. If the key's entry in the
        allow-list does not cover this master, it ends with `MasterNotCovered`.

        Raises `InvalidArgument`, `UnusableKey` and `TransportFailure`.
        """
        identity = MasterIdentity(cluster, master, epoch_from_clock() if epoch is None else epoch)
        curve = credentials(curve_key, server_key)
        core = MasterCore(identity, endpoints, options, time.monotonic(), curve is not None)
        runner = ThreadRunner(MasterEngine(core, endpoints, curve), f"quartermaster master {master}")
        self._core = core
        self._runner = runner
        self._patience = options.patience
        # The thread does not retain the client, so a client without references ends.
        weakref.finalize(self, runner.close)
        self.offers: Updates[OfferUpdate] = Updates(core.offers, runner, options.patience)
        """The offers to the master's frameworks, and rescinded offers."""
        self.inverse_offers: Updates[InverseOfferUpdate] = Updates(core.inverse_offers, runner, options.patience)
        """The requests to the master's frameworks to leave agents."""
        self.replies: Updates[Reply] = Updates(core.replies, runner, options.patience)
        """Replies that no `call` awaits. Each is the refusal of a sent event and has its `sequence`."""
        self.connection_updates: Updates[ConnectionUpdate] = Updates(core.connection_updates, runner, options.patience)
        """Reports when the worker falls silent and when it publishes again. The program may ignore it: the oldest
        updates are dropped."""

    def send(self, *events: Event, timeout: float | None = None) -> int:
        """Sends up to 10,000 events as one batch. The worker applies them in order without interruption, and performs
        one allocation run after the last. Set only the call of each event.

        Returns the number of the last event when the batch is in the window of unacknowledged events. The batch waits
        there while the worker is slow, not started yet, or restarting. The method blocks while the window is full, or
        while `replies` is full and unread. Refusals arrive in `replies`.

        Raises `TimedOut` if there was no room within the timeout; nothing was sent then. Also raises `InvalidArgument`,
        `UnusableMessage`, `TooManyWaiting`, or the failure that ended the client.
        """
        with self._runner.changed:
            submission = self._core.submit(events)
        self._runner.wake()
        return self._runner.wait(submission.admission, self._time(timeout), ADMITTED)

    def call(self, event: Event, timeout: float | None = None) -> Reply:
        """Makes one call and waits for the worker's reply. Raises `Refused` if the reply is an error.

        Raises `ReplyLost` if the call was applied but its reply is no longer available. Raises `TimedOut` if no reply
        arrived within the timeout; the call may still be applied. Otherwise raises the failure that ended the client.
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
        """Waits until the worker has acknowledged all earlier events. They are then applied, and durable if the worker
        keeps a journal. Raises `TimedOut`, or the failure that ended the client."""
        number = self._core.last_sequence
        self._runner.wait_until(lambda: self._core.is_acknowledged(number), self._time(timeout), ACKNOWLEDGED)

    def ask(self, query: Query, timeout: float | None = None) -> Answer:
        """Sends a query to the worker's control socket, and waits for the answer. Raises `Refused` if the answer is an
        error, `TimedOut`, `TooManyQuestions`, or the failure that ended the client."""
        with self._runner.changed:
            answer = self._core.ask(query)
        self._runner.wake()
        return checked_answer(query, self._runner.wait(answer, self._time(timeout), ANSWERED))

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
        with self._runner.changed:
            return self._core.statistics

    def close(self) -> None:
        """Ends the client and closes its connections. Pending calls fail with `Closed`, and the sequences end after
        their buffered elements. Unacknowledged events may be lost: call `flush` first. Closing again does nothing."""
        self._runner.close()

    def __enter__(self) -> Master:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _time(self, timeout: float | None) -> float:
        return self._patience if timeout is None else timeout
