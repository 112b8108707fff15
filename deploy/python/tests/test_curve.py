"""Key files, and connections that require the right keys."""

from __future__ import annotations

import os
import tempfile
import unittest
from collections.abc import Callable, Iterator
from pathlib import Path

import zmq

from quartermaster import (
    ClientFailure,
    Control,
    CurveKey,
    Event,
    InvalidArgument,
    Master,
    NoAnswer,
    NotAdmitted,
    Observer,
    Query,
    TimedOut,
    TransportFailure,
    UnusableKey,
    WorkerEndpoints,
    aio,
)
from quartermaster.curve import LARGEST_KEY_FILE, credentials, is_private

from secured import SecuredSockets, Stranger, greeting
from worker import PATIENCE, Worker

NOWHERE = "tcp://127.0.0.1:1"


def new_key() -> CurveKey:
    public, secret = zmq.curve_keypair()
    return CurveKey(public.decode(), secret.decode())


class FolderTestCase(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def write(self, name: str, content: str | bytes, mode: int = 0o600) -> Path:
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        path.chmod(mode)
        return path


class KeyFileTests(FolderTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.key = new_key()
        self.public_line = f'public-key: "{self.key.public_key}"\n'
        self.secret_line = f'secret-key: "{self.key.secret_key}"\n'

    def test_keys_are_read_with_comments_and_in_any_order(self) -> None:
        for content in (
            self.public_line + self.secret_line,
            self.secret_line + self.public_line.rstrip("\n"),
            f" {self.public_line}\t{self.secret_line}".replace('"', "'"),
            f"# Of master m1.\n\n{self.public_line}  # The next one is secret.\n{self.secret_line}\n",
            (self.public_line + self.secret_line).replace("\n", "  # so it is\r\n"),
        ):
            with self.subTest(content):
                path = self.write("m1.key", content)
                self.assertEqual(CurveKey.read(path), self.key)
                self.assertEqual(CurveKey.read(str(path)), self.key)

    def test_files_that_are_none_of_keys(self) -> None:
        public, secret = self.public_line, self.secret_line
        other = new_key()
        table: list[tuple[str | bytes, str]] = [
            ("", "no public-key"),
            (public, "no secret-key"),
            (secret, "no public-key"),
            (public + public + secret, "line 2: public-key was given before"),
            (public + secret + secret, "line 3: secret-key was given before"),
            (public + secret + "name: m1\n", "line 3"),
            (public + secret + "---\n", "line 3"),
            (public + "- " + secret, "line 2"),
            (public + secret.replace('"', ""), "line 2"),
            (public + secret.replace('"\n', "'\n"), "line 2"),
            (public + secret.replace(": ", ":"), "line 2"),
            (public + secret.replace("-", "_", 1), "line 2"),
            (public + secret[:-3] + '"\n', "line 2"),
            (public + secret[:-2] + 'a"\n', "line 2"),
            (public + secret[:-3] + 'ü"\n', "line 2"),
            (public + secret.replace("\n", "#\n"), "line 2"),
            (f'public-key: "{other.public_key}"\n{secret}', "does not belong"),
            (public + secret + "#" * LARGEST_KEY_FILE, "larger"),
            (b"\xff\xfe" + (public + secret).encode("utf-16"), "not text"),
        ]
        for content, reason in table:
            with self.subTest(content):
                path = self.write("m1.key", content)
                with self.assertRaises(UnusableKey) as failure:
                    CurveKey.read(path)
                self.assertIn(reason, str(failure.exception))
                self.assertIn(str(path), str(failure.exception))
                self.assertNotIn(self.key.secret_key, str(failure.exception))

    def test_what_is_no_file(self) -> None:
        os.mkfifo(self.folder / "pipe")
        for path in (self.folder, self.folder / "pipe", self.folder / "missing", "a\0b"):
            with self.subTest(path), self.assertRaises(UnusableKey):
                CurveKey.read(path)

    def test_a_key_that_others_may_read_is_refused(self) -> None:
        for mode in (0o640, 0o620, 0o604, 0o602, 0o610, 0o644, 0o666):
            with self.subTest(f"{mode:o}"):
                path = self.write("m1.key", self.public_line + self.secret_line, mode)
                for read in (lambda: CurveKey.read(path), lambda: credentials(self.key, path)):
                    with self.assertRaises(UnusableKey) as failure:
                        read()
                    self.assertIn(f"chmod 600 {path}", str(failure.exception))
        for mode in (0o600, 0o400):
            CurveKey.read(self.write("m1.key", self.public_line + self.secret_line, mode))
        table = [
            (0o600, 1, 1, True), (0o640, 1, 1, False), (0o440, 0, 1, True), (0o640, 0, 1, True), (0o460, 0, 1, False),
            (0o444, 0, 1, False), (0o640, 0, 0, False), (0o604, 1, 0, False),
        ]  # fmt: skip
        for mode, owner, reader, private in table:
            with self.subTest((f"{mode:o}", owner, reader)):
                self.assertEqual(is_private(mode, owner, reader), private)

    def test_a_secret_is_not_printed(self) -> None:
        self.assertIn(self.key.public_key, repr(self.key))
        self.assertNotIn(self.key.secret_key, f"{self.key!r} {self.key}")
        with self.assertRaises(UnusableKey) as failure:
            CurveKey(new_key().public_key, self.key.secret_key)
        self.assertNotIn(self.key.secret_key, str(failure.exception))

    def test_texts_that_are_no_keys(self) -> None:
        for key in ("", "a" * 39, "a" * 41, "a" * 39 + '"', "a" * 39 + "\n"):
            with self.subTest(key):
                self.assertRaises(UnusableKey, CurveKey, key, self.key.secret_key)
                self.assertRaises(UnusableKey, CurveKey, self.key.public_key, key)

    def test_a_workers_key_is_a_text_or_one_of_its_files(self) -> None:
        worker = new_key()
        lines = f'public-key: "{worker.public_key}"\n'
        for server_key in (
            worker.public_key,
            self.write("worker.pub", lines, 0o644),
            str(self.folder / "worker.pub"),
            self.write("worker.key", f'{lines}secret-key: "{worker.secret_key}"\n'),
        ):
            with self.subTest(server_key):
                made = credentials(self.key, server_key)
                assert made is not None
                self.assertEqual((made.key, made.server_key), (self.key, worker.public_key))

    def test_a_path_of_forty_characters_is_no_key(self) -> None:
        name = "k" * (40 - len("./") - len(".pub")) + ".pub"
        self.write(name, self.public_line, 0o644)
        self.addCleanup(os.chdir, os.getcwd())
        os.chdir(self.folder)
        path = f"./{name}"
        self.assertEqual(len(path), 40)
        made = credentials(self.key, path)
        assert made is not None
        self.assertEqual(made.server_key, self.key.public_key)

    def test_both_are_given_or_none(self) -> None:
        self.assertIsNone(credentials(None, None))
        table: list[Callable[[], object]] = [
            lambda: Master("m", curve_key=self.key),
            lambda: Master("m", server_key=self.key.public_key),
            lambda: Observer(curve_key=self.key),
            lambda: Control(server_key=self.key.public_key),
        ]
        for number, make in enumerate(table):
            with self.subTest(number), self.assertRaises(InvalidArgument):
                make()


class ConnectionTests(unittest.TestCase):
    def setUp(self) -> None:
        self.server, self.client = new_key(), new_key()
        self.sockets = SecuredSockets(self.server.secret_key)
        self.addCleanup(self.sockets.__exit__, None, None, None)

    def test_who_is_allowed_is_answered_and_hears_what_is_published(self) -> None:
        keys = self.sockets.keys
        keys.allowed.add(self.client.public_key)
        server_key = self.server.public_key
        with Control(self.sockets.control, curve_key=self.client, server_key=server_key) as control:
            self.assertEqual(control.ask(Query(ping={}), PATIENCE).pong.worker, "secured")
        with Observer(
            self.sockets.publications, ["heartbeat/"], curve_key=self.client, server_key=server_key
        ) as observer:
            self.assertEqual(observer.publications.get(PATIENCE).publication.heartbeat.worker, "secured")
        self.assertEqual(keys.refused, set())

    def clients(self, key: CurveKey | None, server_key: str | None) -> Iterator[tuple[str, Callable[[], object]]]:
        """Queries that wait for an answer, one after the other."""
        control, publications = self.sockets.control, self.sockets.publications
        with Control(control, curve_key=key, server_key=server_key) as asking:
            yield "control", lambda: asking.ask(Query(ping={}), PATIENCE)
        with Observer(publications, [""], curve_key=key, server_key=server_key) as observer:
            yield "observer", lambda: observer.publications.get(PATIENCE)
        # The worker rejects each of a master's sockets.
        for name, endpoint in (("events", self.sockets.events), ("publications", publications), ("control", control)):
            endpoints = WorkerEndpoints(**{one: NOWHERE for one in ("events", "publications", "control")} | {name: endpoint})
            with Master("m", endpoints, curve_key=key, server_key=server_key) as master:
                yield f"{name} of a master", lambda: master.call(Event(heartbeat={}), PATIENCE)

    def test_who_is_not_allowed_is_told_so(self) -> None:
        for name, wait in self.clients(self.client, self.server.public_key):
            with self.subTest(name):
                with self.assertRaises(NotAdmitted) as refused:
                    wait()
                self.assertEqual(refused.exception.status, 400)
                self.assertIn(self.client.public_key, str(refused.exception))
                self.assertEqual(self.sockets.keys.refused, {self.client.public_key})
                # The failure that ended a client is raised again.
                self.assertRaises(NotAdmitted, wait)

    def test_who_comes_without_a_key_or_takes_another_for_the_worker_is_not_answered(self) -> None:
        self.sockets.keys.allowed.add(self.client.public_key)
        # Each end closes the connection when it has seen the other's mechanism. The slower end does not learn the
        # reason.
        for key, server_key in ((None, None), (self.client, new_key().public_key)):
            with (
                self.subTest((key, server_key)),
                Control(self.sockets.control, curve_key=key, server_key=server_key) as control,
                Observer(self.sockets.publications, [""], curve_key=key, server_key=server_key) as observer,
                # Another client is answered meanwhile.
                Control(self.sockets.control, curve_key=self.client, server_key=self.server.public_key) as right,
            ):
                self.assertRaises((NoAnswer, NotAdmitted), control.ask, Query(ping={}), 0.3)
                right.ask(Query(ping={}), PATIENCE)
                self.assertRaises((TimedOut, NotAdmitted), observer.publications.get, 0.1)
        self.assertEqual(self.sockets.keys.refused, set())

    def test_a_worker_without_curve_gets_nothing_from_who_wants_it(self) -> None:
        with (
            Worker() as worker,
            Control(worker.endpoints.control, curve_key=self.client, server_key=self.server.public_key) as control,
        ):
            self.assertRaises((NoAnswer, NotAdmitted), control.ask, Query(ping={}), 0.5)

    def test_what_libzmq_gives_up_ends_the_client(self) -> None:
        table: list[tuple[bytes, CurveKey | None, type[ClientFailure], str]] = [
            (greeting(b"CURVE"), None, NotAdmitted, "give the client curve_key"),
            (greeting(b"NULL"), self.client, NotAdmitted, "--curve-key"),
            (greeting(b"PLAIN"), self.client, NotAdmitted, "--curve-key"),
            (greeting(b"CURVE") + b"\x04\xa8\x07WELCOME" + bytes(160), self.client, TransportFailure, "server_key"),
            (greeting(b"NULL") + b"\x04\x02\x01X", None, TransportFailure, "check that the endpoint is the worker's"),
        ]
        for content, key, failure, reason in table:
            server_key = None if key is None else self.server.public_key
            with self.subTest(content), Stranger(content) as stranger:
                with Control(stranger.endpoint, curve_key=key, server_key=server_key) as control:
                    with self.assertRaises(failure) as raised:
                        control.ask(Query(ping={}), PATIENCE)
                    self.assertIn(reason, str(raised.exception))


class AioConnectionTests(unittest.IsolatedAsyncioTestCase):
    async def test_who_is_allowed_is_answered_and_hears_what_is_published(self) -> None:
        server, client = new_key(), new_key()
        with SecuredSockets(server.secret_key) as sockets:
            sockets.keys.allowed.add(client.public_key)
            async with (
                aio.Control(sockets.control, curve_key=client, server_key=server.public_key) as control,
                aio.Observer(
                    sockets.publications, ["heartbeat/"], curve_key=client, server_key=server.public_key
                ) as observer,
            ):
                self.assertEqual((await control.ask(Query(ping={}), PATIENCE)).pong.worker, "secured")
                received = await observer.publications.get(PATIENCE)
                self.assertEqual(received.publication.heartbeat.worker, "secured")

    async def test_who_is_not_allowed_is_told_so(self) -> None:
        server, client = new_key(), new_key()
        with SecuredSockets(server.secret_key) as sockets:
            endpoints = WorkerEndpoints(sockets.events, sockets.publications, sockets.control)
            async with (
                aio.Control(sockets.control, curve_key=client, server_key=server.public_key) as control,
                aio.Observer(sockets.publications, curve_key=client, server_key=server.public_key) as observer,
                aio.Master("m", endpoints, curve_key=client, server_key=server.public_key) as master,
            ):
                for wait in (
                    lambda: control.ask(Query(ping={}), PATIENCE),
                    lambda: observer.publications.get(PATIENCE),
                    lambda: master.offers.get(PATIENCE),
                ):
                    with self.assertRaises(NotAdmitted):
                        await wait()
