"""A submitted batch, which may wait for room in the window."""

from __future__ import annotations

from collections.abc import Sequence

from quartermaster.core.delivery import Outcome
from quartermaster.core.identity import MasterIdentity
from quartermaster.errors import InvalidArgument, UnusableMessage
from quartermaster.wire.event_pb2 import Event
from quartermaster.wire.publication_pb2 import Reply

MOST_EVENTS = 10_000
"""The maximum number of events in a batch, which the worker receives as one message."""
ENVELOPE_BYTES = 640
"""The maximum size of an event without its call: names, numbers, a request id."""

_ENVELOPE = ("cluster", "master", "epoch", "sequence", "request_id")


class Submission:
    """Raises `InvalidArgument` or `UnusableMessage` for events that the worker would reject."""

    def __init__(self, events: Sequence[Event], frame_bytes: int, awaits_reply: bool = False) -> None:
        if not 1 <= len(events) <= MOST_EVENTS:
            raise InvalidArgument(f"a batch must have 1 to {MOST_EVENTS} events, not {len(events)}: send several")
        # Each is encoded as an event that contains only its call.
        self._calls = [_encode(event, frame_bytes) for event in events]
        self.call_name: str = events[0].WhichOneof("call") or ""
        self.size = sum(len(call) + ENVELOPE_BYTES for call in self._calls)
        self.admission: Outcome[int] = Outcome()
        """Settled with the number of the last event when the batch is in the window."""
        self.reply: Outcome[Reply] | None = Outcome() if awaits_reply else None
        """Settled with the reply of the only call, if the caller awaits it."""

    def __len__(self) -> int:
        return len(self._calls)

    @property
    def is_abandoned(self) -> bool:
        """Whether the caller no longer waits."""
        return self.admission.is_abandoned

    def frames(self, first: int, identity: MasterIdentity) -> tuple[bytes, ...]:
        """Numbers the events from `first` on. Fields of a protobuf message can be concatenated, so the call is not
        encoded again."""
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
        raise InvalidArgument("an event has no call: set one, such as Event(add_agent=…)")
    for name in _ENVELOPE:
        if getattr(event, name):
            raise InvalidArgument(f"the client sets {name} of an event: leave it out")
    call: bytes = event.SerializeToString()
    if len(call) + ENVELOPE_BYTES > frame_bytes:
        raise UnusableMessage(
            f"an event has {len(call)} bytes, but the maximum is {frame_bytes - ENVELOPE_BYTES}: send smaller "
            "events, or "
            "raise frame_bytes with the worker's --max-frame-bytes"
        )
    return call
