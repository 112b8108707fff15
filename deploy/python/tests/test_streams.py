"""The order of publications, with a connection that loses some of them and a worker that keeps only the last ones."""

from __future__ import annotations

import random
import unittest

from quartermaster.core.publication_order import Delivered, Lost, PublicationOrder, Regressed
from quartermaster.core.streams import MOST_STREAMS, ReplayQuestion, StreamWatch
from quartermaster.core.topics import Kind, Stream, Topic, join, parse
from quartermaster.wire.control_pb2 import Replayed
from quartermaster.wire.publication_pb2 import Publication


class PublicationOrderTests(unittest.TestCase):
    def test_each_comes_once_and_in_order_whatever_is_lost(self) -> None:
        for seed in random.Random().sample(range(1 << 32), 100):
            with self.subTest(seed=seed):
                self.run_history(random.Random(seed))

    def run_history(self, chance: random.Random) -> None:
        order: PublicationOrder[int] = PublicationOrder(most_held=5)
        order.begin(0)
        window = chance.choice([1, 10, 1_000])
        published = 0
        lost: list[int] = []
        delivered: list[int] = []
        for step in range(400):
            if step < 300:
                published += 1
                if chance.random() < 0.8:
                    delivered += order.receive(published, published)
            if step >= 300 or (order.is_doubtful and chance.random() < 0.3) or chance.random() < 0.05:
                asked_from = order.next
                oldest = max(1, published - window + 1)
                # An answer has room for three.
                replayed = [(number, number) for number in range(max(oldest, asked_from), published + 1)][:3]
                settlement = order.settle(replayed, asked_from, oldest, published)
                if isinstance(settlement, Lost):
                    lost += range(order.next, settlement.oldest)
                    delivered += order.begin(settlement.oldest - 1)
                else:
                    assert isinstance(settlement, Delivered)
                    delivered += settlement.elements
            self.assertLessEqual(order.held_count, 6)
        self.assertFalse(order.is_doubtful)
        self.assertEqual(delivered, sorted(set(delivered)))
        self.assertEqual(sorted(delivered + lost), list(range(1, published + 1)))

    def test_numbers_that_make_no_sense(self) -> None:
        order: PublicationOrder[str] = PublicationOrder(most_held=2)
        order.begin(0)
        self.assertEqual(order.receive("zero is none", 0), ["zero is none"])
        self.assertEqual(order.receive("1", 1), ["1"])
        self.assertEqual(order.receive("again", 1), [])
        self.assertTrue(order.is_doubtful)
        self.assertEqual(order.settle([], 2, 1, 1), Delivered([]))
        self.assertFalse(order.is_doubtful)
        self.assertEqual(order.receive("greatest", 2**64 - 1), [])
        self.assertEqual(order.held_count, 0)
        self.assertEqual(order.settle([], 2, 1, 0), Regressed())

    def test_what_is_above_the_limit_waits_until_it_is_raised(self) -> None:
        order: PublicationOrder[int] = PublicationOrder(limit=0)
        order.begin(0)
        self.assertEqual(order.receive(1, 1), [])
        self.assertEqual(order.receive(2, 2), [])
        self.assertFalse(order.is_doubtful)
        self.assertEqual(order.raise_limit(1), [1])
        self.assertEqual(order.raise_limit(5), [2])


