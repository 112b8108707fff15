"""The state of a session."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from quartermaster.core.identity import MasterIdentity
from quartermaster.core.publication_order import PublicationOrder
from quartermaster.core.session_actions import Action
from quartermaster.core.topics import Kind
from quartermaster.wire.control_pb2 import Outstanding
from quartermaster.wire.publication_pb2 import Publication

# The streams that must have no gaps. Acknowledgements are not among them, because each covers all earlier ones.
KINDS = (Kind.OFFERS, Kind.INVERSE_OFFERS, Kind.RESCINDS, Kind.REPLIES)
OFFER_KINDS = (Kind.OFFERS, Kind.INVERSE_OFFERS, Kind.RESCINDS)

PAUSE = 0.1
"""The time between two greetings, and between two equal queries, in seconds."""


class Phase(Enum):
    GREETING = "greeting"
    """The subscriptions may not be in effect yet."""
    SYNCHRONIZING = "synchronizing"
    """The numbers to begin after have been requested."""
    RUNNING = "running"


class Feed(Enum):
    """The two subscribers of a client. Offers may have to wait for the program's iteration, and other publications must
    not wait behind them."""

    OFFERS = "offers"
    REPLIES = "replies"


class Reason(Enum):
    """The reason of a query for the outstanding offers."""

    BEGINNING = "beginning"
    LOSS = "loss"
    RESTART = "restart"
    FENCE = "fence"
    """An event was fenced. Its epoch tells whose it was."""


@dataclass(frozen=True)
class Question:
    request_id: str
    asked_from: int
    """For a replay: its first number."""
    reasons: frozenset[Reason]
    """For outstanding offers: the reason of the query."""
    at: float
    acknowledged: int
    """The highest acknowledged number at the time of the query."""
    rescinds: int
    """The highest received number of a rescind at the time of the query."""
    pages: Outstanding | None = None
    """For outstanding offers: the pages received so far."""


def fresh_orders() -> dict[Kind, PublicationOrder[Publication]]:
    """Rescinds wait until the offers are known to be complete up to them."""
    orders: dict[Kind, PublicationOrder[Publication]] = {kind: PublicationOrder() for kind in KINDS}
    orders[Kind.RESCINDS].limit = 0
    return orders


class SessionState:
    def __init__(self, identity: MasterIdentity, now: float, has_key: bool) -> None:
        self.identity = identity
        self._has_key = has_key
        # The number of answered queries whose preceding greetings were not answered.
        self._fruitless_questions = 0
        self.phase = Phase.GREETING
        self._greeted: set[Feed] = set()
        self._greetings = 0
        self._next_greeting = now

        self._orders = fresh_orders()
        # When a stream was last received or checked.
        self._last_receipts: dict[Kind, float] = {}
        # The streams to check without evidence of a loss.
        self._checks: set[Kind] = set()
        self._reasons: set[Reason] = set()
        # A query for a replay of each kind. The key None is the query for the outstanding offers.
        self._questions: dict[Kind | None, Question] = {}
        # The first number of the last replay query, and its time. An answer without progress must not cause an
        # immediate retry.
        self._last_replays: dict[Kind, tuple[int, float]] = {}
        self._question_count = 0

        # The highest received number of a rescind, delivered or not.
        self._newest_rescind = 0
        # After a loss of replies: once the stream is in order again, replies to events up to this number count as lost.
        self._lost_replies: int | None = None

        self._incarnation: int | None = None
        self._last_heartbeat = 0
        self._last_heard = now

        self.last_number = 0
        """The highest assigned number. The owner of the window sets it."""
        self.acknowledged = 0
        """The highest acknowledged number. The owner of the window sets it."""
        self.repaired = 0
        self.lost = 0
        self.restarts = 0
        self._actions: list[Action] = []

    def take_actions(self) -> list[Action]:
        """The requested actions, in order."""
        taken, self._actions = self._actions, []
        return taken
