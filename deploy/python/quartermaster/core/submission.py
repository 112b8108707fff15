"""A batch that was handed over and that may have to wait for room in the window."""

from __future__ import annotations

from collections.abc import Sequence

from quartermaster.core.delivery import Outcome
from quartermaster.core.identity import MasterIdentity
from quartermaster.errors import InvalidArgument, UnusableMessage
from quartermaster.wire.event_pb2 import Event
from quartermaster.wire.publication_pb2 import Reply

MOST_EVENTS = 10_000
"""Events of one batch: what the worker takes as one message."""
ENVELOPE_BYTES = 640
"""The maximum size of an event beside its call: names, numbers, a request id."""

_ENVELOPE = ("cluster", "master", "epoch", "sequence", "request_id")


class Submission:
    """Raises `InvalidArgument` or `UnusableMessage` for events that the worker could not take."""

    def __init__(self, events: Sequence[Event], frame_bytes: int, awaits_reply: bool = False) -> None:
        if not 1 <= len(events) <= MOST_EVENTS:
            raise InvalidArgument(f"a batch has 1 to {MOST_EVENTS} events, and not {len(events)}: send several")
        # Each encoded as an event that has nothing but its call.
        self._calls = [_encode(event, frame_bytes) for event in events]
        self.call_name: str = events[0].WhichOneof("call") or ""
        self.size = sum(len(call) + ENVELOPE_BYTES for call in self._calls)
        self.admission: Outcome[int] = Outcome()
        """Settled when the batch is in the window: the number of its last event."""
        self.reply: Outcome[Reply] | None = Outcome() if awaits_reply else None
        """Where the one call's reply is awaited: settled by it."""

    def __len__(self) -> int:
        return len(self._calls)

    @property
    def is_abandoned(self) -> bool:
        """Whether the submitting caller no longer waits."""
        return self.admission.is_abandoned

    def frames(self, first: int, identity: MasterIdentity) -> tuple[bytes, ...]:
        """Numbered from `first` on. Fields of a protobuf message may come in pieces: the call is not encoded again."""
        frames: list[bytes] = []
        for number, call in enumerate(self._calls, first):
            envelope = Event(
                cluster=identity.cluster,
                master=identity.master,
                epoch=identity.epoch,
                sequence=number,
                request_id=identity.request_id(number) if self.reply is not None else "",
            )
            frames.append(envelope.SerializeToString() + call)
        return tuple(frames)


def _encode(event: Event, frame_bytes: int) -> bytes:
    if event.WhichOneof("call") is None:
        raise InvalidArgument("an event without a call: set one, such as Event(add_agent=…)")
    for name in _ENVELOPE:
        if getattr(event, name):
            raise InvalidArgument(f"{name} of an event is given by the client: leave it out")
    call: bytes = event.SerializeToString()
    if len(call) + ENVELOPE_BYTES > frame_bytes:
        raise UnusableMessage(
            f"an event of {len(call)} bytes, and the worker takes {frame_bytes - ENVELOPE_BYTES}: send less in one, or "
            "raise frame_bytes with the worker's --max-frame-bytes"
        )
    return call