class StreamWatchTests(unittest.TestCase):
    RUNS = Topic(Stream("c", Kind.RUNS, ""), "c/runs/")

    @staticmethod
    def publication(number: int) -> Publication:
        return Publication(sequence=number, cluster="c", run={"number": number})

    def replayed(self, numbers: range, oldest: int, newest: int) -> Replayed:
        return Replayed(publications=map(self.publication, numbers), oldest=oldest, newest=newest)

    def test_what_is_missing_is_asked_for_and_comes_in_its_place(self) -> None:
        watch = StreamWatch(["c/"], True)
        self.assertEqual(len(watch.receive(self.RUNS, self.publication(7))[0]), 1)
        publications, question = watch.receive(self.RUNS, self.publication(10))
        self.assertEqual(publications, [])
        assert question is not None
        self.assertEqual(question, ReplayQuestion(self.RUNS.stream, 8))
        settled = watch.settle(self.replayed(range(8, 11), 1, 10), question)
        self.assertEqual([one.publication.sequence for one in settled], [8, 9, 10])
        self.assertEqual({one.topic for one in settled}, {"c/runs/"})
        self.assertEqual((watch.repaired, watch.lost), (3, 0))

    def test_what_is_no_longer_kept_is_counted_as_lost(self) -> None:
        watch = StreamWatch(["c/"], True)
        watch.receive(self.RUNS, self.publication(1))
        _, question = watch.receive(self.RUNS, self.publication(9))
        assert question is not None
        settled = watch.settle(self.replayed(range(6, 10), 6, 9), question)
        self.assertEqual([one.publication.sequence for one in settled], [6, 7, 8, 9])
        self.assertEqual(watch.lost, 4)

    def test_without_replays_it_goes_on_with_what_it_has(self) -> None:
        watch = StreamWatch(["c/"], True)
        watch.receive(self.RUNS, self.publication(1))
        _, question = watch.receive(self.RUNS, self.publication(4))
        assert question is not None
        self.assertEqual([one.publication.sequence for one in watch.skip(question)], [4])
        self.assertEqual(watch.lost, 2)

    def test_a_worker_that_began_anew_is_followed(self) -> None:
        watch = StreamWatch(["c/"], True)
        watch.receive(self.RUNS, self.publication(50))
        publications, question = watch.receive(self.RUNS, self.publication(2))
        self.assertEqual(publications, [])
        assert question is not None
        settled = watch.settle(self.replayed(range(1, 3), 1, 2), question)
        self.assertEqual([one.publication.sequence for one in settled], [1, 2])

    def test_a_part_of_a_stream_has_no_gaps(self) -> None:
        watch = StreamWatch(["c/offers/m/f1/"], True)
        topic = parse(b"c/offers/m/f1/")
        assert topic is not None
        for number in (3, 9, 4):
            publications, question = watch.receive(topic, Publication(sequence=number, offers={"framework_id": "f1"}))
            self.assertEqual((len(publications), question), (1, None))
        self.assertEqual(watch.lost, 0)

    def test_names_from_outside_are_bounded(self) -> None:
        watch = StreamWatch([""], False)
        for number in range(MOST_STREAMS + 10):
            for sequence in (1, 3):
                topic = Topic(Stream(f"c{number}", Kind.RUNS, ""), f"c{number}/runs/")
                self.assertEqual(len(watch.receive(topic, self.publication(sequence))[0]), 1)
        self.assertEqual(watch.lost, MOST_STREAMS)


class TopicTests(unittest.TestCase):
    def test_topics_are_read_as_they_are_written(self) -> None:
        for text in ("c/offers/m/a%2Fb%25/", "c/inverse-offers/m/f/", "c/replies/m/", "c/runs/", "heartbeat/", "metrics/"):
            with self.subTest(text):
                for prefix in ("", "json/"):
                    topic = parse((prefix + text).encode())
                    assert topic is not None
                    self.assertEqual(topic.text, text)
        self.assertEqual(join("c", "offers", "m", "a/b%"), "c/offers/m/a%2Fb%25/")
        self.assertEqual(Stream("c", Kind.OFFERS, "m").topic("a/b%"), "c/offers/m/a%2Fb%25/")

    def test_nothing_else_is_a_topic(self) -> None:
        for frame in (
            b"", b"/", b"c", b"c/", b"c/runs", b"c/runs//", b"c/offers/m/", b"c/offers/m/f/x/", b"c/nothing/m/",
            b"c/runs%/", b"c/replies/m%2f/", b"c/replies/\xff/", b"json/", b"heartbeat/x/", b"c/heartbeat/", b"runs/",
        ):  # fmt: skip
            with self.subTest(frame):
                self.assertIsNone(parse(frame))
