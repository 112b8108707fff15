"""Whether the worker admits a client's sockets. libzmq reports this only to the sockets' monitors."""

from __future__ import annotations

import struct

import zmq

from quartermaster.curve import CurveCredentials
from quartermaster.errors import NotAdmitted, TransportFailure

_EVENTS = zmq.EVENT_HANDSHAKE_FAILED_AUTH | zmq.EVENT_HANDSHAKE_FAILED_PROTOCOL


class Admission:
    """The monitors of one client's sockets. libzmq gives up on a connection that the peer rejected, or whose peer
    violates the protocol. Without the monitors, the client would wait forever. After other interruptions, libzmq
    reconnects."""

    def __init__(self, curve: CurveCredentials | None) -> None:
        self._key = None if curve is None else curve.key.public_key
        self.monitors: list[zmq.Socket[bytes]] = []
        self._endpoints: list[str] = []

    def watch(self, socket: zmq.Socket[bytes], endpoint: str) -> None:
        """Starts to monitor a socket, before the socket connects. The monitor uses the socket's context and is closed
        with it."""
        self.monitors.append(socket.get_monitor_socket(_EVENTS))
        self._endpoints.append(endpoint)

    def check(self) -> None:
        """Raises `NotAdmitted`, or `TransportFailure` if the peer is not a worker."""
        for monitor, endpoint in zip(self.monitors, self._endpoints):
            while int(monitor.getsockopt(zmq.EVENTS)) & zmq.POLLIN:
                kind, value = struct.unpack("=Hi", monitor.recv_multipart(zmq.DONTWAIT)[0])
                if kind == zmq.EVENT_HANDSHAKE_FAILED_AUTH:
                    raise NotAdmitted(endpoint, self._key, value)
                if value == zmq.PROTOCOL_ERROR_ZMTP_MECHANISM_MISMATCH:
                    raise NotAdmitted(endpoint, self._key, None)
                raise TransportFailure(
                    f"the peer at {endpoint} violates ZeroMQ's protocol (error {value:#x}): check that the endpoint is "
                    "the "
                    "worker's, and that server_key, if given, is its public key"
                )
