"""A network namespace for tests, which behaves like a separate machine. It requires root."""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import time
from pathlib import Path
from types import TracebackType

_IP = shutil.which("ip", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin") or ""
_INNER_HARDWARE = "02:00:00:00:00:02"
_MOST_SECONDS = 20.0
_numbers = itertools.count()


class SeparateNetwork:
    """A network that can vanish like a machine with a cut cable: neither FIN nor RST reaches the other side."""

    def __init__(self) -> None:
        number = next(_numbers)
        self.name = f"qp{os.getpid()}-{number}"
        # From 198.18.0.0/15, which is reserved for benchmarks between two machines.
        subnet = (os.getpid() * 7 + number) % 16_384
        start = f"198.{18 + subnet // 8_192}.{subnet // 32 % 256}."
        last = subnet % 32 * 8 + 4
        self.outer_address, self.inner_address = f"{start}{last + 1}", f"{start}{last + 2}"
        self._outer = f"{self.name}o"
        self._make()

    @staticmethod
    def why_not() -> str | None:
        """The reason why no namespace can be created, or None."""
        if os.geteuid() != 0:
            return "needs root, for a network namespace"
        if not _IP:
            return "needs iproute2, for a network namespace"
        try:
            with SeparateNetwork():
                return None
        except subprocess.CalledProcessError as error:
            return f"no network namespace can be made here: {error.stderr}"

    def _make(self) -> None:
        try:
            _run("netns", "add", self.name)
            inner = ("peer", "name", "inner", "address", _INNER_HARDWARE, "netns", self.name)
            _run("link", "add", self._outer, "type", "veth", *inner)
            _run("addr", "add", f"{self.outer_address}/30", "dev", self._outer)
            _run("link", "set", self._outer, "up")
            _run("-n", self.name, "addr", "add", f"{self.inner_address}/30", "dev", "inner")
            _run("-n", self.name, "link", "set", "inner", "up")
            _run("-n", self.name, "link", "set", "lo", "up")
            # Without ARP requests: packets to a vanished machine are then lost without an error.
            place = ("lladdr", _INNER_HARDWARE, "nud", "permanent", "dev", self._outer)
            _run("neigh", "replace", self.inner_address, *place)
        except BaseException:
            self._remove()
            raise

    def command(self, *arguments: str) -> list[str]:
        """Returns a command that runs inside of the namespace."""
        return [_IP, "netns", "exec", self.name, *arguments]

    def vanish(self) -> None:
        """Disconnects the network. Programs inside keep running, but nothing that they send arrives."""
        _run("-n", self.name, "link", "set", "inner", "down")

    def make_anew(self) -> None:
        """Reconnects the network with the same addresses. The programs inside must have ended."""
        self._remove()
        deadline = time.monotonic() + _MOST_SECONDS
        while Path(f"/sys/class/net/{self._outer}").exists():
            if time.monotonic() > deadline:
                raise AssertionError("the former interface is still there")
            time.sleep(0.01)
        self._make()

    def _remove(self) -> None:
        for arguments in (("link", "del", self._outer), ("netns", "del", self.name)):
            subprocess.run([_IP, *arguments], stderr=subprocess.DEVNULL, check=False, timeout=_MOST_SECONDS)

    def __enter__(self) -> SeparateNetwork:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._remove()


def _run(*arguments: str) -> None:
    subprocess.run([_IP, *arguments], check=True, capture_output=True, text=True, timeout=_MOST_SECONDS)
