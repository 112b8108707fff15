"""The session of one incarnation of a master with a worker: its reactions to messages, and its queries.

It greets the worker until the subscriptions are in effect. Then it queries the outstanding offers and the current
numbers, and only then it allows events to be sent. From then on it delivers every stream of publications in order and
without gaps. It requests missing publications as a replay. If they are past the worker's window, the outstanding offers
replace them. The same happens after a restart of the worker, once the worker has shown that it knows what it
acknowledged.
"""

from __future__ import annotations

from quartermaster.core import session_actions as actions
from quartermaster.core.identity import MasterIdentity
from quartermaster.core.publication_order import PublicationOrder
from quartermaster.core.session_answers import SessionAnswers
from quartermaster.core.session_state import KINDS, OFFER_KINDS, PAUSE, Feed, Phase, Reason, fresh_orders
from quartermaster.core.silence import SilenceWatch
from quartermaster.core.topics import Kind, Topic
from quartermaster.endpoints import WorkerEndpoints
from quartermaster.errors import Fenced, NoAnswer, Refused
from quartermaster.options import MasterOptions
from quartermaster.wire.control_pb2 import Query, ReplayQuery
from quartermaster.wire.event_pb2 import Event
from quartermaster.wire.publication_pb2 import Ack, Heartbeat, Publication, Reply

GREETINGS_BEFORE_QUESTION = 20
"""The number of unanswered greetings after which the client queries the worker about the master."""


