"""The session's handling of answers, and its deliveries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from quartermaster.core import session_actions as actions
from quartermaster.core.identity import GREATEST_NUMBER
from quartermaster.core.outstanding_pages import are_of_one_view, joined
from quartermaster.core.publication_order import Delivered, Lost
from quartermaster.core.session_state import OFFER_KINDS, Phase, Question, Reason, SessionState
from quartermaster.core.topics import Kind
from quartermaster.errors import Fenced, MasterNotCovered, Refused, StateLost, UnusableMessage
from quartermaster.updates import Asked, Offered, Rescinded, Resynchronized
from quartermaster.wire.control_pb2 import Answer, Outstanding, OutstandingQuery, Query, Replayed
from quartermaster.wire.publication_pb2 import Error, Publication, Reply


FRUITLESS_QUESTIONS = 5
"""The number of answers, without a reply to any greeting, after which the client's key does not cover its master: about
ten seconds."""


class SessionAnswers(SessionState):
    # Publications

    def _deliver(self, publications: Iterable[Publication]) -> None:
        for publication in publications:
            body = publication.WhichOneof("body")
            if body == "offers":
                self._actions.append(actions.DeliverOffer(Offered(publication.offers)))
            elif body == "rescinds":
                self._actions.append(actions.DeliverOffer(Rescinded(publication.rescinds)))
            elif body == "inverse_offers":
                self._actions.append(actions.DeliverInverseOffer(Asked(publication.inverse_offers)))
            elif body == "reply":
                self._deliver_reply(publication.reply)

    def _deliver_reply(self, reply: Reply) -> None:
        number = self.identity.number_of(reply.request_id)
        if reply.WhichOneof("result") == "error":
            # Such an event was not applied and is resent.
            if reply.error.code == Error.OUT_OF_SEQUENCE:
                return
            if reply.error.code == Error.FENCED:
                if number is not None or self.identity.is_greeting(reply.request_id):
                    raise Fenced(reply.error.message)
                # It does not say who sent the event.
                self._reasons.add(Reason.FENCE)
                return
        is_own = number is not None if reply.request_id else 0 < reply.sequence <= self.last_number
        if is_own:
            self._actions.append(actions.DeliverReply(reply))

    def _note_rescind(self, number: int) -> None:
        # A rescind must not overtake its offer, which may be lost without a detected gap. So it waits until the offers
        # were checked again.
        if number >= GREATEST_NUMBER:
            return
        self._newest_rescind = max(self._newest_rescind, number)
        if self._newest_rescind > self._orders[Kind.RESCINDS].limit:
            self._checks.add(Kind.OFFERS)

    # Answers

    def receive_answer(self, answer: Answer, now: float) -> None:
        """Receives an answer. Answers to abandoned or unknown queries are ignored."""
        found = next((item for item in self._questions.items() if item[1].request_id == answer.request_id), None)
        if found is None:
            return
        subject, question = found
        self._last_heard = now
        del self._questions[subject]
        body = answer.WhichOneof("answer")
        if self.phase is Phase.GREETING:
            self._check_coverage(answer)
        if body == "error":
            if answer.error.code != Error.NOT_FOUND:
                raise Refused("a query on the control socket", answer.error)
            if subject is None:
                self._settle_unknown_outstanding(question)
            else:
                self._settle_unknown_stream(subject, question)
        elif body == "replayed" and subject is not None:
            self._settle_replayed(subject, answer.replayed, question)
        elif body == "outstanding" and subject is None:
            outstanding = self._collect(answer.outstanding, question, now)
            if outstanding is not None:
                self._settle_outstanding(outstanding, question)
        else:
            raise UnusableMessage("an answer of the worker does not fit its query: use the worker's version")

    def _check_coverage(self, answer: Answer) -> None:
        # The worker does not answer an event that the key does not permit. Whether it refuses the query depends on
        # other rights of the key, so many answers without a reply to a greeting count too.
        master, cluster = self.identity.master, self.identity.cluster
        if answer.error.code == Error.PERMISSION_DENIED:
            raise MasterNotCovered(master, cluster, answer.error.message)
        self._fruitless_questions += 1
        if self._has_key and self._fruitless_questions >= FRUITLESS_QUESTIONS:
            raise MasterNotCovered(master, cluster, "it answers queries but has replied to no event")

    def _settle_replayed(self, kind: Kind, replayed: Replayed, question: Question) -> None:
        order = self._orders[kind]
        publications = [(publication.sequence, publication) for publication in replayed.publications]
        settlement = order.settle(publications, question.asked_from, replayed.oldest, replayed.newest)
        if isinstance(settlement, Delivered):
            self.repaired += len(settlement.elements)
            self._deliver(settlement.elements)
            if kind is Kind.RESCINDS:
                for number, _ in publications:
                    self._note_rescind(number)
            if kind is Kind.OFFERS and not order.is_doubtful:
                self._deliver(self._orders[Kind.RESCINDS].raise_limit(question.rescinds))
        elif isinstance(settlement, Lost):
            self.lost += settlement.oldest - order.next
            if kind is Kind.REPLIES:
                # The call was acknowledged before the query and its reply is not among the answers, so the reply is
                # lost.
                self._lost_replies = question.acknowledged
                self._deliver(order.begin(settlement.oldest - 1))
                self._settle_replayed(kind, replayed, question)
            else:
                for lost_kind in OFFER_KINDS:
                    self._orders[lost_kind].doubt()
                self._reasons.add(Reason.LOSS)
        else:
            raise StateLost(
                f"it has published {replayed.newest} {kind.value} to {self.identity.master}, but number "
                f"{question.asked_from - 1} was received"
            )
        if self._lost_replies is not None and not self._orders[Kind.REPLIES].is_doubtful:
            self._actions.append(actions.GiveUpReplies(self._lost_replies))
            self._lost_replies = None

    # Questions

    def _outstanding_query(self, after: str = "") -> Query:
        return Query(
            outstanding=OutstandingQuery(cluster=self.identity.cluster, master=self.identity.master, after=after)
        )

    def _ask(
        self, query: Query, subject: Kind | None, asked_from: int, reasons: Iterable[Reason], now: float
    ) -> None:
        self._question_count += 1
        query.request_id = f"session-{self._question_count}"
        self._questions[subject] = Question(
            request_id=query.request_id,
            asked_from=asked_from,
            reasons=frozenset(reasons),
            at=now,
            acknowledged=self.acknowledged,
            rescinds=self._newest_rescind,
        )
        self._actions.append(actions.Ask(query))

    def _collect(self, page: Outstanding, question: Question, now: float) -> Outstanding | None:
        """Receives a page of the outstanding offers. Returns all of them, or None if more pages must be requested. If
        something was published between two pages, they are inconsistent, and all are requested again."""
        if not question.reasons & {Reason.BEGINNING, Reason.LOSS, Reason.RESTART}:
            return page
        whole = page
        if question.pages is not None:
            if not are_of_one_view(question.pages, page):
                self._reasons |= question.reasons
                return None
            whole = joined(question.pages, page)
        if not page.last:
            return whole
        self._ask(self._outstanding_query(after=page.last), None, 0, question.reasons, now)
        # The state at the time of the first query counts.
        self._questions[None] = replace(
            self._questions[None], pages=whole, acknowledged=question.acknowledged, rescinds=question.rescinds
        )
        return None

    def _settle_outstanding(self, outstanding: Outstanding, question: Question) -> None:
        self._check_progress(outstanding, question)
        if not question.reasons & {Reason.BEGINNING, Reason.LOSS, Reason.RESTART}:
            return
        # A restarted worker may have lost offers that the client has received, and the numbers alone do not reveal it.
        is_loss = bool(question.reasons & {Reason.LOSS, Reason.RESTART})
        # The view is replaced before later publications are delivered.
        if is_loss or outstanding.offers:
            self._actions.append(actions.DeliverOffer(Resynchronized(outstanding)))
        if is_loss or outstanding.inverse_offers:
            self._actions.append(actions.DeliverInverseOffer(Resynchronized(outstanding)))
        numbers = (outstanding.offers_sequence, outstanding.inverse_offers_sequence, outstanding.rescinds_sequence)
        for kind, number in zip(OFFER_KINDS, numbers):
            received = self._orders[kind].next - 1
            if number < received:
                raise StateLost(
                    f"it has published {number} {kind.value} to {self.identity.master}, but number {received} was "
                    "received"
                )
            self._deliver(self._orders[kind].begin(number))
        self._note_rescind(self._newest_rescind)
        self._begin_to_run()

    def _check_progress(self, outstanding: Outstanding, question: Question) -> None:
        epoch = self.identity.epoch
        if outstanding.epoch > epoch:
            raise Fenced(f"the worker accepts events of epoch {outstanding.epoch}, but this client has epoch {epoch}")
        applied = outstanding.applied_sequence if outstanding.epoch == epoch else 0
        if Reason.BEGINNING in question.reasons and applied > 0:
            raise Fenced(f"epoch {epoch} has been used before")
        if Reason.RESTART in question.reasons and applied < question.acknowledged:
            raise StateLost(f"it had acknowledged event {question.acknowledged}, but knows only {applied}")

    def _begin_to_run(self) -> None:
        if self.phase is Phase.SYNCHRONIZING:
            self.phase = Phase.RUNNING
            self._actions.append(actions.Begin())

    # A cluster that the worker does not know

    def _settle_unknown_stream(self, kind: Kind, question: Question) -> None:
        if kind is Kind.REPLIES:
            # The worker answers queries about an unknown cluster, but does not keep the answer for a replay.
            order = self._orders[kind]
            oldest = order.next if order.lowest_held is None else order.lowest_held
            self._settle_replayed(kind, Replayed(oldest=oldest, newest=oldest - 1), question)
        elif question.asked_from == 1:
            self._settle_replayed(kind, Replayed(oldest=1), question)
        else:
            raise self._cluster_is_gone()

    def _settle_unknown_outstanding(self, question: Question) -> None:
        if Reason.BEGINNING in question.reasons:
            for kind in OFFER_KINDS:
                self._deliver(self._orders[kind].begin(0))
            self._begin_to_run()
        elif question.acknowledged > 0 or any(self._orders[kind].next > 1 for kind in OFFER_KINDS):
            raise self._cluster_is_gone()

    def _cluster_is_gone(self) -> StateLost:
        return StateLost(f"it does not know cluster {self.identity.cluster}")
