"""The endpoints of a worker."""

from __future__ import annotations

import re
from dataclasses import dataclass

from quartermaster.errors import MalformedEndpoint

DEFAULT_EVENTS = "tcp://127.0.0.1:5550"
DEFAULT_PUBLICATIONS = "tcp://127.0.0.1:5551"
DEFAULT_CONTROL = "tcp://127.0.0.1:5552"

_TCP = re.compile(r"tcp://(?P<host>\[[0-9A-Fa-f:.%]+\]|[A-Za-z0-9._-]+):(?P<port>[0-9]{1,5})")
# What a socket's address of the system has room for, less its end.
_LONGEST_PATH = 107


@dataclass(frozen=True)
class WorkerEndpoints:
    """A worker's three sockets, as it writes them into its log and its ready file: `tcp://host:port` or `ipc://path`."""

    events: str = DEFAULT_EVENTS
    publications: str = DEFAULT_PUBLICATIONS
    control: str = DEFAULT_CONTROL

    def __post_init__(self) -> None:
        for endpoint in (self.events, self.publications, self.control):
            check_endpoint(endpoint)


def check_endpoint(endpoint: str) -> None:
    """Raises `MalformedEndpoint`, with what is wrong, where the text is no endpoint that can be connected to."""
    if endpoint.startswith("ipc://"):
        length = len(endpoint[len("ipc://") :].encode())
        if not 1 <= length <= _LONGEST_PATH or "\0" in endpoint:
            raise MalformedEndpoint(f"the path of {endpoint!r} has 1 to {_LONGEST_PATH} bytes, none of them zero")
        return
    match = _TCP.fullmatch(endpoint)
    if match is None:
        raise MalformedEndpoint(f"{endpoint!r} is no endpoint: write tcp://HOST:PORT or ipc://PATH")
    if not 1 <= int(match["port"]) <= 65_535:
        raise MalformedEndpoint(f"the port of {endpoint!r} is 1 to 65535")
