"""The window of unacknowledged events, with a correct receiver and an unreliable connection."""

from __future__ import annotations

import random
import unittest

from quartermaster.core.send_window import Acknowledgement, SendWindow


class Receiver:
    """A worker's treatment of sequenced events: it applies the next one, skips earlier ones, and reports the rest as a
    gap."""

    def __init__(self) -> None:
        self.applied: list[bytes] = []
        self.durable = 0
        self.resend_from = 0

    def receive(self, first: int, frames: tuple[bytes, ...]) -> None:
        for number, frame in enumerate(frames, first):
            if number == len(self.applied) + 1:
                self.applied.append(frame)
                self.resend_from = 0
            elif number > len(self.applied):
                self.resend_from = len(self.applied) + 1

    def crash(self) -> None:
        """Only acknowledged events are certain to be on disk."""
        del self.applied[self.durable :]
        self.resend_from = 0

    def acknowledge(self) -> tuple[int, int]:
        self.durable = len(self.applied)
        return self.durable, self.resend_from


class SendWindowTests(unittest.TestCase):
    def test_every_event_is_applied_once_and_in_order_whatever_is_lost(self) -> None:
        for seed in random.Random().sample(range(1 << 32), 100):
            with self.subTest(seed=seed):
                self.run_history(random.Random(seed))

    def run_history(self, chance: random.Random) -> None:
        window = SendWindow(events=20, size=400, resend_pause=1.0)
        receiver = Receiver()
        sent: list[bytes] = []
        now = 0.0
        lossy = True
        for step in range(2_000):
            lossy = step < 400
            now += chance.random() * 0.4
            frames = tuple(f"{len(sent) + index}".encode() for index in range(chance.randint(1, 5)))
            if lossy and window.has_room(len(frames), sum(map(len, frames))):
                window.append(frames)
                sent.extend(frames)
            window.advance(now)
            batch = window.next_to_send
            if batch is not None and chance.random() < 0.8:
                window.note_sent(now)
                if not lossy or chance.random() < 0.7:
                    receiver.receive(batch.first, batch.frames)
            if lossy and chance.random() < 0.02:
                receiver.crash()
                if chance.random() < 0.5:
                    window.send_all_again()
            if chance.random() < 0.5:
                acknowledgement = receiver.acknowledge()
                if not lossy or chance.random() < 0.7:
                    outcome = window.acknowledge(*acknowledgement, now)
                    self.assertIn(outcome, (Acknowledgement.PROGRESS, Acknowledgement.NOTHING_NEW))
            self.assertLessEqual(window.last - window.acknowledged, 20)
            self.assertEqual(receiver.applied[-1:], sent[len(receiver.applied) - 1 :][:1] if receiver.applied else [])
            if not lossy and window.is_empty:
                break
        self.assertTrue(window.is_empty)
        self.assertEqual(receiver.applied, sent)

    def test_a_batch_stays_one_message_less_what_is_acknowledged_of_it(self) -> None:
        window = SendWindow(events=10, size=1_000, resend_pause=1.0)
        window.append((b"1", b"2", b"3"))
        window.note_sent(0)
        self.assertEqual(window.acknowledge(1, 0, 0), Acknowledgement.PROGRESS)
        window.advance(1.0)
        batch = window.next_to_send
        assert batch is not None
        self.assertEqual((batch.first, batch.frames), (2, (b"2", b"3")))

    def test_the_pause_doubles_up_to_its_bound_and_starts_anew_with_progress(self) -> None:
        window = SendWindow(events=10, size=1_000, resend_pause=2.0)
        window.append((b"1",))
        window.append((b"2",))
        pauses = []
        now = 0.0
        for _ in range(7):
            while window.next_to_send is not None:
                window.note_sent(now)
            assert window.due is not None
            pauses.append(window.due - now)
            now = window.due
            window.advance(now)
        self.assertEqual(pauses, [2, 4, 8, 16, 30, 30, 30])
        window.note_sent(now)
        window.acknowledge(1, 0, now)
        window.note_sent(now)
        self.assertEqual(window.due, now + 2)

    def test_a_gap_is_heeded_once_in_a_while(self) -> None:
        window = SendWindow(events=10, size=1_000, resend_pause=1.0)
        for _ in range(3):
            window.append((b"x",))
            window.note_sent(0)
        window.acknowledge(1, 2, 0)
        self.assertEqual(window.next_to_send and window.next_to_send.first, 2)
        window.note_sent(0)
        window.note_sent(0)
        window.acknowledge(1, 2, 0.5)
        self.assertIsNone(window.next_to_send)
        window.acknowledge(1, 2, 1.0)
        self.assertEqual(window.next_to_send and window.next_to_send.first, 2)

    def test_acknowledgements_that_make_no_sense(self) -> None:
        window = SendWindow(events=10, size=1_000, resend_pause=1.0)
        window.append((b"1", b"2"))
        self.assertEqual(window.acknowledge(1, 0, 0), Acknowledgement.UNKNOWN)
        window.note_sent(0)
        self.assertEqual(window.acknowledge(3, 0, 0), Acknowledgement.UNKNOWN)
        self.assertEqual(window.acknowledge(2, 0, 0), Acknowledgement.PROGRESS)
        self.assertEqual(window.acknowledge(1, 0, 0), Acknowledgement.REGRESSED)
        self.assertEqual(window.acknowledge(2, 2**64 - 1, 0), Acknowledgement.NOTHING_NEW)

    def test_room_is_bounded_by_events_and_by_bytes_but_an_empty_window_takes_any_batch(self) -> None:
        window = SendWindow(events=2, size=10, resend_pause=1.0)
        self.assertTrue(window.has_room(100, 100))
        window.append((b"12345",))
        self.assertTrue(window.has_room(1, 5))
        self.assertFalse(window.has_room(2, 5))
        self.assertFalse(window.has_room(1, 6))
