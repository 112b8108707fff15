"""Blocking masters, observers and queries with a real worker."""

from __future__ import annotations

import tempfile
import threading
import unittest
from pathlib import Path

from quartermaster import (
    Closed,
    ClientFailure,
    Control,
    Error,
    Event,
    Fenced,
    InvalidArgument,
    Master,
    MasterOptions,
    NoAnswer,
    Offered,
    Observer,
    ObserverOptions,
    Query,
    Refused,
    Rescinded,
    Resynchronized,
    StateLost,
    TimedOut,
    WorkerEndpoints,
)
from quartermaster.wire.event_pb2 import RecoverResources

from worker import PATIENCE, Proxy, Worker, add_agent, add_framework, advance, initialize, take_up_to, wait_for

OPTIONS = MasterOptions(patience=PATIENCE, resend_pause=0.3, check_pause=0.5, answer_pause=0.5)


def decline(framework: str, offered: Offered, seconds: float = 0) -> list[Event]:
    return [
        Event(
            recover_resources=RecoverResources(
                framework_id=framework,
                agent_id=agent.agent_id,
                resources=agent.resources,
                filters={"refuse_seconds": seconds},
            )
        )
        for role in offered.batch.roles
        for agent in role.agents
    ]


def agents(offered: Offered) -> list[str]:
    return [agent.agent_id for role in offered.batch.roles for agent in role.agents]


