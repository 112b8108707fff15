"""The queries of an observer and their times, without sockets: the tests set the time."""

from __future__ import annotations

import unittest

from quartermaster import ObserverOptions
from quartermaster.core.observer_core import MOST_CHECKS, ObserverCore
from quartermaster.wire.control_pb2 import Answer, Query, Replayed
from quartermaster.wire.publication_pb2 import Error, Publication

OPTIONS = ObserverOptions(check_pause=5, answer_pause=2)


def run(cluster: str, number: int) -> Publication:
    return Publication(sequence=number, cluster=cluster, run={"number": number})


class ObserverCoreTests(unittest.TestCase):
    def setUp(self) -> None:
        self.core = ObserverCore(["c"], True, OPTIONS)

    def receive(self, cluster: str, number: int, now: float) -> None:
        self.core.receive([f"{cluster}/runs/".encode(), run(cluster, number).SerializeToString()], now)

    def asked(self, now: float) -> list[tuple[str, str, int]]:
        """The request id, the cluster and the first number of each query."""
        self.core.advance(now)
        queries = [Query.FromString(query) for query in self.core.take_queries()]
        return [(query.request_id, query.replay.cluster, query.replay.from_sequence) for query in queries]

    def answer(self, request_id: str, numbers: range, oldest: int, newest: int, now: float, cluster: str = "c1") -> None:
        replayed = Replayed(publications=[run(cluster, number) for number in numbers], oldest=oldest, newest=newest)
        self.core.receive_answer([Answer(request_id=request_id, replayed=replayed).SerializeToString()], now)

    def refuse(self, request_id: str, now: float) -> None:
        answer = Answer(request_id=request_id, error={"code": Error.NOT_FOUND})
        self.core.receive_answer([answer.SerializeToString()], now)

    def taken(self) -> list[int]:
        numbers: list[int] = []
        while self.core.publications.is_ready:
            numbers.append(self.core.publications.take().publication.sequence)
        return numbers

    def test_what_is_lost_at_the_end_of_a_quiet_stream_is_asked_for(self) -> None:
        self.receive("c1", 1, now=0)
        self.assertEqual(self.asked(4.9), [])
        self.assertEqual(self.asked(5.0), [("1", "c1", 2)])
        self.answer("1", range(2, 4), oldest=1, newest=3, now=5.1)
        self.assertEqual(self.taken(), [1, 2, 3])
        self.assertEqual((self.core.statistics.publications_repaired, self.core.statistics.publications_lost), (2, 0))
        self.assertEqual(self.asked(9.9), [])
        self.assertEqual(self.asked(10.0), [("2", "c1", 4)])
        self.answer("2", range(4, 4), oldest=1, newest=3, now=10.1)
        self.receive("c1", 4, now=10.2)
        self.assertEqual(self.taken(), [4])

    def test_what_is_past_the_replay_window_then_is_counted_as_lost(self) -> None:
        self.receive("c1", 1, now=0)
        self.asked(5)
        self.answer("1", range(5, 7), oldest=5, newest=6, now=5.1)
        self.assertEqual(self.taken(), [1, 5, 6])
        self.assertEqual(self.core.statistics.publications_lost, 3)

    def test_a_publication_may_overtake_the_answer(self) -> None:
        self.receive("c1", 1, now=0)
        self.asked(5)
        self.receive("c1", 3, now=5.1)
        self.assertEqual(self.asked(5.1), [])
        self.answer("1", range(2, 3), oldest=1, newest=2, now=5.2)
        self.assertEqual(self.taken(), [1, 2, 3])

    def test_an_answer_that_is_lost_is_made_good_by_the_next_check(self) -> None:
        self.receive("c1", 1, now=0)
        self.assertEqual(self.asked(5), [("1", "c1", 2)])
        self.assertEqual(self.asked(7), [])
        self.assertEqual(self.asked(10), [("2", "c1", 2)])

    def test_a_check_that_is_refused_gives_nothing_up(self) -> None:
        self.receive("c1", 1, now=0)
        self.asked(5)
        self.refuse("1", now=5.1)
        self.receive("c1", 3, now=5.2)
        self.assertEqual(self.taken(), [1])
        self.assertEqual(self.asked(5.2), [("2", "c1", 2)])
        # The gap cannot be replayed.
        self.refuse("2", now=5.3)
        self.assertEqual(self.taken(), [3])
        self.assertEqual(self.core.statistics.publications_lost, 1)

    def test_a_worker_that_began_anew_is_followed_though_nothing_comes(self) -> None:
        self.receive("c1", 50, now=0)
        self.asked(5)
        self.answer("1", range(1, 3), oldest=1, newest=2, now=5.1)
        self.receive("c1", 3, now=5.2)
        self.assertEqual(self.taken(), [50, 1, 2, 3])

    def test_not_all_quiet_streams_are_checked_at_once(self) -> None:
        clusters = [f"c{number}" for number in range(25)]
        for cluster in clusters:
            self.receive(cluster, 1, now=0)
        checked: list[str] = []
        while True:
            asked = self.asked(5)
            self.assertLessEqual(len(asked), MOST_CHECKS)
            if not asked:
                break
            for request_id, cluster, asked_from in asked:
                checked.append(cluster)
                self.answer(request_id, range(0), oldest=2, newest=asked_from - 1, now=5, cluster=cluster)
        self.assertEqual(checked, clusters)

    def test_streams_without_replays_are_not_checked(self) -> None:
        core = self.core = ObserverCore(["heartbeat/", "c1/runs/"], False, OPTIONS)
        core.receive([b"heartbeat/", Publication(sequence=1, heartbeat={}).SerializeToString()], 0)
        self.receive("c1", 1, now=0)
        self.assertEqual(self.asked(5), [])
        core = self.core = ObserverCore(["heartbeat/"], True, OPTIONS)
        core.receive([b"heartbeat/", Publication(sequence=1, heartbeat={}).SerializeToString()], 0)
        self.assertEqual(self.asked(5), [])
