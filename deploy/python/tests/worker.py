"""A real worker for the tests, and a proxy that cuts connections to it. All sockets are on loopback, on free ports."""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from quartermaster import Event, Observer, ReceivedPublication, WorkerEndpoints

from network import SeparateNetwork

PATIENCE = 20.0
"""The timeout of each step of a test in seconds, sufficient for a slow machine."""


def binary() -> str:
    path = os.environ.get("QUARTERMASTER", "")
    if not os.access(path, os.X_OK):
        raise RuntimeError("QUARTERMASTER must name the worker's program: build it with `swift build` first")
    return path


class Worker:
    """`quartermaster serve` on free ports. With a folder it stores its state there, and can be killed and restarted on
    the same ports. With a network it runs inside of that one."""

    def __init__(self, *arguments: str, data: Path | None = None, network: SeparateNetwork | None = None) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="quartermaster-test-")
        self._ready = Path(self._folder.name) / "ready.json"
        self._arguments = [*arguments, *(["--data", str(data)] if data else ["--ephemeral"])]
        self._process: subprocess.Popen[bytes] | None = None
        self._network = network
        self.endpoints = WorkerEndpoints()
        host = "127.0.0.1" if network is None else network.inner_address
        self._start(*[f"tcp://{host}:*"] * 3)

    def _start(self, events: str, publications: str, control: str) -> None:
        command = [
            *(binary(), "serve", "--events", events, "--publications", publications, "--control", control),
            *("--ready-file", str(self._ready), *self._arguments),
        ]
        self._process = subprocess.Popen(
            command if self._network is None else self._network.command(*command),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        wait_for(self._ready.exists, "the worker serves")
        self.endpoints = WorkerEndpoints(**json.loads(self._ready.read_text()))

    def kill(self) -> None:
        """Kills the worker, without a chance to clean up."""
        self._end(signal.SIGKILL)
        self._ready.unlink(missing_ok=True)

    def start_again(self) -> None:
        self._start(self.endpoints.events, self.endpoints.publications, self.endpoints.control)

    def hang_up(self) -> None:
        """Sends SIGHUP, so that the worker reloads its allow-list."""
        assert self._process is not None
        self._process.send_signal(signal.SIGHUP)

    def _end(self, number: signal.Signals) -> None:
        if self._process is not None:
            self._process.send_signal(number)
            self._process.wait(PATIENCE)
            self._process = None

    def __enter__(self) -> Worker:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end(signal.SIGKILL)
        self._folder.cleanup()


class Proxy:
    """A TCP proxy to an endpoint. `cut` closes all connections and accepts no new ones until `mend`. Between `swallow`
    and `cut` it drops received bytes. `lose` drops the bytes of the present connections permanently."""

    MOST_CONNECTIONS = 16

    def __init__(self, endpoint: str) -> None:
        host, _, port = endpoint.removeprefix("tcp://").rpartition(":")
        self._target = (host, int(port))
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._address: tuple[str, int] = self._listener.getsockname()
        self.endpoint = f"tcp://127.0.0.1:{self._address[1]}"
        self._lock = threading.Lock()
        self._pairs: list[tuple[socket.socket, socket.socket]] = []
        self._lost: set[socket.socket] = set()
        self._is_cut = False
        self._is_swallowing = False
        self._is_over = False
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def lose(self) -> None:
        """Drops the bytes of the present connections without closing them. New connections work as usual."""
        with self._lock:
            self._lost.update(end for pair in self._pairs for end in pair)

    def swallow(self) -> None:
        with self._lock:
            self._is_swallowing = True

    def cut(self) -> None:
        with self._lock:
            self._is_cut = True
            self._is_swallowing = False
            for pair in self._pairs:
                for end in pair:
                    end.close()
            self._pairs.clear()

    def mend(self) -> None:
        with self._lock:
            self._is_cut = False

    def _run(self) -> None:
        while True:
            with self._lock:
                if self._is_over:
                    return
                others = {a: b for pair in self._pairs for a, b in (pair, pair[::-1])}
            try:
                ready, _, _ = select.select([self._listener, *others], [], [], 0.02)
            except (OSError, ValueError):
                continue
            with self._lock:
                for end in ready:
                    if end is self._listener:
                        self._accept()
                    elif any(end in pair for pair in self._pairs):
                        self._carry(end, others[end])

    def _accept(self) -> None:
        near, _ = self._listener.accept()
        if self._is_cut or len(self._pairs) >= self.MOST_CONNECTIONS:
            near.close()
            return
        try:
            far = socket.create_connection(self._target, 1)
        except OSError:
            near.close()
            return
        self._pairs.append((near, far))

    def _carry(self, end: socket.socket, other: socket.socket) -> None:
        try:
            data = end.recv(1 << 16)
            if (self._is_swallowing or end in self._lost) and data:
                return
            if data:
                other.settimeout(0.5)
                other.sendall(data)
                return
        except OSError:
            pass
        self._pairs = [pair for pair in self._pairs if end not in pair]
        end.close()
        other.close()

    def __enter__(self) -> Proxy:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.cut()
        with self._lock:
            self._is_over = True
        self._thread.join(PATIENCE)
        self._listener.close()


def wait_for(condition: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {PATIENCE:g} s: {what}")
        time.sleep(0.01)


def take_up_to(observer: Observer, is_wanted: Callable[[str], bool]) -> ReceivedPublication:
    """Returns the next publication with this topic prefix. The wait ends even if only others arrive, such as
    heartbeats."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        received = observer.publications.get(PATIENCE)
        if is_wanted(received.topic):
            return received
    raise AssertionError(f"nothing of what was waited for within {PATIENCE:g} s")


# What tests send.


def initialize(**options: object) -> Event:
    return Event(initialize={"agent_order": "BY_ID", "seed": 7, **options})


def add_agent(name: str, cpus: float = 4) -> Event:
    return Event(
        add_agent={
            "agent": {"id": {"value": name}, "hostname": name},
            "capabilities": [{"type": "MULTI_ROLE"}],
            "total": {"resources": [{"name": "cpus", "type": "SCALAR", "scalar": {"value": cpus}}]},
        }
    )


def add_framework(name: str, role: str = "dev") -> Event:
    return Event(
        add_framework={
            "framework": {"id": {"value": name}, "roles": [role], "capabilities": [{"type": "MULTI_ROLE"}]}
        }
    )


def advance(seconds: int) -> Event:
    return Event(advance={"duration": {"seconds": seconds}})
