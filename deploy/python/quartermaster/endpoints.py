"""The endpoints of a worker."""

from __future__ import annotations

import re
from dataclasses import dataclass

from quartermaster.errors import MalformedEndpoint

DEFAULT_EVENTS = "tcp://127.0.0.1:5550"
DEFAULT_PUBLICATIONS = "tcp://127.0.0.1:5551"
DEFAULT_CONTROL = "tcp://127.0.0.1:5552"

_TCP = re.compile(r"tcp://(?P<host>\[[0-9A-Fa-f:.%]+\]|[A-Za-z0-9._-]+):(?P<port>[0-9]{1,5})")
# The length of the system's socket address, without the terminator.
_LONGEST_PATH = 107


@dataclass(frozen=True)
class WorkerEndpoints:
    """The three sockets of a worker, as its log and its ready file show them: `tcp://host:port` or `ipc://path`."""

    events: str = DEFAULT_EVENTS
    publications: str = DEFAULT_PUBLICATIONS
    control: str = DEFAULT_CONTROL

    def __post_init__(self) -> None:
        for endpoint in (self.events, self.publications, self.control):
            check_endpoint(endpoint)


def check_endpoint(endpoint: str) -> None:
    """Raises `MalformedEndpoint`, with the reason, unless a client can connect to the endpoint."""
    if endpoint.startswith("ipc://"):
        length = len(endpoint[len("ipc://") :].encode())
        if not 1 <= length <= _LONGEST_PATH or "\0" in endpoint:
            raise MalformedEndpoint(f"the path of {endpoint!r} must have 1 to {_LONGEST_PATH} bytes, none of them zero")
        return
    match = _TCP.fullmatch(endpoint)
    if match is None:
        raise MalformedEndpoint(f"{endpoint!r} is not an endpoint: write tcp://HOST:PORT or ipc://PATH")
    if not 1 <= int(match["port"]) <= 65_535:
        raise MalformedEndpoint(f"the port of {endpoint!r} must be 1 to 65535")
