"""Buffers and promises for the elements and answers that the program receives."""

from __future__ import annotations

from collections import deque
from typing import Generic, TypeVar

from quartermaster.errors import ClientFailure

T = TypeVar("T")


class Outcome(Generic[T]):
    """A promise: a value, or the failure why there is none. Only the first one counts."""

    def __init__(self) -> None:
        self._value: list[T] = []
        self._failure: ClientFailure | None = None
        self.is_abandoned = False
        """Whether its caller no longer waits."""

    @property
    def is_settled(self) -> bool:
        return bool(self._value) or self._failure is not None

    def succeed(self, value: T) -> None:
        if not self.is_settled:
            self._value.append(value)

    def fail(self, failure: ClientFailure) -> None:
        if not self.is_settled:
            self._failure = failure

    def get(self) -> T:
        """The value of a settled outcome. Raises its failure."""
        if self._failure is not None:
            raise again(self._failure)
        return self._value[0]


MOST_CONNECTION_UPDATES = 100
"""The capacity for unread updates about the connection. Beyond it the oldest are dropped."""


class DeliveryBuffer(Generic[T]):
    """A queue of elements, each delivered once. The producer must check `is_full` before it appends."""

    def __init__(self, capacity: int) -> None:
        self.capacity = capacity
        self._elements: deque[T] = deque()
        self._ending: ClientFailure | None = None

    @property
    def is_full(self) -> bool:
        return len(self._elements) >= self.capacity

    @property
    def is_ready(self) -> bool:
        """Whether an element is available, or the buffer has ended."""
        return bool(self._elements) or self._ending is not None

    def append(self, element: T) -> None:
        if self._ending is None:
            self._elements.append(element)

    def append_dropping_oldest(self, element: T) -> None:
        """Appends an element that may be dropped unread."""
        self.append(element)
        if len(self._elements) > self.capacity:
            self._elements.popleft()

    def finish(self, ending: ClientFailure) -> None:
        """Ends the buffer. Its elements can still be taken, and then the failure is raised."""
        if self._ending is None:
            self._ending = ending

    def take(self) -> T:
        """The next element of a buffer that is ready. Raises the failure that ended it."""
        if not self._elements and self._ending is not None:
            raise again(self._ending)
        return self._elements.popleft()


def again(failure: ClientFailure) -> ClientFailure:
    """Raises the failure again without the traceback of earlier raises."""
    return failure.with_traceback(None)
