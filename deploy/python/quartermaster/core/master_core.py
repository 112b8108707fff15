"""The state of a master's client: the session, the window, and the pending calls."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Union

from quartermaster.core import session_actions as actions
from quartermaster.core.decoding import read_answer, read_publication
from quartermaster.core.delivery import MOST_CONNECTION_UPDATES, DeliveryBuffer, Outcome, again
from quartermaster.core.identity import MasterIdentity
from quartermaster.core.questions import OpenQuestions
from quartermaster.core.send_window import Acknowledgement, Batch, SendWindow
from quartermaster.core.session import MasterSession
from quartermaster.core.session_state import Feed, Phase
from quartermaster.core.submission import Submission
from quartermaster.endpoints import WorkerEndpoints
from quartermaster.errors import ClientFailure, Fenced, ReplyLost, StateLost, TooManyWaiting
from quartermaster.options import MasterOptions, Sequence as UpdateSequence
from quartermaster.updates import ConnectionUpdate, InverseOfferUpdate, MasterStatistics, OfferUpdate, Resumed, Silent
from quartermaster.wire.control_pb2 import Answer, Query
from quartermaster.wire.event_pb2 import Event
from quartermaster.wire.publication_pb2 import Ack, Reply

# Distinguishes the program's queries from the session's own.
_QUESTION_PREFIX = "user-"

_Delivery = Union[actions.DeliverOffer, actions.DeliverInverseOffer]


@dataclass
class _Call:
    name: str
    reply: Outcome[Reply]


class MasterCore:
    """Receives messages and submissions, and returns the messages to send. It has no sockets, and its caller passes the
    time. A method that raises ends the client: the caller passes the failure to `end`."""

    def __init__(
        self,
        identity: MasterIdentity,
        endpoints: WorkerEndpoints,
        options: MasterOptions,
        now: float,
        has_key: bool = False,
    ) -> None:
        self.identity = identity
        self.options = options
        self._session = MasterSession(identity, endpoints, options, now, has_key)
        self._window = SendWindow(options.window_events, options.window_bytes, options.resend_pause)
        self._waiting: deque[Submission] = deque()
        # Calls that await their replies, by number. Bounded by the window and the replies in transit.
        self._calls: dict[int, _Call] = {}
        self._questions = OpenQuestions(_QUESTION_PREFIX, options.waiting_questions)
        self.offers: DeliveryBuffer[OfferUpdate] = DeliveryBuffer(options.buffered_updates)
        self.inverse_offers: DeliveryBuffer[InverseOfferUpdate] = DeliveryBuffer(options.buffered_updates)
        self.replies: DeliveryBuffer[Reply] = DeliveryBuffer(options.buffered_updates)
        self.connection_updates: DeliveryBuffer[ConnectionUpdate] = DeliveryBuffer(MOST_CONNECTION_UPDATES)
        self._must_reconnect = False
        # The elements for which the buffers have no room. While there are any, the client neither receives nor requests
        # offers. So this holds at most the elements that were held back and those of a few answers.
        self._backlog: deque[_Delivery] = deque()
        self._statistics = MasterStatistics()
        self._greeting: Event | None = None
        self._queries: deque[Query] = deque()
        self.ending: ClientFailure | None = None

    # Users

    def submit(self, events: Sequence[Event], awaits_reply: bool = False) -> Submission:
        """Submits a batch, now or when there is room. Its `admission` is settled then."""
        submission = Submission(events, self.options.frame_bytes, awaits_reply)
        self._raise_ending()
        if len(self._waiting) >= self.options.waiting_batches:
            raise TooManyWaiting(self.options.waiting_batches)
        self._waiting.append(submission)
        self._admit_waiting()
        return submission

    def ask(self, query: Query) -> Outcome[Answer]:
        self._raise_ending()
        return self._questions.add(query)

    def is_acknowledged(self, number: int) -> bool:
        """Raises the failure that ended the client if the number can no longer be acknowledged."""
        if self._window.acknowledged < number:
            self._raise_ending()
        return self._window.acknowledged >= number

    @property
    def last_sequence(self) -> int:
        return self._window.last

    @property
    def acknowledged_sequence(self) -> int:
        return self._window.acknowledged

    @property
    def statistics(self) -> MasterStatistics:
        session = self._session
        return replace(
            self._statistics,
            publications_repaired=session.repaired,
            publications_lost=session.lost,
            worker_restarts=session.restarts,
            reconnections=session.reconnections,
        )

    def _raise_ending(self) -> None:
        if self.ending is not None:
            raise again(self.ending)

    # Letting in

    def _admit_waiting(self) -> None:
        # In order. A full buffer of replies holds batches back, so that it stays bounded. Calls that await their
        # replies fill no buffer and pass.
        held: deque[Submission] = deque()
        while self._waiting:
            submission = self._waiting[0]
            if submission.is_abandoned:
                pass
            elif submission.reply is None and self.replies.is_full:
                held.append(submission)
            elif self._window.has_room(len(submission), submission.size):
                self._admit(submission)
            else:
                break
            self._waiting.popleft()
        self._waiting.extendleft(reversed(held))

    def _admit(self, submission: Submission) -> None:
        number = self._window.last + 1
        self._window.append(submission.frames(number, self.identity))
        if submission.reply is not None:
            self._calls[number] = _Call(submission.call_name, submission.reply)
        submission.admission.succeed(self._window.last)

    # What comes

    def receive(self, frames: Sequence[bytes], feed: Feed, now: float) -> None:
        """Receives a message from a subscriber."""
        read = read_publication(frames)
        if read is None:
            self._statistics.publications_unreadable += 1
            return
        self._session.last_number = self._window.last
        self._session.receive(read[0], read[1], feed, now)
        self._act(now)

    def receive_answer(self, frames: Sequence[bytes], now: float) -> None:
        """Receives a message from the control socket."""
        answer = read_answer(frames)
        if not self._questions.settle(answer):
            self._session.last_number = self._window.last
            self._session.receive_answer(answer, now)
            self._act(now)

    def _act(self, now: float) -> None:
        for action in self._session.take_actions():
            if isinstance(action, (actions.DeliverOffer, actions.DeliverInverseOffer)):
                self._backlog.append(action)
            elif isinstance(action, actions.DeliverReply):
                self._deliver_reply(action.reply)
            elif isinstance(action, actions.Acknowledge):
                self._acknowledge(action.ack, now)
            elif isinstance(action, actions.Ask):
                self._queries.append(action.query)
            elif isinstance(action, actions.Greet):
                self._greeting = action.event
            elif isinstance(action, actions.SendAgain):
                self._window.send_all_again()
            elif isinstance(action, actions.GiveUpReplies):
                self._give_up_replies(action.up_to)
            elif isinstance(action, actions.Reconnect):
                self._must_reconnect = True
                self._window.send_all_again()
                self.connection_updates.append_dropping_oldest(Silent(action.silence))
            elif isinstance(action, actions.Resume):
                self.connection_updates.append_dropping_oldest(Resumed())
        self._pump()

    def _acknowledge(self, ack: Ack, now: float) -> None:
        before = self._window.acknowledged
        acknowledgement = self._window.acknowledge(ack.sequence, ack.resend_from, now)
        if acknowledgement is Acknowledgement.REGRESSED:
            raise StateLost(f"it had acknowledged event {before}, but knows only {ack.sequence}")
        if acknowledgement is Acknowledgement.UNKNOWN:
            raise Fenced(f"event {ack.sequence} of epoch {ack.epoch} was acknowledged but never sent by this client")
        self._session.acknowledged = self._window.acknowledged
        if acknowledgement is Acknowledgement.PROGRESS:
            self._admit_waiting()

    def _deliver_reply(self, reply: Reply) -> None:
        number = self.identity.number_of(reply.request_id)
        if number is not None:
            call = self._calls.pop(number, None)
            if call is not None:
                call.reply.succeed(reply)
        elif UpdateSequence.REPLIES not in self.options.ignored:
            self.replies.append(reply)
            self._statistics.calls_refused += 1

    def _give_up_replies(self, up_to: int) -> None:
        for number in [number for number in self._calls if number <= up_to]:
            call = self._calls.pop(number)
            call.reply.fail(ReplyLost(call.name))

    def _pump(self) -> None:
        while self._backlog:
            action = self._backlog[0]
            if isinstance(action, actions.DeliverOffer):
                if UpdateSequence.OFFERS not in self.options.ignored:
                    if self.offers.is_full:
                        return
                    self.offers.append(action.update)
            elif UpdateSequence.INVERSE_OFFERS not in self.options.ignored:
                if self.inverse_offers.is_full:
                    return
                self.inverse_offers.append(action.update)
            self._backlog.popleft()

    # What is due, and what goes out

    def advance(self, now: float) -> None:
        self._pump()
        self._admit_waiting()
        self._window.advance(now)
        self._session.last_number = self._window.last
        self._session.advance(now, self.wants_offers)
        self._act(now)

    def due(self, now: float) -> float:
        """The time at which `advance` has work, if nothing is received or submitted before."""
        session = self._session.due(now)
        return session if self._window.due is None else min(session, self._window.due)

    @property
    def wants_offers(self) -> bool:
        """Whether there is room for messages of the subscriber to offers."""
        return not self._backlog

    @property
    def is_greeted(self) -> bool:
        """Whether the subscriptions are in effect."""
        return self._session.phase is not Phase.GREETING

    def take_reconnection(self) -> bool:
        """Whether the client must reconnect before it sends anything else."""
        is_due, self._must_reconnect = self._must_reconnect, False
        return is_due

    def take_greeting(self) -> bytes | None:
        """An unsequenced event to send. If it cannot be sent now, the next one replaces it, because all are equal."""
        event, self._greeting = self._greeting, None
        return None if event is None else event.SerializeToString()

    def take_queries(self, now: float) -> list[bytes]:
        """The queries to send now, including those to resend. A query that cannot be sent now is sent later."""
        queries = [*self._queries, *self._questions.to_send(now, self.options.answer_pause)]
        self._queries.clear()
        return [query.SerializeToString() for query in queries]

    @property
    def next_batch(self) -> Batch | None:
        """The batch to send now, until `note_sent` reports that it was sent."""
        return self._window.next_to_send if self._session.phase is Phase.RUNNING else None

    def note_sent(self, batch: Batch, now: float) -> None:
        if self._window.is_new(batch):
            self._statistics.batches_sent += 1
            self._statistics.events_sent += len(batch.frames)
        else:
            self._statistics.batches_resent += 1
        self._window.note_sent(now)

    # Ending

    def end(self, failure: ClientFailure) -> None:
        """Ends all pending calls, and all sequences after their buffered elements. Only the first call has an
        effect."""
        if self.ending is not None:
            return
        self.ending = failure
        for submission in self._waiting:
            submission.admission.fail(failure)
            if submission.reply is not None:
                submission.reply.fail(failure)
        self._waiting.clear()
        for call in self._calls.values():
            call.reply.fail(failure)
        self._calls.clear()
        self._questions.fail(failure)
        self.offers.finish(failure)
        self.inverse_offers.finish(failure)
        self.replies.finish(failure)
        self.connection_updates.finish(failure)
