"""Errors of the worker as exceptions."""

from __future__ import annotations

from quartermaster.errors import Refused
from quartermaster.wire.control_pb2 import Answer, Query
from quartermaster.wire.publication_pb2 import Reply


def checked_reply(reply: Reply) -> Reply:
    """Raises `Refused` where the reply is an error."""
    if reply.WhichOneof("result") == "error":
        raise Refused(reply.call, reply.error)
    return reply


def checked_answer(query: Query, answer: Answer) -> Answer:
    """Raises `Refused` where the answer is an error."""
    if answer.WhichOneof("answer") == "error":
        raise Refused(f"the question {query.WhichOneof('question')}", answer.error)
    return answer
