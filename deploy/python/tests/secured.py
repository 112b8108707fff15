"""The peers for tests of connections: CURVE sockets of libzmq with pyzmq's authenticator, and a peer that answers with
any bytes."""

from __future__ import annotations

import socket
import threading
from types import TracebackType

import zmq
from zmq.auth.thread import ThreadAuthenticator

from quartermaster.wire.control_pb2 import Answer, Query
from quartermaster.wire.publication_pb2 import Publication

from worker import PATIENCE


class AllowedKeys:
    """The admitted public keys, and the rejected ones. The authenticator's thread calls it."""

    def __init__(self) -> None:
        self.allowed: set[str] = set()
        self.refused: set[str] = set()

    def callback(self, domain: str, key: bytes) -> bool:
        # In Z85 already.
        text = key.decode()
        if text not in self.allowed:
            self.refused.add(text)
        return text in self.allowed


class SecuredSockets:
    """Answers pings with the worker's name `secured`, publishes heartbeats, and reads no events."""

    def __init__(self, secret_key: str) -> None:
        self.keys = AllowedKeys()
        self._context: zmq.Context[zmq.Socket[bytes]] = zmq.Context()
        self._authenticator = ThreadAuthenticator(self._context)
        self._authenticator.start()
        self._authenticator.configure_curve_callback(credentials_provider=self.keys)
        self._events, self.events = self._bind(zmq.PULL, secret_key)
        self._router, self.control = self._bind(zmq.ROUTER, secret_key)
        self._publisher, self.publications = self._bind(zmq.PUB, secret_key)
        self._is_over = False
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _bind(self, kind: int, secret_key: str) -> tuple[zmq.Socket[bytes], str]:
        secured = self._context.socket(kind)
        secured.setsockopt(zmq.LINGER, 0)
        secured.setsockopt(zmq.CURVE_SERVER, 1)
        secured.setsockopt(zmq.CURVE_SECRETKEY, secret_key.encode())
        port = secured.bind_to_random_port("tcp://127.0.0.1")
        return secured, f"tcp://127.0.0.1:{port}"

    def _run(self) -> None:
        number = 0
        while not self._is_over:
            number += 1
            publication = Publication(sequence=number, heartbeat={"worker": "secured"})
            self._publisher.send_multipart([b"heartbeat/", publication.SerializeToString()])
            if self._router.poll(20):
                peer, question = self._router.recv_multipart()
                answer = Answer(request_id=Query.FromString(question).request_id, pong={"worker": "secured"})
                self._router.send_multipart([peer, answer.SerializeToString()])

    def __enter__(self) -> SecuredSockets:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._is_over = True
        self._thread.join(PATIENCE)
        self._authenticator.stop()
        self._context.destroy(linger=0)


def greeting(mechanism: bytes) -> bytes:
    """The greeting of ZMTP 3.0: a signature, the version, the mechanism, and the server's role."""
    return b"\xff" + bytes(8) + b"\x7f\x03\x00" + mechanism.ljust(20, b"\0") + bytes(32)


class Stranger:
    """Accepts one connection, sends it these bytes, and keeps it open."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(PATIENCE)
        self.endpoint = f"tcp://127.0.0.1:{self._listener.getsockname()[1]}"
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        connection, _ = self._listener.accept()
        with connection:
            connection.sendall(self._content)
            self._is_over.wait(PATIENCE)

    def __enter__(self) -> Stranger:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._is_over.set()
        self._thread.join(PATIENCE)
        self._listener.close()
