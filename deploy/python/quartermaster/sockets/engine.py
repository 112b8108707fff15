"""The engine that both shells, a thread and a task, drive."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import zmq

from quartermaster.core.decoding import LARGEST_FRAME
from quartermaster.curve import CurveCredentials
from quartermaster.errors import ClientFailure, TransportFailure
from quartermaster.sockets.admission import Admission

MESSAGES_PER_TURN = 256
"""The maximum number of messages that one turn receives from each socket, and of batches that it sends."""
QUESTION_QUEUE = 100
"""The maximum number of queries queued by libzmq."""
_MOST_FRAMES = 2
"""The number of frames of a valid message: a topic and its publication, or a broker's empty frame and an answer."""

HEARTBEAT_INTERVAL = 2_000
"""The interval of heartbeats in milliseconds."""
HEARTBEAT_TIME_TO_LIVE = 6_000
"""The time without a heartbeat after which the worker closes the connection, in milliseconds. Sent events stay
unacknowledged for at most this time."""
CONNECT_TIMEOUT = 3_000
"""The timeout of one attempt to connect, in milliseconds. The system alone would try for minutes, with increasing
pauses."""

# If a machine vanishes without FIN or RST, only keepalive probes detect it. The peer's system answers them, however
# busy the process is. Together they take as long as a heartbeat's time to live.
_KEEPALIVE = (
    (zmq.TCP_KEEPALIVE, 1),
    (zmq.TCP_KEEPALIVE_IDLE, 3),
    (zmq.TCP_KEEPALIVE_INTVL, 1),
    (zmq.TCP_KEEPALIVE_CNT, 3),
    (zmq.CONNECT_TIMEOUT, CONNECT_TIMEOUT),
)
# For sockets that send little. PUSH sends no heartbeats, because a large event may take longer than their time to live.
# There is no timeout for the answer to a heartbeat: a peer with a full queue does not read it, so a slow client would
# be disconnected.
_HEARTBEATS = (
    (zmq.HEARTBEAT_IVL, HEARTBEAT_INTERVAL),
    (zmq.HEARTBEAT_TTL, HEARTBEAT_TIME_TO_LIVE),
    (zmq.HEARTBEAT_TIMEOUT, 0),
    (zmq.TCP_MAXRT, HEARTBEAT_TIME_TO_LIVE),
)

Interest = tuple["zmq.Socket[bytes]", int]
"""A socket and the events to wait for: `zmq.POLLIN`, `zmq.POLLOUT`, or 0 for neither."""


class Engine(Protocol):
    """The owner of the sockets. Only one thread uses it."""

    def turn(self, now: float) -> None:
        """Receives and sends what is possible. Raises the failure that ends the client."""

    def due(self, now: float) -> float:
        """The time of the next turn if no socket becomes ready."""

    def interests(self) -> Sequence[Interest]:
        """All sockets."""

    @property
    def ending(self) -> ClientFailure | None:
        """The failure that ended the client."""

    def end(self, failure: ClientFailure) -> None:
        """Notifies all waiting callers. Only the first call has an effect."""

    def close(self) -> None:
        """Closes the sockets. Queued messages are dropped."""


class Sockets:
    """The sockets of one client, in their own context."""

    def __init__(self, curve: CurveCredentials | None) -> None:
        """Uses the credentials for all sockets. Without credentials, no socket uses CURVE."""
        self._admission = Admission(curve)
        self._opened: list[tuple[zmq.Socket[bytes], str]] = []
        self._security: list[tuple[int, int | bytes]] = []
        if curve is not None:
            self._security = [
                (zmq.CURVE_SERVERKEY, curve.server_key.encode()),
                (zmq.CURVE_PUBLICKEY, curve.key.public_key.encode()),
                (zmq.CURVE_SECRETKEY, curve.key.secret_key.encode()),
            ]
        try:
            self._context: zmq.Context[zmq.Socket[bytes]] = zmq.Context()
        except zmq.ZMQError as error:
            raise transport_failure(error) from error

    def dealer(self, endpoint: str) -> zmq.Socket[bytes]:
        """Creates the socket for queries."""
        return self._open(zmq.DEALER, endpoint, [(zmq.SNDHWM, QUESTION_QUEUE), *_HEARTBEATS])

    def push(self, endpoint: str, queue: int) -> zmq.Socket[bytes]:
        """Creates the socket for batches, with the maximum number of batches queued by libzmq."""
        return self._open(zmq.PUSH, endpoint, [(zmq.SNDHWM, queue)])

    def subscriber(self, endpoint: str, prefixes: Sequence[bytes], queue: int) -> zmq.Socket[bytes]:
        """Creates a subscriber, with the maximum number of publications queued by libzmq."""
        subscriptions: list[tuple[int, int | bytes]] = [(zmq.SUBSCRIBE, prefix) for prefix in prefixes]
        return self._open(zmq.SUB, endpoint, [(zmq.RCVHWM, queue), *_HEARTBEATS, *subscriptions])

    def reconnect(self) -> None:
        """Replaces all connections. Subscriptions stay, and messages queued by libzmq are dropped. Raises
        `TransportFailure`."""
        for socket, endpoint in self._opened:
            try:
                socket.disconnect(endpoint)
                socket.connect(endpoint)
            except zmq.ZMQError as error:
                raise transport_failure(error, endpoint) from error

    def check_admission(self) -> None:
        """Raises `NotAdmitted` or `TransportFailure` if libzmq has given up on a connection."""
        self._admission.check()

    def admission_interests(self) -> list[Interest]:
        """The sockets to poll for `check_admission`."""
        return [(monitor, zmq.POLLIN) for monitor in self._admission.monitors]

    def close(self) -> None:
        self._context.destroy(linger=0)

    def _open(self, kind: int, endpoint: str, options: Sequence[tuple[int, int | bytes]]) -> zmq.Socket[bytes]:
        try:
            socket = self._context.socket(kind)
            socket.setsockopt(zmq.LINGER, 0)
            socket.setsockopt(zmq.MAXMSGSIZE, LARGEST_FRAME)
            for option, value in (*_KEEPALIVE, *self._security, *options):
                socket.setsockopt(option, value)
            self._admission.watch(socket, endpoint)
            socket.connect(endpoint)
            self._opened.append((socket, endpoint))
        except zmq.ZMQError as error:
            self.close()
            raise transport_failure(error, endpoint) from error
        return socket


def transport_failure(error: zmq.ZMQError, endpoint: str = "") -> TransportFailure:
    place = f" at {endpoint}" if endpoint else ""
    return TransportFailure(
        f"ZeroMQ refused{place}: {error}; check the address, and the limits of open files and memory"
    )


def receive(socket: zmq.Socket[bytes]) -> list[bytes] | None:
    """Receives the frames of a message. Returns None if none is waiting, and no frames for a message with too many."""
    frames: list[bytes] = []
    count = 0
    try:
        while True:
            frame = socket.recv(zmq.DONTWAIT)
            count += 1
            if count <= _MOST_FRAMES:
                frames.append(frame)
            if not socket.getsockopt(zmq.RCVMORE):
                return frames if count <= _MOST_FRAMES else []
    except zmq.Again:
        return None


def send(socket: zmq.Socket[bytes], frames: Sequence[bytes]) -> bool:
    """Sends a message. Returns whether libzmq's queue had room."""
    try:
        socket.send_multipart(frames, zmq.DONTWAIT)
    except zmq.Again:
        return False
    return True
