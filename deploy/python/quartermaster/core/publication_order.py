"""The publications of one stream in the order of their numbers, each once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar, Union

from quartermaster.core.identity import GREATEST_NUMBER

T = TypeVar("T")

MOST_HELD = 10_000
"""Publications that are held back of one stream. What comes on top is dropped: it is missing then, and asked for in its
turn."""


@dataclass(frozen=True)
class Delivered(Generic[T]):
    """What can be delivered now. The stream may still be in doubt: then the next replay is due."""

    elements: list[T]


@dataclass(frozen=True)
class Lost:
    """Publications from `next` up to before `oldest` can no longer be replayed."""

    oldest: int


@dataclass(frozen=True)
class Regressed:
    """The worker has published fewer than were received from it."""


Settlement = Union[Delivered[T], Lost, Regressed]


class PublicationOrder(Generic[T]):
    """Holds back what came too early, drops what came again, and knows what is to be asked for.

    It begins in doubt and knows no number; `begin` tells it. While in doubt, because a number is missing, because numbers
    went back or because the worker was restarted, it delivers nothing: first a replay must settle it.
    """

    def __init__(self, most_held: int = MOST_HELD, limit: int = GREATEST_NUMBER) -> None:
        self._most_held = most_held
        self.next = 1
        """The number that comes next."""
        self.is_doubtful = True
        """Whether a replay from `next` on must come before anything else can be delivered."""
        self.limit = limit
        """Higher numbers are held back, though nothing is missing, until it is raised."""
        self._held: dict[int, T] = {}
        self._last_received = 0

    @property
    def held_count(self) -> int:
        return len(self._held)

    @property
    def lowest_held(self) -> int | None:
        """The lowest number that is held back."""
        return min(self._held, default=None)

    # As they come

    def receive(self, element: T, number: int) -> list[T]:
        """Takes one as it came from the worker; gives what can be delivered, in order. 0 is no number: the worker counts
        only so many streams, and what it does not count is delivered as it comes."""
        if number == 0:
            return [element]
        # One connection never repeats a number: a worker does that has lost some.
        if number <= self._last_received:
            self.is_doubtful = True
        self._last_received = number
        if number < self.next:
            return []
        # What is held back for the limit's sake stands between, where nothing is in doubt.
        if number > self.next + len(self._held):
            self.is_doubtful = True
        self._hold(element, number)
        return [] if self.is_doubtful else self._take_consecutive()

    def _hold(self, element: T, number: int) -> None:
        # The next one always has room: with it, all others can go. The greatest has none after it.
        if (len(self._held) < self._most_held or number == self.next) and number < GREATEST_NUMBER:
            self._held[number] = element

    def _take_consecutive(self) -> list[T]:
        taken: list[T] = []
        while self.next <= self.limit and self.next in self._held:
            taken.append(self._held.pop(self.next))
            self.next += 1
        return taken

    def _is_missing(self, newest: int) -> bool:
        """Whether a number up to `newest`, or before one that is held back, is missing."""
        number = self.next
        while number in self._held:
            number += 1
        return number <= newest or len(self._held) > number - self.next

    # As they are replayed

    def settle(self, replayed: Iterable[tuple[int, T]], asked_from: int, oldest: int, newest: int) -> Settlement[T]:
        """Takes the answer to a question for a replay.

        `replayed` is in the order of its numbers, `asked_from` was `next` at the time of the question. `oldest` is the
        oldest that the worker keeps, one past `newest` where it keeps none; `newest` is 0 where there was none.
        """
        # `next` may have moved on since the question; what was asked for had been preceded by others then.
        if newest < asked_from - 1:
            return Regressed()
        if oldest > self.next and newest >= self.next:
            return Lost(oldest)
        taken: list[T] = []
        for number, element in replayed:
            if number >= self.next:
                self._hold(element, number)
                taken += self._take_consecutive()
        self.is_doubtful = self._is_missing(newest)
        return Delivered(taken)

    def begin(self, after: int) -> list[T]:
        """Goes on after a number, whatever is missing before it."""
        self.next = min(after + 1, GREATEST_NUMBER)
        self._held = {number: element for number, element in self._held.items() if number >= self.next}
        taken = self._take_consecutive()
        self.is_doubtful = self._is_missing(0)
        return taken

    def doubt(self) -> None:
        """Delivers nothing more until a replay has shown what there is."""
        self.is_doubtful = True

    def raise_limit(self, number: int) -> list[T]:
        """Holds back only what has a number above this one; gives what can be delivered now."""
        self.limit = max(self.limit, number)
        return [] if self.is_doubtful else self._take_consecutive()
