"""Decodes frames from the wire, within bounds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from google.protobuf import json_format
from google.protobuf.message import DecodeError, Message

from quartermaster.core.topics import Topic, parse
from quartermaster.errors import UnusableMessage
from quartermaster.wire.control_pb2 import Answer
from quartermaster.wire.publication_pb2 import Publication

LARGEST_FRAME = 128 << 20
"""The maximum size of a publication or an answer in bytes. It exceeds a worker's own limits, so only invalid messages
are rejected."""

M = TypeVar("M", bound=Message)


def read_publication(frames: Sequence[bytes]) -> tuple[Topic, Publication] | None:
    """The two frames of a publication, or None for another number of frames."""
    if len(frames) != 2:
        return None
    topic = parse(frames[0])
    publication = _read(Publication(), frames[1])
    return None if topic is None or publication is None else (topic, publication)


def read_answer(frames: Sequence[bytes]) -> Answer:
    """Decodes the last frame, which may follow the empty frame of a broker. Raises `UnusableMessage`."""
    answer = _read(Answer(), frames[-1]) if frames else None
    if answer is None:
        raise UnusableMessage("an answer of the worker cannot be decoded: use the worker's version of the package")
    return answer


def _read(message: M, frame: bytes) -> M | None:
    if len(frame) > LARGEST_FRAME:
        return None
    try:
        if frame.startswith(b"{"):
            json_format.Parse(frame, message, ignore_unknown_fields=True)
        else:
            message.ParseFromString(frame)
    except (DecodeError, json_format.ParseError, UnicodeDecodeError, RecursionError):
        return None
    return message
