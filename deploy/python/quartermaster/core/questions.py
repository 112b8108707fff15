"""The program's pending queries."""

from __future__ import annotations

from dataclasses import dataclass

from quartermaster.core.delivery import Outcome
from quartermaster.errors import ClientFailure, InvalidArgument, TooManyQuestions
from quartermaster.wire.control_pb2 import Answer, Query


@dataclass
class _OpenQuestion:
    query: Query
    answer: Outcome[Answer]
    sent: float | None = None
    """When it was last sent."""


class OpenQuestions:
    """Holds at most `limit` queries. Their request ids begin with `prefix`."""

    def __init__(self, prefix: str, limit: int) -> None:
        self._prefix = prefix
        self._limit = limit
        self._open: dict[str, _OpenQuestion] = {}
        self._count = 0

    def add(self, query: Query) -> Outcome[Answer]:
        """Adds a query and assigns its request id. Raises `TooManyQuestions` or `InvalidArgument`."""
        if query.WhichOneof("question") is None:
            raise InvalidArgument("an empty query: set a field, such as Query(digest=DigestQuery())")
        if query.request_id:
            raise InvalidArgument("the client sets the request_id of a query: leave it out")
        self._forget_abandoned()
        if len(self._open) >= self._limit:
            raise TooManyQuestions(self._limit)
        self._count += 1
        numbered = Query(request_id=f"{self._prefix}{self._count}")
        numbered.MergeFrom(query)
        answer: Outcome[Answer] = Outcome()
        self._open[numbered.request_id] = _OpenQuestion(numbered, answer)
        return answer

    def to_send(self, now: float, pause: float) -> list[Query]:
        """New queries, and those to resend. They count as sent now."""
        self._forget_abandoned()
        due: list[Query] = []
        for question in self._open.values():
            if question.sent is None or now - question.sent >= pause:
                question.sent = now
                due.append(question.query)
        return due

    def put_back(self, query: Query) -> None:
        """Marks a query as unsent, so that it is sent the next time."""
        question = self._open.get(query.request_id)
        if question is not None:
            question.sent = None

    def settle(self, answer: Answer) -> bool:
        """Whether the answer belongs to one of these queries, including earlier ones."""
        if not answer.request_id.startswith(self._prefix):
            return False
        question = self._open.pop(answer.request_id, None)
        if question is not None:
            question.answer.succeed(answer)
        return True

    def fail(self, failure: ClientFailure) -> None:
        for question in self._open.values():
            question.answer.fail(failure)
        self._open.clear()

    def _forget_abandoned(self) -> None:
        # Their callers no longer wait.
        self._open = {key: question for key, question in self._open.items() if not question.answer.is_abandoned}
