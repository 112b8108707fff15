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

# Streams without a gap. Acknowledgements need none: each one covers those before it.
KINDS = (Kind.OFFERS, Kind.INVERSE_OFFERS, Kind.RESCINDS, Kind.REPLIES)
OFFER_KINDS = (Kind.OFFERS, Kind.INVERSE_OFFERS, Kind.RESCINDS)

PAUSE = 0.1
"""Between two greetings, and between two equal questions, in seconds."""


class Phase(Enum):
    GREETING = "greeting"
    """The worker may not know the subscriptions yet."""
    SYNCHRONIZING = "synchronizing"
    """The numbers to begin after are asked for."""
    RUNNING = "running"


class Feed(Enum):
    """The two subscribers of a client: offers may have to wait for the program's iteration, and other publications must
    not wait behind them."""

    OFFERS = "offers"
    REPLIES = "replies"


class Reason(Enum):
    """Why what is outstanding is asked for."""

    BEGINNING = "beginning"
    LOSS = "loss"
    RESTART = "restart"
    FENCE = "fence"
    """Some event was fenced: whose, the epoch tells."""


@dataclass(frozen=True)
class Question:
    request_id: str
    asked_from: int
    """For a replay: its first number."""
    reasons: frozenset[Reason]
    """For outstanding offers: the reason of the question."""
    at: float
    acknowledged: int
    """The highest number that was acknowledged when it was asked."""
    rescinds: int
    """The highest number of a rescind that had come when it was asked."""
    pages: Outstanding | None = None
    """For outstanding offers: the pages received so far."""


def fresh_orders() -> dict[Kind, PublicationOrder[Publication]]:
    """Rescinds wait until offers are known to be complete up to them."""
    orders: dict[Kind, PublicationOrder[Publication]] = {kind: PublicationOrder() for kind in KINDS}
    orders[Kind.RESCINDS].limit = 0
    return orders


class SessionState:
    def __init__(self, identity: MasterIdentity, now: float, has_key: bool) -> None:
        self.identity = identity
        self._has_key = has_key
        # Questions that were answered while the greetings before them were not.
        self._fruitless_questions = 0
        self.phase = Phase.GREETING
        self._greeted: set[Feed] = set()
        self._greetings = 0
        self._next_greeting = now

        self._orders = fresh_orders()
        # When a stream was heard of last, or checked.
        self._last_receipts: dict[Kind, float] = {}
        # Streams to be checked, though nothing speaks for a loss.
        self._checks: set[Kind] = set()
        self._reasons: set[Reason] = set()
        # One for a replay of each kind; None stands for what is outstanding.
        self._questions: dict[Kind | None, Question] = {}
        # From where a replay was asked for last, and when: an answer that helps nothing does not make it ask at once again.
        self._last_replays: dict[Kind, tuple[int, float]] = {}
        self._question_count = 0

        # The highest number of a rescind that has come, delivered or not.
        self._newest_rescind = 0
        # Replies were lost; once the stream is in order again, those to events up to this number count as lost.
        self._lost_replies: int | None = None

        self._incarnation: int | None = None
        self._last_heartbeat = 0
        self._last_heard = now

        self.last_number = 0
        """Set by the owner of the window: the highest number that was assigned."""
        self.acknowledged = 0
        """Likewise: the highest number that was acknowledged."""
        self.repaired = 0
        self.lost = 0
        self.restarts = 0
        self._actions: list[Action] = []

    def take_actions(self) -> list[Action]:
        """The actions, in order."""
        taken, self._actions = self._actions, []
        return taken
