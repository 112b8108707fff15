"""Topics, which are the first frame of each publication.

Each part of a topic ends in `/`; `/` and `%` inside a part are percent-encoded. JSON topics begin with `json/`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

JSON = "json/"
HEARTBEAT = "heartbeat/"
_ESCAPED = re.compile(r"%(2F|25)?")


class Kind(str, Enum):
    """The kinds of topics. Publications are numbered within each cluster, kind and master."""

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


# The kinds that the worker keeps for replays.
REPLAYED = frozenset({Kind.OFFERS, Kind.INVERSE_OFFERS, Kind.RESCINDS, Kind.REPLIES, Kind.RUNS, Kind.EVENTS})
# The first words that take the place of a cluster's name.
NO_CLUSTER = frozenset({"json", Kind.REJECTS.value, Kind.HEARTBEAT.value, Kind.METRICS.value})
_FRAMEWORK_KINDS = frozenset({Kind.OFFERS, Kind.INVERSE_OFFERS, Kind.RESCINDS})
# The number of parts of a cluster's topic.
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
    """A stream of publications with consecutive numbers. Parts that its topics do not have are empty."""

    cluster: str
    kind: Kind
    master: str

    def prefix(self) -> str:
        """The common prefix of its topics."""
        if self.kind.value in NO_CLUSTER:
            return join(self.kind.value)
        return join(*(part for part in (self.cluster, self.kind.value, self.master) if part))

    def topic(self, framework: str) -> str:
        """The topic of a publication of this stream."""
        return self.prefix() + (join(framework) if self.kind in _FRAMEWORK_KINDS else "")


@dataclass(frozen=True)
class Topic:
    """A parsed topic."""

    stream: Stream
    text: str
    """The topic without `json/`."""


def join(*parts: str) -> str:
    """The text of a topic or of a prefix."""
    return "".join(part.replace("%", "%25").replace("/", "%2F") + "/" for part in parts)


def parse(frame: bytes) -> Topic | None:
    """Parses a topic in the exact form that the worker writes. Returns None for anything else."""
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
