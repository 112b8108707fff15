"""The identity of a sender: one incarnation of a master of a cluster, and the request ids that distinguish its
requests."""

from __future__ import annotations

import re
from dataclasses import dataclass

from quartermaster.core.topics import NO_CLUSTER, Kind, Stream
from quartermaster.errors import InvalidArgument

LONGEST_NAME = 255
GREATEST_NUMBER = 2**64 - 1
_NAME = re.compile(rf"[A-Za-z0-9._-]{{1,{LONGEST_NAME}}}")
# Contains a sign that no number has.
_GREETING = "greeting-"


@dataclass(frozen=True)
class MasterIdentity:
    """Raises `InvalidArgument` if the worker would reject this identity."""

    cluster: str
    master: str
    epoch: int

    def __post_init__(self) -> None:
        if _NAME.fullmatch(self.cluster) is None or self.cluster in NO_CLUSTER:
            raise InvalidArgument(
                f"the name of a cluster has 1 to {LONGEST_NAME} of A-Z a-z 0-9 . _ -, and is not json, rejects, "
                "heartbeat or "
                f"metrics: {self.cluster[:LONGEST_NAME]!r} is not"
            )
        if _NAME.fullmatch(self.master) is None:
            raise InvalidArgument(
                f"the name of a master has 1 to {LONGEST_NAME} of A-Z a-z 0-9 . _ -: {self.master[:LONGEST_NAME]!r} "
                "is not"
            )
        if not 1 <= self.epoch <= GREATEST_NUMBER:
            raise InvalidArgument(f"an epoch must be 1 to {GREATEST_NUMBER}")

    def request_id(self, number: int) -> str:
        """The request id of a call that awaits its reply."""
        return f"{self._prefix}{number:x}"

    def number_of(self, request_id: str) -> int | None:
        """The number of the call that a reply belongs to, or None if it is not from this incarnation."""
        if not request_id.startswith(self._prefix):
            return None
        digits = request_id[len(self._prefix) :]
        return int(digits, 16) if re.fullmatch("[0-9a-f]{1,16}", digits) else None

    def greeting_id(self, number: int) -> str:
        """The request id of a greeting: a heartbeat whose reply shows that the subscriptions are in effect."""
        return f"{self._prefix}{_GREETING}{number}"

    def is_greeting(self, request_id: str) -> bool:
        return request_id.startswith(self._prefix + _GREETING)

    def prefix(self, kind: Kind) -> bytes:
        """The prefix that subscribes to all publications of a kind to this master."""
        return Stream(self.cluster, kind, self.master).prefix().encode()

    @property
    def _prefix(self) -> str:
        return f"{self.epoch:x}-"
