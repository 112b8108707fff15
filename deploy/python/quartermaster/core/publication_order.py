"""Restores the order of the publications of one stream, each delivered once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar, Union

from quartermaster.core.identity import GREATEST_NUMBER

T = TypeVar("T")

MOST_HELD = 10_000
"""The maximum number of publications held back for one stream. Further ones are dropped and requested again later."""


@dataclass(frozen=True)
class Delivered(Generic[T]):
    """The publications that can be delivered now. If the stream is still in doubt, the next replay is due."""

    elements: list[T]


@dataclass(frozen=True)
class Lost:
    """The publications from `next` to before `oldest` can no longer be replayed."""

    oldest: int


@dataclass(frozen=True)
class Regressed:
    """The worker has published fewer than the client has received."""


Settlement = Union[Delivered[T], Lost, Regressed]


class PublicationOrder(Generic[T]):
    """Holds back early publications, drops repeated ones, and determines which ones to request.

    It begins in doubt and without a number; `begin` sets it. A missing number, a decreasing number or a restart of the
    worker puts it in doubt. While in doubt it delivers nothing until a replay has resolved the doubt.
    """

    def __init__(self, most_held: int = MOST_HELD, limit: int = GREATEST_NUMBER) -> None:
        self._most_held = most_held
        self.next = 1
        """The next number to deliver."""
        self.is_doubtful = True
        """Whether a replay from `next` on must precede any delivery."""
        self.limit = limit
        """Higher numbers are held back until the limit is raised, even if none is missing."""
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
        """Receives a publication, and returns the ones that can be delivered, in order. The number 0 means that the
        worker does not count this stream; such a publication is delivered at once."""
        if number == 0:
            return [element]
        # One connection never repeats a number, unless the worker has lost state.
        if number <= self._last_received:
            self.is_doubtful = True
        self._last_received = number
        if number < self.next:
            return []
        # If nothing is in doubt, the numbers between are held back because of the limit.
        if number > self.next + len(self._held):
            self.is_doubtful = True
        self._hold(element, number)
        return [] if self.is_doubtful else self._take_consecutive()

    def _hold(self, element: T, number: int) -> None:
        # There is always room for the next number, because with it all others can be delivered. The greatest number has
        # no successor.
        if (len(self._held) < self._most_held or number == self.next) and number < GREATEST_NUMBER:
            self._held[number] = element

    def _take_consecutive(self) -> list[T]:
        taken: list[T] = []
        while self.next <= self.limit and self.next in self._held:
            taken.append(self._held.pop(self.next))
            self.next += 1
        return taken

    def _is_missing(self, newest: int) -> bool:
        """Whether a number up to `newest`, or before a held one, is missing."""
        number = self.next
        while number in self._held:
            number += 1
        return number <= newest or len(self._held) > number - self.next

    # As they are replayed

    def settle(self, replayed: Iterable[tuple[int, T]], asked_from: int, oldest: int, newest: int) -> Settlement[T]:
        """Receives the answer to a replay query.

        `replayed` is in the order of its numbers. `asked_from` was `next` at the time of the query. `oldest` is the
        oldest number that the worker keeps, or one past `newest` if it keeps none. `newest` is 0 if there was none.
        """
        # `next` may have advanced since the query.
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
        """Continues after a number and skips the missing ones before it."""
        self.next = min(after + 1, GREATEST_NUMBER)
        self._held = {number: element for number, element in self._held.items() if number >= self.next}
        taken = self._take_consecutive()
        self.is_doubtful = self._is_missing(0)
        return taken

    def doubt(self) -> None:
        """Stops delivery until a replay has shown the worker's state."""
        self.is_doubtful = True

    def raise_limit(self, number: int) -> list[T]:
        """Sets the limit, and returns the publications that can be delivered now."""
        self.limit = max(self.limit, number)
        return [] if self.is_doubtful else self._take_consecutive()
