"""Whether the worker admits a client's sockets. libzmq reports this only to the sockets' monitors."""

from __future__ import annotations

import struct

import zmq

from quartermaster.curve import CurveCredentials
from quartermaster.errors import NotAdmitted, TransportFailure

_EVENTS = zmq.EVENT_HANDSHAKE_FAILED_AUTH | zmq.EVENT_HANDSHAKE_FAILED_PROTOCOL


class Admission:
    """The monitors of one client's sockets. libzmq abandons a connection that the other end rejected, or whose other end
    violates the protocol: without the monitors, the client would wait for ever. After a broken connection, libzmq
    reconnects."""

    def __init__(self, curve: CurveCredentials | None) -> None:
        self._key = None if curve is None else curve.key.public_key
        self.monitors: list[zmq.Socket[bytes]] = []
        self._endpoints: list[str] = []

    def watch(self, socket: zmq.Socket[bytes], endpoint: str) -> None:
        """Before it connects. The monitor is of the socket's context, and is closed with it."""
        self.monitors.append(socket.get_monitor_socket(_EVENTS))
        self._endpoints.append(endpoint)

    def check(self) -> None:
        """Raises `NotAdmitted`, and `TransportFailure` where something else than a worker is there."""
        for monitor, endpoint in zip(self.monitors, self._endpoints):
            while int(monitor.getsockopt(zmq.EVENTS)) & zmq.POLLIN:
                kind, value = struct.unpack("=Hi", monitor.recv_multipart(zmq.DONTWAIT)[0])
                if kind == zmq.EVENT_HANDSHAKE_FAILED_AUTH:
                    raise NotAdmitted(endpoint, self._key, value)
                if value == zmq.PROTOCOL_ERROR_ZMTP_MECHANISM_MISMATCH:
                    raise NotAdmitted(endpoint, self._key, None)
                raise TransportFailure(
                    f"what is at {endpoint} does not keep to ZeroMQ's protocol (error {value:#x}): is this endpoint the "
                    "worker's, and server_key, where there is one, its public key?"
                )
