"""The engine that the loops of both shells, a thread and a task, drive."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import zmq

from quartermaster.core.decoding import LARGEST_FRAME
from quartermaster.curve import CurveCredentials
from quartermaster.errors import ClientFailure, TransportFailure
from quartermaster.sockets.admission import Admission

MESSAGES_PER_TURN = 256
"""Messages that one turn takes from each socket, and batches that it sends."""
QUESTION_QUEUE = 100
"""Questions that wait in libzmq."""
_MOST_FRAMES = 2
"""Frames of a message that makes sense: a topic and its publication, or an empty one of a broker and an answer."""

HEARTBEAT_INTERVAL = 2_000
"""The time between two heartbeats, in milliseconds."""
HEARTBEAT_TIME_TO_LIVE = 6_000
"""Without a heartbeat for so long, the worker ends the connection; in milliseconds. What is sent is unacknowledged for no
longer."""
CONNECT_TIMEOUT = 3_000
"""How long one attempt to connect may take, in milliseconds: the system alone would try for minutes, with growing pauses."""

# Without FIN or RST the system tells nothing of a machine that has vanished. It answers these probes itself, however busy the
# process is: together they take as long as a heartbeat lives.
_KEEPALIVE = (
    (zmq.TCP_KEEPALIVE, 1),
    (zmq.TCP_KEEPALIVE_IDLE, 3),
    (zmq.TCP_KEEPALIVE_INTVL, 1),
    (zmq.TCP_KEEPALIVE_CNT, 3),
    (zmq.CONNECT_TIMEOUT, CONNECT_TIMEOUT),
)
# Of sockets that send little. No heartbeats from PUSH, for a large event may take longer than they live; and no time-out for
# the answer to one, which an engine whose queue is full does not read, so that a client that is behind would be cut off.
_HEARTBEATS = (
    (zmq.HEARTBEAT_IVL, HEARTBEAT_INTERVAL),
    (zmq.HEARTBEAT_TTL, HEARTBEAT_TIME_TO_LIVE),
    (zmq.HEARTBEAT_TIMEOUT, 0),
    (zmq.TCP_MAXRT, HEARTBEAT_TIME_TO_LIVE),
)

Interest = tuple["zmq.Socket[bytes]", int]
"""A socket, and for which of `zmq.POLLIN` and `zmq.POLLOUT` it is to be waited; 0: for neither."""


class Engine(Protocol):
    """Owns sockets. Only one thread uses it."""

    def turn(self, now: float) -> None:
        """Takes and sends what there is. Raises what ends the client."""

    def due(self, now: float) -> float:
        """When the next turn is due though no socket is ready."""

    def interests(self) -> Sequence[Interest]:
        """All its sockets."""

    @property
    def ending(self) -> ClientFailure | None:
        """The failure that ended the client."""

    def end(self, failure: ClientFailure) -> None:
        """Tells everyone who waits. Only the first ending counts."""

    def close(self) -> None:
        """Closes the sockets; what waits in them is dropped."""


class Sockets:
    """The sockets of one client, in a context of their own."""

    def __init__(self, curve: CurveCredentials | None) -> None:
        """All are secured with the credentials; without any, none is."""
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
        """To ask questions with."""
        return self._open(zmq.DEALER, endpoint, [(zmq.SNDHWM, QUESTION_QUEUE), *_HEARTBEATS])

    def push(self, endpoint: str, queue: int) -> zmq.Socket[bytes]:
        """To send batches with, so many of which wait in libzmq."""
        return self._open(zmq.PUSH, endpoint, [(zmq.SNDHWM, queue)])

    def subscriber(self, endpoint: str, prefixes: Sequence[bytes], queue: int) -> zmq.Socket[bytes]:
        """For which libzmq receives so many publications ahead."""
        subscriptions: list[tuple[int, int | bytes]] = [(zmq.SUBSCRIBE, prefix) for prefix in prefixes]
        return self._open(zmq.SUB, endpoint, [(zmq.RCVHWM, queue), *_HEARTBEATS, *subscriptions])

    def reconnect(self) -> None:
        """Makes new connections in place of all. Subscriptions stay; what waits in libzmq is dropped. Raises
        `TransportFailure`."""
        for socket, endpoint in self._opened:
            try:
                socket.disconnect(endpoint)
                socket.connect(endpoint)
            except zmq.ZMQError as error:
                raise transport_failure(error, endpoint) from error

    def check_admission(self) -> None:
        """Raises `NotAdmitted` or `TransportFailure` where libzmq has given one of them up."""
        self._admission.check()

    def admission_interests(self) -> list[Interest]:
        """What tells that `check_admission` has something to say."""
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
        f"ZeroMQ refused{place}: {error}; look at the address, and at the limits of open files and of memory"
    )


def receive(socket: zmq.Socket[bytes]) -> list[bytes] | None:
    """The frames of a message; None where there is none. Of a message with too many frames none is kept."""
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
    """Whether libzmq had room for it."""
    try:
        socket.send_multipart(frames, zmq.DONTWAIT)
    except zmq.Again:
        return False
    return True