class MasterSession(SessionAnswers):
    """Raises the failure that ends the client: `Fenced`, `MasterNotCovered`, `StateLost`, `NoAnswer`, `Refused` or
    `UnusableMessage`."""

    def __init__(
        self,
        identity: MasterIdentity,
        endpoints: WorkerEndpoints,
        options: MasterOptions,
        now: float,
        has_key: bool = False,
    ) -> None:
        """`has_key` means that the worker may refuse the master because of the client's key."""
        super().__init__(identity, now, has_key)
        self._endpoints = endpoints
        self._options = options
        self._silence = SilenceWatch(options.reconnect_pause)

    @property
    def reconnections(self) -> int:
        return self._silence.renewals

    # What comes

    def receive(self, topic: Topic, publication: Publication, feed: Feed, now: float) -> None:
        """Receives a publication from one of the subscribers."""
        self._last_heard = now
        if self._silence.hear(now):
            self._actions.append(actions.Resume())
        kind = topic.stream.kind
        body = publication.WhichOneof("body")
        if body == "ack":
            self._note_ack(publication.ack)
        elif body == "heartbeat":
            self._note_heartbeat(publication.heartbeat, publication.sequence)
        elif body == "reply":
            if self.phase is Phase.GREETING:
                self._note_greeting(publication.reply, publication.sequence, feed)
            if feed is Feed.REPLIES and kind is Kind.REPLIES:
                self._order(publication, kind, now)
        elif body in ("offers", "inverse_offers", "rescinds") and kind in OFFER_KINDS:
            self._order(publication, kind, now)

    def _order(self, publication: Publication, kind: Kind, now: float) -> None:
        self._last_receipts[kind] = now
        if kind is Kind.RESCINDS:
            self._note_rescind(publication.sequence)
        self._deliver(self._orders[kind].receive(publication, publication.sequence))

    def _note_greeting(self, reply: Reply, number: int, feed: Feed) -> None:
        # The reply to a greeting shows that the subscriptions of the receiving subscriber are in effect, because the
        # one to replies is created last.
        if not self.identity.is_greeting(reply.request_id):
            return
        if reply.error.code == reply.error.FENCED:
            raise Fenced(reply.error.message)
        if reply.WhichOneof("result") == "error":
            # The worker will accept no event of this epoch.
            raise Refused("the first heartbeat", reply.error)
        if feed in self._greeted:
            return
        self._greeted.add(feed)
        if feed is Feed.REPLIES:
            # Earlier publications were addressed to former incarnations.
            self._orders[Kind.REPLIES].begin(number)
        if len(self._greeted) == len(Feed):
            self.phase = Phase.SYNCHRONIZING
            self._reasons.add(Reason.BEGINNING)

    def _note_ack(self, ack: Ack) -> None:
        if self.phase is not Phase.RUNNING or ack.epoch < self.identity.epoch:
            return
        if ack.epoch > self.identity.epoch:
            raise Fenced(f"the worker accepts events of epoch {ack.epoch}, but this one is {self.identity.epoch}")
        self._actions.append(actions.Acknowledge(ack))

    def _note_heartbeat(self, heartbeat: Heartbeat, number: int) -> None:
        known, last = self._incarnation, self._last_heartbeat
        self._incarnation, self._last_heartbeat = heartbeat.incarnation, number
        if known is None:
            return
        if known != heartbeat.incarnation:
            self._note_restart()
        elif number != last + 1:
            # The connection was interrupted, so other publications may be lost.
            self._checks.update(KINDS)

    def _note_restart(self) -> None:
        self.restarts += 1
        if self.phase is Phase.RUNNING:
            for kind in KINDS:
                self._orders[kind].doubt()
            self._reasons.add(Reason.RESTART)
            self._actions.append(actions.SendAgain())
            return
        # The answers of the former worker do not apply to this one.
        self.phase = Phase.GREETING
        self._fruitless_questions = 0
        self._greeted.clear()
        self._orders = fresh_orders()
        self._newest_rescind = 0
        self._questions.clear()
        self._reasons.clear()

    # What is due

    def advance(self, now: float, has_room: bool) -> None:
        """Performs what is due: greetings and queries. If there is no room for the offers of a replay, it requests
        none."""
        limit = self._options.silence_limit
        if limit is not None and now - self._last_heard >= limit:
            is_greeting = self.phase is Phase.GREETING
            raise NoAnswer(self._endpoints.events if is_greeting else self._endpoints.publications, limit)
        silence = self._silence.renewal(now)
        if silence is not None:
            self._actions.append(actions.Reconnect(silence))
        self._forget_unanswered(now)
        if self.phase is Phase.GREETING:
            self._greet(now)
            return
        self._ask_for_outstanding(now)
        if self.phase is not Phase.RUNNING:
            return
        self._note_quiet_streams(now)
        # The outstanding offers come first, because they may resolve everything else.
        if self._reasons & {Reason.LOSS, Reason.RESTART} or None in self._questions:
            return
        for kind in KINDS:
            if has_room or kind is Kind.REPLIES:
                self._ask_for_replay(kind, now)

    def due(self, now: float) -> float:
        """The time at which `advance` has work, if nothing is received before."""
        is_calm = (
            self.phase is Phase.RUNNING
            and not (self._questions or self._reasons or self._checks)
            and not any(order.is_doubtful for order in self._orders.values())
        )
        return now + (min(self._options.check_pause, 1.0) if is_calm else PAUSE)

    def _greet(self, now: float) -> None:
        if now < self._next_greeting:
            return
        self._next_greeting = now + PAUSE
        self._greetings += 1
        event = Event(
            cluster=self.identity.cluster,
            master=self.identity.master,
            epoch=self.identity.epoch,
            request_id=self.identity.greeting_id(self._greetings),
        )
        event.heartbeat.SetInParent()
        self._actions.append(actions.Greet(event))
        # A worker that is present but does not answer may refuse this master's events from this client's key. Its
        # answer to a query about the master says so.
        is_there = self._incarnation is not None
        if is_there and self._greetings % GREETINGS_BEFORE_QUESTION == 0 and None not in self._questions:
            self._ask(self._outstanding_query(), None, 0, (), now)

    def _forget_unanswered(self, now: float) -> None:
        for subject, question in list(self._questions.items()):
            if now - question.at < self._options.answer_pause:
                continue
            del self._questions[subject]
            if subject is None:
                self._reasons |= question.reasons
            else:
                self._checks.add(subject)

    def _ask_for_outstanding(self, now: float) -> None:
        if not self._reasons or None in self._questions:
            return
        self._ask(self._outstanding_query(), None, 0, self._reasons, now)
        self._reasons = set()

    def _note_quiet_streams(self, now: float) -> None:
        # A stream that has been quiet for long may have a gap at its end, which no newer publication reveals.
        for kind in KINDS:
            if now - self._last_receipts.setdefault(kind, now) >= self._options.check_pause:
                self._checks.add(kind)

    def _ask_for_replay(self, kind: Kind, now: float) -> None:
        order = self._orders[kind]
        if kind in self._questions or not (order.is_doubtful or kind in self._checks):
            return
        last = self._last_replays.get(kind)
        if last is not None and last[0] == order.next and now - last[1] < PAUSE:
            return
        self._last_replays[kind] = (order.next, now)
        self._last_receipts[kind] = now
        self._checks.discard(kind)
        replay = ReplayQuery(
            cluster=self.identity.cluster, kind=kind.value, master=self.identity.master, from_sequence=order.next
        )
        self._ask(Query(replay=replay), kind, order.next, (), now)
