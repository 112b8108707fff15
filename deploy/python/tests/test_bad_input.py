"""Invalid arguments and messages. The clients must refuse them with a message that says what to do."""

from __future__ import annotations

import unittest
from collections.abc import Callable

from quartermaster import (
    ControlOptions,
    Error,
    Event,
    InvalidArgument,
    MalformedEndpoint,
    Master,
    MasterOptions,
    Observer,
    ObserverOptions,
    Query,
    Refused,
    TooManyQuestions,
    UnusableMessage,
    WorkerEndpoints,
)
from quartermaster.core.decoding import read_answer, read_publication
from quartermaster.core.identity import MasterIdentity
from quartermaster.core.questions import OpenQuestions
from quartermaster.core.submission import MOST_EVENTS, Submission
from quartermaster.wire.control_pb2 import Answer

HEARTBEAT = Event(heartbeat={})


class BadInputTests(unittest.TestCase):
    def test_endpoints(self) -> None:
        for endpoint in (
            "", "127.0.0.1:5550", "tcp://", "tcp://127.0.0.1", "tcp://127.0.0.1:", "tcp://127.0.0.1:0",
            "tcp://127.0.0.1:65536", "tcp://127.0.0.1:*", "tcp://a b:1", "udp://127.0.0.1:1", "ipc://", "ipc://a\0b",
            "ipc://" + "a" * 108, "@tcp://127.0.0.1:1", "tcp://127.0.0.1:1\n",
        ):  # fmt: skip
            with self.subTest(endpoint), self.assertRaises(MalformedEndpoint):
                WorkerEndpoints(control=endpoint)
        WorkerEndpoints("tcp://[::1]:1", "ipc:///run/quartermaster/publications", "tcp://worker-1.example:65535")

    def test_names_and_epochs(self) -> None:
        table: list[tuple[str, str, int]] = [
            ("", "m", 1), ("c/d", "m", 1), ("json", "m", 1), ("metrics", "m", 1), ("c" * 256, "m", 1), ("ü", "m", 1),
            ("c", "", 1), ("c", "m/n", 1), ("c", "m" * 256, 1), ("c", "m\n", 1), ("c", "m", 0), ("c", "m", -1),
            ("c", "m", 2**64),
        ]  # fmt: skip
        for cluster, master, epoch in table:
            with self.subTest((cluster, master, epoch)), self.assertRaises(InvalidArgument):
                Master(master, cluster=cluster, epoch=epoch)
        MasterIdentity("c" * 255, "json", 2**64 - 1)

    def test_request_ids_of_others_are_none_of_ours(self) -> None:
        identity = MasterIdentity("c", "m", 10)
        self.assertEqual(identity.number_of(identity.request_id(255)), 255)
        for text in ("", "a-", "a", "b-1", "a--1", "a-1 ", "a-+1", "a-" + "f" * 17, "a-greeting-1"):
            with self.subTest(text):
                self.assertIsNone(identity.number_of(text))

    def test_options(self) -> None:
        table: list[Callable[[], object]] = [
            lambda: MasterOptions(window_events=0),
            lambda: MasterOptions(window_bytes=2**31),
            lambda: MasterOptions(buffered_updates=-1),
            lambda: MasterOptions(patience=0),
            lambda: MasterOptions(resend_pause=float("nan")),
            lambda: MasterOptions(silence_limit=float("inf")),
            lambda: ObserverOptions(receive_queue=0),
            lambda: ObserverOptions(answer_pause=-1),
            lambda: ControlOptions(waiting_questions=0),
            lambda: ControlOptions(patience=0),
        ]
        for number, make in enumerate(table):
            with self.subTest(number), self.assertRaises(InvalidArgument):
                make()

    def test_events(self) -> None:
        table: list[tuple[list[Event], type[Exception]]] = [
            ([], InvalidArgument),
            ([HEARTBEAT] * (MOST_EVENTS + 1), InvalidArgument),
            ([Event()], InvalidArgument),
            ([Event(sequence=1, heartbeat={})], InvalidArgument),
            ([Event(master="m", heartbeat={})], InvalidArgument),
            ([Event(remove_agent={"agent_id": "a" * 2_000})], UnusableMessage),
        ]
        for number, (events, failure) in enumerate(table):
            with self.subTest(number), self.assertRaises(failure):
                Submission(events, frame_bytes=2_000)

    def test_questions(self) -> None:
        questions = OpenQuestions("q-", limit=2)
        for query in (Query(), Query(request_id="1", ping={})):
            with self.subTest(str(query)), self.assertRaises(InvalidArgument):
                questions.add(query)
        first = questions.add(Query(ping={}))
        questions.add(Query(ping={}))
        with self.assertRaises(TooManyQuestions):
            questions.add(Query(ping={}))
        first.is_abandoned = True
        questions.add(Query(ping={}))
        self.assertFalse(questions.settle(Answer(request_id="other")))
        self.assertTrue(questions.settle(Answer(request_id="q-1")))
        self.assertFalse(first.is_settled)

    def test_subscriptions_to_both_encodings_cannot_be_repaired(self) -> None:
        for prefix in ("", "j", "json"):
            with self.subTest(prefix), self.assertRaises(InvalidArgument):
                Observer("tcp://127.0.0.1:1", [prefix], control="tcp://127.0.0.1:1")

    def test_frames_that_are_no_publications(self) -> None:
        table: list[list[bytes]] = [
            [], [b"c/runs/"], [b"c/runs/", b"", b""], [b"c/nothing/", b""], [b"c/runs/", b"\xff"], [b"c/runs/", b"{"],
            [b"c/runs/", b'{"run": 1}'], [b"c/runs/", b'{"run": ' + b"[" * 100_000], [b"c/runs/", b'{"sequence": "-1"}'],
            [b"c/runs/", b"{\xff}"],
        ]  # fmt: skip
        for number, frames in enumerate(table):
            with self.subTest(number):
                self.assertIsNone(read_publication(frames))
        read = read_publication([b"json/c/runs/", b'{"sequence": "7", "run": {"number": "3"}, "of_a_later_version": 1}'])
        assert read is not None
        self.assertEqual((read[1].sequence, read[1].run.number), (7, 3))

    def test_frames_that_are_no_answers(self) -> None:
        table: list[list[bytes]] = [[], [b"\xff"], [b"", b"{"]]
        for frames in table:
            with self.subTest(frames), self.assertRaises(UnusableMessage):
                read_answer(frames)

    def test_a_code_of_a_later_version_is_named_by_its_number(self) -> None:
        error = Error(message="try later")
        error.ParseFromString(error.SerializeToString() + b"\x08\x63")
        self.assertIn("(99): try later", str(Refused("add_agent", error)))
