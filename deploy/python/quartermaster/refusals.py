"""Converts errors of the worker to exceptions."""

from __future__ import annotations

from quartermaster.errors import Refused
from quartermaster.wire.control_pb2 import Answer, Query
from quartermaster.wire.publication_pb2 import Reply


def checked_reply(reply: Reply) -> Reply:
    """Raises `Refused` if the reply is an error."""
    if reply.WhichOneof("result") == "error":
        raise Refused(reply.call, reply.error)
    return reply


def checked_answer(query: Query, answer: Answer) -> Answer:
    """Raises `Refused` if the answer is an error."""
    if answer.WhichOneof("answer") == "error":
        raise Refused(f"the query {query.WhichOneof('question')}", answer.error)
    return answer
