"""Topics: what a publication is about, as the first frame of its message says it.

Each part of a topic ends in `/`; `/` and `%` inside a part are percent-encoded. JSON is marked by `json/` in front.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

JSON = "json/"
HEARTBEAT = "heartbeat/"
_ESCAPED = re.compile(r"%(2F|25)?")


class Kind(str, Enum):
    """Publications are numbered within each cluster, kind and master."""

    OFFERS = "offers"
    INVERSE_OFFERS = "inverse-offers"
    RESCINDS = "rescinds"
    REPLIES = "replies"
    ACKS = "acks"
    RUNS = "runs"
    EVENTS = "events"
    REJECTS = "rejects"
    HEARTBEAT = "heartbeat"
    METRICS = "metrics"


# Those that the worker keeps for a while, to be asked for again.
REPLAYED = frozenset({Kind.OFFERS, Kind.INVERSE_OFFERS, Kind.RESCINDS, Kind.REPLIES, Kind.RUNS, Kind.EVENTS})
# The first words that stand where a cluster's name would.
NO_CLUSTER = frozenset({"json", Kind.REJECTS.value, Kind.HEARTBEAT.value, Kind.METRICS.value})
_FRAMEWORK_KINDS = frozenset({Kind.OFFERS, Kind.INVERSE_OFFERS, Kind.RESCINDS})
# Of the parts that a topic of a cluster has.
_PART_COUNTS = {
    Kind.OFFERS: 4,
    Kind.INVERSE_OFFERS: 4,
    Kind.RESCINDS: 4,
    Kind.REPLIES: 3,
    Kind.ACKS: 3,
    Kind.RUNS: 2,
    Kind.EVENTS: 2,
}


@dataclass(frozen=True)
class Stream:
    """Publications whose numbers have no gap. Empty are the parts that its topics do not have."""

    cluster: str
    kind: Kind
    master: str

    def prefix(self) -> str:
        """How all of its topics begin."""
        if self.kind.value in NO_CLUSTER:
            return join(self.kind.value)
        return join(*(part for part in (self.cluster, self.kind.value, self.master) if part))

    def topic(self, framework: str) -> str:
        """The topic that a publication of it came under."""
        return self.prefix() + (join(framework) if self.kind in _FRAMEWORK_KINDS else "")


@dataclass(frozen=True)
class Topic:
    """A topic as it was read."""

    stream: Stream
    text: str
    """Without `json/`."""


def join(*parts: str) -> str:
    """The text of a topic, or of its beginning."""
    return "".join(part.replace("%", "%25").replace("/", "%2F") + "/" for part in parts)


def parse(frame: bytes) -> Topic | None:
    """Reads a topic as the worker writes it, and in no other form: None for anything else."""
    try:
        text = frame.decode("utf-8").removeprefix(JSON)
    except UnicodeDecodeError:
        return None
    if not text.endswith("/"):
        return None
    parts: list[str] = []
    for part in text[:-1].split("/"):
        if any(match[1] is None for match in _ESCAPED.finditer(part)):
            return None
        parts.append(part.replace("%2F", "/").replace("%25", "%"))
    stream = _stream(parts)
    return None if stream is None else Topic(stream, text)


def _stream(parts: list[str]) -> Stream | None:
    try:
        if len(parts) == 1:
            return Stream("", Kind(parts[0]), "") if parts[0] in NO_CLUSTER else None
        kind = Kind(parts[1])
    except ValueError:
        return None
    if _PART_COUNTS.get(kind) != len(parts):
        return None
    return Stream(parts[0], kind, parts[2] if len(parts) > 2 else "")
