"""The keys that CURVE encrypts and admits with, as `quartermaster keygen` writes them.

A key file is YAML of one line for each key, `public-key: "…"` and `secret-key: "…"`, whose values are 40 characters of Z85.
Empty lines and comments may stand between them, and nothing else.
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
"""Bytes. A file of two keys has some 120, without comments."""

_Z85 = r"[0-9A-Za-z.\-:+=^!/*?&<>()\[\]{}@%$#]{40}"
_KEY = re.compile(_Z85)
_LINE = re.compile(
    rf"""[ \t]*(?P<name>public-key|secret-key):[ \t]+(?P<quote>["'])(?P<key>{_Z85})(?P=quote)[ \t]*(?:[ \t]#.*)?"""
)
_EMPTY = re.compile(r"[ \t]*(?:#.*)?")
# What a path ends in, which a text of 40 such characters may otherwise not be told from a key by.
_FILES = (".pub", ".key")


@dataclass(frozen=True)
class CurveKey:
    """A client's own pair of keys, in Z85. Raises `UnusableKey` where they are none, or do not belong together."""

    public_key: str
    secret_key: str = field(repr=False)
    """It is never shown: not in messages, nor where the pair is printed."""

    def __post_init__(self) -> None:
        for name, key in (("public", self.public_key), ("secret", self.secret_key)):
            if _KEY.fullmatch(key) is None:
                raise UnusableKey(f"a {name} key is 40 characters of Z85, and this is none")
        if _public_key_of(self.secret_key) != self.public_key:
            raise UnusableKey(
                f"the secret key does not belong to the public key {self.public_key}: take both from one file"
            )

    @staticmethod
    def read(path: KeyPath) -> CurveKey:
        """The pair in a .key file. Raises `UnusableKey` where it cannot be read, is not of that form, or where others than
        its owner may read it."""
        keys = _read(path)
        if "secret-key" not in keys:
            raise UnusableKey(f"{path} has no secret-key: a client's own key is its .key file, not the .pub")
        try:
            return CurveKey(keys["public-key"], keys["secret-key"])
        except UnusableKey as failure:
            raise UnusableKey(f"{path}: {failure}") from None


@dataclass(frozen=True)
class CurveCredentials:
    """The keys that secure a client's connection."""

    key: CurveKey
    server_key: str
    """The worker's public key, in Z85: only who has the secret one for it is talked to."""


def credentials(curve_key: CurveKey | KeyPath | None, server_key: KeyPath | None) -> CurveCredentials | None:
    """What a client was handed: its own key, or the path of its .key file, and the worker's public key, or the path of its
    .pub file. None where both are None. Raises `InvalidArgument` where one is, and `UnusableKey`."""
    if curve_key is None and server_key is None:
        return None
    if curve_key is None or server_key is None:
        raise InvalidArgument("curve_key and server_key go together: give both, or none for a worker without CURVE")
    key = curve_key if isinstance(curve_key, CurveKey) else CurveKey.read(curve_key)
    if isinstance(server_key, str) and _KEY.fullmatch(server_key) is not None and not server_key.endswith(_FILES):
        return CurveCredentials(key, server_key)
    return CurveCredentials(key, _read(server_key)["public-key"])


def _read(path: KeyPath) -> dict[str, str]:
    """The keys of a file by their names, the public one among them."""
    keys: dict[str, str] = {}
    for number, line in enumerate(_text(path).splitlines(), 1):
        if _EMPTY.fullmatch(line) is not None:
            continue
        match = _LINE.fullmatch(line)
        # The line is not shown: it may hold a secret.
        if match is None:
            raise UnusableKey(
                f'{path}, line {number}: write public-key: "…" or secret-key: "…" with 40 characters of Z85, or make the '
                "file with `quartermaster keygen`"
            )
        if match["name"] in keys:
            raise UnusableKey(f"{path}, line {number}: {match['name']} was given before")
        keys[match["name"]] = match["key"]
    if "public-key" not in keys:
        raise UnusableKey(f"{path} has no public-key: make the file with `quartermaster keygen`")
    return keys


def _text(path: KeyPath) -> str:
    try:
        # A pipe is not waited for.
        with open(path, "rb", opener=lambda name, flags: os.open(name, flags | getattr(os, "O_NONBLOCK", 0))) as file:
            status = os.fstat(file.fileno())
            content = file.read(LARGEST_KEY_FILE + 1) if stat.S_ISREG(status.st_mode) else None
    except (OSError, ValueError) as error:
        raise UnusableKey(f"the key file {os.fspath(path)!r} cannot be read: {error}") from error
    if content is None:
        raise UnusableKey(f"{path} is no file")
    if len(content) > LARGEST_KEY_FILE:
        raise UnusableKey(f"{path} is larger than the {LARGEST_KEY_FILE} bytes that a key file may have")
    try:
        text = content.decode()
    except UnicodeDecodeError:
        raise UnusableKey(f"{path} is no text: make the file with `quartermaster keygen`") from None
    # Where the system has such modes.
    if os.name == "posix" and "secret-key" in text and not is_private(status.st_mode, status.st_uid, os.geteuid()):
        raise UnusableKey(
            f"{path} is not its owner's alone (mode {stat.S_IMODE(status.st_mode):04o}): take it from others with "
            f"`chmod 600 {path}`, and make a new key if they may have read it"
        )
    return text


def is_private(mode: int, owner: int, reader: int) -> bool:
    """What the worker asks of its own key, too: that its owner alone may use the file; of root's, where another user reads
    it, that user's group may read it, as it is with a secret that is mounted into a container."""
    return not mode & (0o037 if owner == 0 and reader != 0 else 0o077)


def _public_key_of(secret_key: str) -> str:
    try:
        return zmq.curve_public(secret_key.encode()).decode()
    except (zmq.ZMQError, ValueError) as error:
        raise UnusableKey(f"the secret key cannot be used: {error}; CURVE needs a libzmq that was built with it") from None