class MasterTests(unittest.TestCase):
    def test_a_framework_gets_an_offer_and_declines_it(self) -> None:
        with Worker() as worker, Master("m", worker.endpoints, options=OPTIONS) as master:
            self.assertEqual(master.send(initialize(), add_agent("a1"), add_framework("f1")), 3)
            offered = master.offers.get()
            assert isinstance(offered, Offered)
            self.assertEqual((offered.batch.framework_id, agents(offered)), ("f1", ["a1"]))
            reply = master.call(decline("f1", offered, 60)[0])
            self.assertEqual((reply.call, reply.sequence, reply.WhichOneof("result")), ("recover_resources", 4, "ok"))
            master.flush()
            self.assertEqual((master.last_sequence, master.acknowledged_sequence), (4, 4))
            self.assertEqual(master.statistics.events_sent, 4)

    def test_a_refused_call_raises_with_its_code_and_changes_nothing(self) -> None:
        with Worker() as worker, Master("m", worker.endpoints, options=OPTIONS) as master:
            with self.assertRaises(Refused) as before:
                master.call(add_agent("a1"))
            self.assertEqual(before.exception.code, Error.FAILED_PRECONDITION)
            master.send(initialize(), add_agent("a1"))
            with self.assertRaises(Refused) as twice:
                master.call(add_agent("a1"))
            self.assertEqual((twice.exception.code, twice.exception.call), (Error.ALREADY_EXISTS, "add_agent"))
            self.assertIn("a1", str(twice.exception))

    def test_what_is_sent_and_refused_comes_in_the_replies(self) -> None:
        with Worker() as worker, Master("m", worker.endpoints, options=OPTIONS) as master:
            master.send(initialize(), add_agent("a1"))
            number = master.send(add_agent("a1"))
            reply = master.replies.get()
            self.assertEqual((reply.sequence, reply.error.code), (number, Error.ALREADY_EXISTS))
            self.assertEqual(master.statistics.calls_refused, 1)

    def test_an_event_that_is_too_large_for_the_worker_is_refused_alone(self) -> None:
        # It exceeds the worker's own limit too. By default a client sends nothing that makes libzmq close the
        # connection.
        for size in (5_000, 100_000):
            arguments = ("--max-frame-bytes", "4000")
            with self.subTest(size), Worker(*arguments) as worker, Master("m", worker.endpoints, options=OPTIONS) as master:
                large = Event(remove_agent={"agent_id": "a" * size})
                master.send(initialize(), large, add_agent("a1"))
                reply = master.replies.get()
                self.assertEqual(
                    (reply.sequence, reply.call, reply.error.code), (2, "remove_agent", Error.RESOURCE_EXHAUSTED)
                )
                with self.assertRaises(Refused) as refused:
                    master.call(large)
                self.assertEqual(refused.exception.code, Error.RESOURCE_EXHAUSTED)
                master.call(add_agent("a2"))
                master.flush()
                self.assertEqual(master.acknowledged_sequence, 5)

    def test_a_higher_epoch_fences_the_lower_one(self) -> None:
        with Worker() as worker, Master("m", worker.endpoints, epoch=1, options=OPTIONS) as first:
            first.call(initialize())
            with Master("m", worker.endpoints, epoch=2, options=OPTIONS) as second:
                second.call(add_agent("a1"))
                with self.assertRaises(Fenced):
                    first.call(add_agent("a2"))
                with self.assertRaises(Fenced):
                    first.send(add_agent("a2"))
                with self.assertRaises(Fenced):
                    list(first.offers)
                second.call(add_agent("a2"))
            with Master("m", worker.endpoints, epoch=1, options=OPTIONS) as late, self.assertRaises(Fenced):
                late.call(add_agent("a3"))

    def test_a_used_epoch_is_not_used_again(self) -> None:
        with Worker() as worker:
            for failure in (None, Fenced):
                with Master("m", worker.endpoints, epoch=5, options=OPTIONS) as master:
                    if failure is None:
                        master.call(initialize())
                    else:
                        self.assertRaises(failure, master.call, initialize())

    def test_what_an_earlier_incarnation_left_open_is_told_at_the_beginning(self) -> None:
        with Worker() as worker:
            with Master("m", worker.endpoints, options=OPTIONS) as first:
                first.send(initialize(), add_agent("a1"), add_framework("f1"))
                first.offers.get()
                first.flush()
            with Master("m", worker.endpoints, options=OPTIONS) as second:
                update = second.offers.get()
                assert isinstance(update, Resynchronized)
                self.assertEqual(update.outstanding.offers[0].framework_id, "f1")

    def test_what_is_outstanding_is_told_as_a_whole_in_however_many_pages_it_comes(self) -> None:
        agents = sorted(f"a{number}" for number in range(60))
        with Worker("--max-query-work", "1") as worker:
            with Master("m", worker.endpoints, options=OPTIONS) as first:
                first.send(initialize(), *(add_agent(agent) for agent in agents), add_framework("f1"))
                first.offers.get()
                first.flush()
            with Master("m", worker.endpoints, options=OPTIONS) as second:
                update = second.offers.get()
                assert isinstance(update, Resynchronized)
                told = [agent.agent_id for batch in update.outstanding.offers for role in batch.roles for agent in role.agents]
                self.assertEqual(told, agents)
                self.assertEqual(update.outstanding.last, "")

    def test_an_epoch_from_a_clock_that_is_far_ahead_is_refused(self) -> None:
        with Worker() as worker, Master("m", worker.endpoints, epoch=2**63, options=OPTIONS) as master:
            with self.assertRaises(Refused) as refusal:
                master.call(initialize())
            self.assertIn("clock", str(refusal.exception))

    def test_an_unanswered_offer_is_rescinded_after_it(self) -> None:
        with Worker("--clock", "virtual") as worker, Master("m", worker.endpoints, options=OPTIONS) as master:
            master.send(initialize(offer_timeout={"seconds": 5}), add_agent("a1"), add_framework("f1"))
            self.assertIsInstance(master.offers.get(), Offered)
            master.send(advance(5))
            # The run at that time offers the agent again. A rescind waits until no earlier offer can be missing.
            updates = {type(master.offers.get()) for _ in range(2)}
            self.assertEqual(updates, {Rescinded, Offered})

    def test_threads_may_call_at_once(self) -> None:
        with Worker() as worker, Master("m", worker.endpoints, options=OPTIONS) as master:
            master.call(initialize())
            threads = [threading.Thread(target=master.call, args=(add_agent(f"a{n}"),)) for n in range(20)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(PATIENCE)
            answer = master.ask(Query(digest={}))
            self.assertEqual(answer.digest.events, 21)

    def test_waits_are_bounded_and_what_was_in_vain_is_not_sent(self) -> None:
        options = MasterOptions(window_events=1, patience=0.1)
        nowhere = WorkerEndpoints("tcp://127.0.0.1:1", "tcp://127.0.0.1:1", "tcp://127.0.0.1:1")
        with Master("m", nowhere, options=options) as master:
            self.assertEqual(master.send(add_agent("a1")), 1)
            for wait in (
                lambda: master.send(add_agent("a2")),
                lambda: master.call(add_agent("a2")),
                lambda: master.ask(Query(ping={})),
                master.flush,
                master.offers.get,
            ):
                self.assertRaises(TimedOut, wait)
            self.assertEqual(master.last_sequence, 1)

    def test_a_silent_worker_is_given_up_where_that_is_wanted(self) -> None:
        nowhere = WorkerEndpoints("tcp://127.0.0.1:1", "tcp://127.0.0.1:1", "tcp://127.0.0.1:1")
        with Master("m", nowhere, options=MasterOptions(silence_limit=0.2)) as master:
            with self.assertRaises(NoAnswer):
                master.call(add_agent("a1"), PATIENCE)

    def test_a_closed_client_says_so_and_its_sequences_end(self) -> None:
        with Worker() as worker:
            with Master("m", worker.endpoints, options=OPTIONS) as master:
                master.call(initialize())
            master.close()
            for method in (lambda: master.send(add_agent("a1")), lambda: master.ask(Query(ping={})), master.offers.get):
                self.assertRaises(Closed, method)
            self.assertEqual((list(master.offers), list(master.replies)), ([], []))


class RepairTests(unittest.TestCase):
    def offers_behind_a_cut(self, *arguments: str) -> list[object]:
        """The updates that a master receives about five offers that another one causes while the first one's connection
        is cut."""
        with Worker("--clock", "virtual", *arguments) as worker, Proxy(worker.endpoints.publications) as proxy:
            endpoints = WorkerEndpoints(worker.endpoints.events, proxy.endpoint, worker.endpoints.control)
            with Master("m", endpoints, options=OPTIONS) as master, Master("n", worker.endpoints) as other:
                master.send(initialize(), add_framework("f1"))
                master.flush()
                proxy.cut()
                for number in range(5):
                    other.call(add_agent(f"a{number}"))
                proxy.mend()
                updates: list[object] = [master.offers.get()]
                while len(updates) < 5 and not isinstance(updates[0], Resynchronized):
                    updates.append(master.offers.get())
                # The stream continues after the repair.
                other.call(add_agent("a5"))
                updates.append(master.offers.get())
                self.assertRaises(TimedOut, master.offers.get, 0.2)
                self.statistics = master.statistics
                return updates

    def test_a_gap_is_repaired_by_a_replay(self) -> None:
        updates = self.offers_behind_a_cut()
        self.assertEqual([agents(update) for update in updates if isinstance(update, Offered)], [[f"a{n}"] for n in range(6)])
        self.assertGreaterEqual(self.statistics.publications_repaired, 5)
        self.assertEqual(self.statistics.publications_lost, 0)

    def test_a_gap_too_old_is_replaced_by_what_is_outstanding(self) -> None:
        updates = self.offers_behind_a_cut("--replay-window", "2")
        view, following = updates
        assert isinstance(view, Resynchronized) and isinstance(following, Offered)
        held = [agent.agent_id for batch in view.outstanding.offers for role in batch.roles for agent in role.agents]
        self.assertEqual(held, [f"a{n}" for n in range(5)])
        self.assertEqual(agents(following), ["a5"])
        self.assertEqual(self.statistics.publications_lost, 3)

    def test_a_reader_that_sleeps_fills_no_memory_and_misses_nothing(self) -> None:
        options = MasterOptions(patience=PATIENCE, buffered_updates=2, receive_queue=2, check_pause=0.5)
        with Worker("--clock", "virtual") as worker, Master("m", worker.endpoints, options=options) as master:
            master.send(initialize(), add_framework("f1"))
            for number in range(200):
                master.send(add_agent(f"a{number:03}"))
            master.flush()
            self.assertLessEqual(len(master._core.offers._elements), 2)
            offered = [master.offers.get() for _ in range(200)]
            self.assertEqual(
                [agents(update) for update in offered if isinstance(update, Offered)], [[f"a{n:03}"] for n in range(200)]
            )


class ResendTests(unittest.TestCase):
    BATCHES = 200

    def batch(self, number: int) -> list[Event]:
        return [add_agent(f"a{number:03}", 1 + number % 5), advance(1)]

    def start(self, master: Master) -> None:
        master.send(initialize(), add_framework("f1"), add_framework("f2", "ops"))

    def outcome(self, endpoints: WorkerEndpoints) -> tuple[str, int, int]:
        with Control(endpoints.control) as control:
            digest = control.ask(Query(digest={}), PATIENCE).digest
            return digest.digest, digest.events, digest.runs

    def undisturbed(self) -> tuple[str, int, int]:
        with Worker("--clock", "virtual") as worker, Master("m", worker.endpoints, options=OPTIONS) as master:
            self.start(master)
            for number in range(self.BATCHES):
                master.send(*self.batch(number))
            master.flush()
            return self.outcome(worker.endpoints)

    def test_what_was_lost_on_the_way_is_sent_again_and_applied_once(self) -> None:
        with Worker("--clock", "virtual") as worker:
            with Proxy(worker.endpoints.events) as events, Proxy(worker.endpoints.publications) as publications:
                endpoints = WorkerEndpoints(events.endpoint, publications.endpoint, worker.endpoints.control)
                with Master("m", endpoints, options=OPTIONS) as master:
                    self.start(master)
                    for number in range(self.BATCHES):
                        master.send(*self.batch(number))
                        if number % 100 == 40:
                            master.flush()
                            events.swallow()
                        if number % 100 == 50:
                            wait_for(lambda: master.statistics.batches_sent == number + 2, "they are on their way")
                            events.cut()
                            publications.cut()
                        if number % 100 == 70:
                            events.mend()
                            publications.mend()
                    master.flush(PATIENCE)
                    self.assertGreater(master.statistics.batches_resent, 0)
                    self.assertEqual(self.outcome(worker.endpoints), self.undisturbed())

    def test_a_killed_worker_goes_on_where_it_was_and_gets_the_rest_again(self) -> None:
        with tempfile.TemporaryDirectory() as folder, Worker("--clock", "virtual", data=Path(folder)) as worker:
            with Master("m", worker.endpoints, options=OPTIONS) as master:
                self.start(master)
                for number in range(self.BATCHES):
                    master.send(*self.batch(number))
                    if number % 100 == 50:
                        master.flush()
                    if number % 100 == 60:
                        acknowledged = master.acknowledged_sequence
                        worker.kill()
                        worker.start_again()
                        with Control(worker.endpoints.control) as control:
                            question = Query(outstanding={"master": "m"})
                            kept = control.ask(question, PATIENCE).outstanding.applied_sequence
                        self.assertGreaterEqual(kept, acknowledged)
                master.flush(PATIENCE)
                self.assertEqual(self.outcome(worker.endpoints), self.undisturbed())

    def test_a_worker_that_lost_its_state_ends_the_client(self) -> None:
        with Worker() as worker, Master("m", worker.endpoints, options=OPTIONS) as master:
            master.send(initialize(), add_agent("a1"))
            master.flush()
            worker.kill()
            worker.start_again()
            with self.assertRaises(StateLost):
                master.call(add_agent("a2"))


class ObserverTests(unittest.TestCase):
    def test_everything_of_a_cluster_comes_in_order_also_as_json(self) -> None:
        with Worker("--clock", "virtual") as worker, Master("m", worker.endpoints, options=OPTIONS) as master:
            for prefix in ("default/events/", "json/default/events/"):
                with Observer(worker.endpoints.publications, ["heartbeat/", prefix]) as observer:
                    next(one for one in observer if one.topic == "heartbeat/")
                    master.call(initialize())
                    calls = ((one.topic, one.publication.event.WhichOneof("call")) for one in observer)
                    # A greeting of the master may precede it.
                    self.assertIn(("default/events/", "initialize"), calls)

    def test_losses_are_repaired_for_who_was_cut_off_and_for_who_reads_slowly(self) -> None:
        limits = ("--publications-queue", "20", "--subscriber-patience", "100")
        options = ObserverOptions(buffered_publications=10, receive_queue=10, patience=PATIENCE, answer_pause=0.5)
        with Worker("--clock", "virtual", *limits) as worker, Proxy(worker.endpoints.publications) as proxy:
            control = worker.endpoints.control
            with (
                Master("m", worker.endpoints, options=OPTIONS) as master,
                Observer(proxy.endpoint, ["default/events/", "heartbeat/"], control=control, options=options) as observer,
            ):
                take_up_to(observer, lambda topic: topic == "heartbeat/")
                master.call(initialize())
                for number in range(100):
                    master.send(*(add_agent(f"a{number}-{index}") for index in range(30)))
                    if number == 50:
                        proxy.cut()
                    if number == 60:
                        proxy.mend()
                master.flush()
                self.assertLessEqual(len(observer._core.publications._elements), 10)
                last = master.ask(Query(digest={})).digest.events
                numbers: list[int] = []
                while not numbers or numbers[-1] < last:
                    received = observer.publications.get()
                    if received.topic == "default/events/":
                        if not numbers:
                            # The publication before it is the master's greeting.
                            self.assertEqual(received.publication.event.WhichOneof("call"), "initialize")
                        numbers.append(received.publication.sequence)
                    elif numbers and numbers[-1] < last:
                        # The next publication reveals the loss at the end.
                        last += 1
                        master.call(Event(pause={}))
                self.assertEqual(numbers, list(range(numbers[0], last + 1)))
                self.assertGreater(observer.statistics.publications_repaired, 0)

    def test_losses_are_counted_where_they_are_not_repaired(self) -> None:
        with Worker("--clock", "virtual") as worker, Proxy(worker.endpoints.publications) as proxy:
            with (
                Master("m", worker.endpoints, options=OPTIONS) as master,
                Observer(proxy.endpoint, ["default/events/", "heartbeat/"]) as observer,
            ):
                observer.publications.get()
                master.call(initialize())
                take_up_to(observer, lambda topic: topic != "heartbeat/")
                proxy.cut()
                master.call(add_agent("a1"))
                proxy.mend()
                take_up_to(observer, lambda topic: topic == "heartbeat/")
                master.call(add_agent("a2"))
                take_up_to(observer, lambda topic: topic != "heartbeat/")
                # Heartbeats may be missing besides the event.
                self.assertGreaterEqual(observer.statistics.publications_lost, 1)


class ControlTests(unittest.TestCase):
    def test_questions_are_answered(self) -> None:
        with Worker() as worker, Control(worker.endpoints.control) as control:
            with Master("m", worker.endpoints, options=OPTIONS) as master:
                master.send(initialize(), add_agent("a1"), add_framework("f1"))
                master.offers.get()
                master.flush()
            self.assertGreater(control.ask(Query(ping={})).pong.uptime_ns, 0)
            self.assertEqual(control.ask(Query(digest={})).digest.events, 3)
            state = control.ask(Query(state={"view": "AGENTS"})).state
            self.assertEqual([agent.id for agent in state.agents], ["a1"])
            explanation = control.ask(Query(explain={"framework_id": "f1"})).explanation
            self.assertEqual(explanation.groups[0].reason.WhichOneof("reason"), "nothing_available")
            names = [family.name for family in control.ask(Query(metrics={})).metrics.families]
            self.assertIn("quartermaster_events_total", names)

    def test_what_is_not_there_raises_with_its_code(self) -> None:
        with Worker() as worker, Control(worker.endpoints.control) as control:
            for query in (Query(digest={"cluster": "none"}), Query(explain={"cluster": "none", "framework_id": "f"})):
                with self.subTest(str(query)), self.assertRaises(Refused) as refused:
                    control.ask(query)
                self.assertEqual(refused.exception.code, Error.NOT_FOUND)
            self.assertRaises(InvalidArgument, control.ask, Query())

    def test_a_worker_that_is_not_there_is_named(self) -> None:
        with Control("tcp://127.0.0.1:1") as control, self.assertRaises(NoAnswer) as silent:
            control.ask(Query(ping={}), timeout=0.1)
        self.assertIn("tcp://127.0.0.1:1", str(silent.exception))
        self.assertIsInstance(silent.exception, ClientFailure)
        self.assertRaises(Closed, control.ask, Query(ping={}))
