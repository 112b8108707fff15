"""The keys for CURVE encryption and authentication, in the format of `quartermaster keygen`.

A key file is YAML with one line for each key, `public-key: "…"` and `secret-key: "…"`. The values are 40 characters of
Z85. The file may also contain empty lines and comments, and nothing else.
"""

from __future__ import annotations

import os
import re
import stat
from dataclasses import dataclass, field
from typing import Union

import zmq

from quartermaster.errors import InvalidArgument, UnusableKey

KeyPath = Union[str, "os.PathLike[str]"]

LARGEST_KEY_FILE = 4_096
"""The maximum size in bytes. A file with two keys has some 120 bytes, without comments."""

_Z85 = r"[0-9A-Za-z.\-:+=^!/*?&<>()\[\]{}@%$#]{40}"
_KEY = re.compile(_Z85)
_LINE = re.compile(
    rf"""[ \t]*(?P<name>public-key|secret-key):[ \t]+(?P<quote>["'])(?P<key>{_Z85})(?P=quote)[ \t]*(?:[ \t]#.*)?"""
)
_EMPTY = re.compile(r"[ \t]*(?:#.*)?")
# The extensions that distinguish a path from a key of the same 40 characters.
_FILES = (".pub", ".key")


@dataclass(frozen=True)
class CurveKey:
    """A client's key pair, in Z85. Raises `UnusableKey` if a key is malformed, or if the two do not belong together."""

    public_key: str
    secret_key: str = field(repr=False)
    """The secret key. It is never shown, neither in messages nor in the representation of the pair."""

    def __post_init__(self) -> None:
        for name, key in (("public", self.public_key), ("secret", self.secret_key)):
            if _KEY.fullmatch(key) is None:
                raise UnusableKey(f"a {name} key must have 40 characters of Z85, but this text does not")
        if _public_key_of(self.secret_key) != self.public_key:
            raise UnusableKey(
                f"the secret key does not belong to the public key {self.public_key}: take both from one file"
            )

    @staticmethod
    def read(path: KeyPath) -> CurveKey:
        """Reads the pair from a .key file. Raises `UnusableKey` if the file cannot be read, is malformed, or is
        accessible to other users."""
        keys = _read(path)
        if "secret-key" not in keys:
            raise UnusableKey(f"{path} has no secret-key: a client's own key is its .key file, not the .pub")
        try:
            return CurveKey(keys["public-key"], keys["secret-key"])
        except UnusableKey as failure:
            raise UnusableKey(f"{path}: {failure}") from None


@dataclass(frozen=True)
class CurveCredentials:
    """The keys that encrypt and authenticate a client's connection."""

    key: CurveKey
    server_key: str
    """The worker's public key, in Z85. The client only communicates with the owner of its secret key."""


def credentials(curve_key: CurveKey | KeyPath | None, server_key: KeyPath | None) -> CurveCredentials | None:
    """Reads the keys of a client: its own key or the path of its .key file, and the worker's public key or the path of
    its .pub file. Returns None if both are None. Raises `InvalidArgument` if only one is None, and `UnusableKey`."""
    if curve_key is None and server_key is None:
        return None
    if curve_key is None or server_key is None:
        raise InvalidArgument("curve_key and server_key go together: give both, or neither for a worker without CURVE")
    key = curve_key if isinstance(curve_key, CurveKey) else CurveKey.read(curve_key)
    if isinstance(server_key, str) and _KEY.fullmatch(server_key) is not None and not server_key.endswith(_FILES):
        return CurveCredentials(key, server_key)
    return CurveCredentials(key, _read(server_key)["public-key"])


def _read(path: KeyPath) -> dict[str, str]:
    """The keys in a file by their names. The public key is required."""
    keys: dict[str, str] = {}
    for number, line in enumerate(_text(path).splitlines(), 1):
        if _EMPTY.fullmatch(line) is not None:
            continue
        match = _LINE.fullmatch(line)
        # The message does not show the line, because it may contain a secret.
        if match is None:
            raise UnusableKey(
                f'{path}, line {number}: write public-key: "…" or secret-key: "…" with 40 characters of Z85, or create '
                "the file with `quartermaster keygen`"
            )
        if match["name"] in keys:
            raise UnusableKey(f"{path}, line {number}: {match['name']} was given before")
        keys[match["name"]] = match["key"]
    if "public-key" not in keys:
        raise UnusableKey(f"{path} has no public-key: create the file with `quartermaster keygen`")
    return keys


def _text(path: KeyPath) -> str:
    try:
        # Opening a pipe must not block.
        with open(path, "rb", opener=lambda name, flags: os.open(name, flags | getattr(os, "O_NONBLOCK", 0))) as file:
            status = os.fstat(file.fileno())
            content = file.read(LARGEST_KEY_FILE + 1) if stat.S_ISREG(status.st_mode) else None
    except (OSError, ValueError) as error:
        raise UnusableKey(f"the key file {os.fspath(path)!r} cannot be read: {error}") from error
    if content is None:
        raise UnusableKey(f"{path} is not a file")
    if len(content) > LARGEST_KEY_FILE:
        raise UnusableKey(f"{path} is larger than the {LARGEST_KEY_FILE} bytes that a key file may have")
    try:
        text = content.decode()
    except UnicodeDecodeError:
        raise UnusableKey(f"{path} is not text: create the file with `quartermaster keygen`") from None
    # Only on systems with such modes.
    if os.name == "posix" and "secret-key" in text and not is_private(status.st_mode, status.st_uid, os.geteuid()):
        raise UnusableKey(
            f"{path} is accessible to other users (mode {stat.S_IMODE(status.st_mode):04o}): restrict it with "
            f"`chmod 600 {path}`, and create a new key if they may have read it"
        )
    return text


def is_private(mode: int, owner: int, reader: int) -> bool:
    """Applies the worker's rule for its own key: only the owner may access the file. If root owns it and another user
    reads it, that user's group may read it, as with a secret that is mounted into a container."""
    return not mode & (0o037 if owner == 0 and reader != 0 else 0o077)


def _public_key_of(secret_key: str) -> str:
    try:
        return zmq.curve_public(secret_key.encode()).decode()
    except (zmq.ZMQError, ValueError) as error:
        raise UnusableKey(f"the secret key cannot be used: {error}; install a libzmq with CURVE") from None
