"""The asyncio clients with a real worker. These tests cover the shell only; the core is the same as that of the
blocking clients."""

from __future__ import annotations

import asyncio
import tempfile
import unittest
from pathlib import Path

from quartermaster import (
    Closed,
    Error,
    Event,
    Fenced,
    MasterOptions,
    NoAnswer,
    ObserverOptions,
    Offered,
    Query,
    Refused,
    Resynchronized,
    TimedOut,
    WorkerEndpoints,
)
from quartermaster.aio import Control, Master, Observer
from quartermaster.wire.event_pb2 import RecoverResources

from worker import PATIENCE, Proxy, Worker, add_agent, add_framework, advance, initialize

OPTIONS = MasterOptions(patience=PATIENCE, resend_pause=0.3, check_pause=0.5, answer_pause=0.5)
NOWHERE = WorkerEndpoints("tcp://127.0.0.1:1", "tcp://127.0.0.1:1", "tcp://127.0.0.1:1")


class Heard:
    """The numbers of the publications that an observer has delivered, by topic."""

    def __init__(self, observer: Observer) -> None:
        self.numbers: dict[str, list[int]] = {}
        self._observer = observer

    async def next(self, topic: str) -> int:
        """Takes elements up to one of that topic. The wait ends even if only heartbeats arrive."""
        return await asyncio.wait_for(self._take_up_to(topic), PATIENCE)

    async def _take_up_to(self, topic: str) -> int:
        while True:
            received = await self._observer.publications.get()
            self.numbers.setdefault(received.topic, []).append(received.publication.sequence)
            if received.topic == topic:
                return received.publication.sequence


def missing(numbers: list[int]) -> int:
    return numbers[-1] - numbers[0] + 1 - len(numbers)


class AioTests(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self) -> None:
        # Workers are started and proxies stopped on the loop's thread, so no warning about slow callbacks is needed.
        asyncio.get_running_loop().slow_callback_duration = PATIENCE

    async def test_an_event_that_is_too_large_for_the_worker_is_refused_alone(self) -> None:
        with Worker("--max-frame-bytes", "4000") as worker:
            async with Master("m", worker.endpoints, options=OPTIONS) as master:
                large = Event(remove_agent={"agent_id": "a" * 100_000})
                await master.send(initialize(), large, add_agent("a1"))
                reply = await master.replies.get()
                self.assertEqual((reply.sequence, reply.error.code), (2, Error.RESOURCE_EXHAUSTED))
                with self.assertRaises(Refused):
                    await master.call(large)
                await master.call(add_agent("a2"))
                await master.flush()
                self.assertEqual(master.acknowledged_sequence, 5)

    async def test_a_framework_gets_an_offer_and_declines_it(self) -> None:
        with Worker() as worker:
            async with Master("m", worker.endpoints, options=OPTIONS) as master:
                await master.send(initialize(), add_agent("a1"), add_framework("f1"))
                offered = await master.offers.get()
                assert isinstance(offered, Offered)
                agent = offered.batch.roles[0].agents[0]
                declined = RecoverResources(framework_id="f1", agent_id=agent.agent_id, resources=agent.resources)
                reply = await master.call(Event(recover_resources=declined))
                self.assertEqual(reply.WhichOneof("result"), "ok")
                # Without a filter the resources are offered again.
                async for again in master.offers:
                    self.assertIsInstance(again, Offered)
                    break
                await master.flush()
                self.assertEqual(master.acknowledged_sequence, 4)

    async def test_a_refused_call_raises_with_its_code(self) -> None:
        with Worker() as worker:
            async with Master("m", worker.endpoints, options=OPTIONS) as master:
                await master.send(initialize(), add_agent("a1"))
                with self.assertRaises(Refused) as twice:
                    await master.call(add_agent("a1"))
                self.assertEqual(twice.exception.code, Error.ALREADY_EXISTS)
                number = await master.send(add_agent("a1"))
                self.assertEqual((await master.replies.get()).sequence, number)

    async def test_a_higher_epoch_fences_the_lower_one(self) -> None:
        with Worker() as worker:
            async with Master("m", worker.endpoints, epoch=1, options=OPTIONS) as first:
                await first.call(initialize())
                async with Master("m", worker.endpoints, epoch=2, options=OPTIONS) as second:
                    await second.call(add_agent("a1"))
                    with self.assertRaises(Fenced):
                        await first.call(add_agent("a2"))
                    with self.assertRaises(Fenced):
                        await first.offers.get()

    async def test_tasks_may_call_and_ask_at_once(self) -> None:
        with Worker() as worker:
            async with Master("m", worker.endpoints, options=OPTIONS) as master, Control(worker.endpoints.control) as control:
                await master.call(initialize())
                await asyncio.gather(*(master.call(add_agent(f"a{number}")) for number in range(50)))
                answers = await asyncio.gather(*(control.ask(Query(digest={})) for _ in range(20)))
                self.assertEqual({answer.digest.events for answer in answers}, {answers[0].digest.events})
                state = (await control.ask(Query(state={"view": "AGENTS"}))).state
                self.assertEqual(len(state.agents), 50)
                with self.assertRaises(Refused) as refused:
                    await control.ask(Query(explain={"framework_id": "none"}))
                self.assertEqual(refused.exception.code, Error.NOT_FOUND)

    async def test_gaps_are_repaired_for_masters_and_observers(self) -> None:
        for window, is_lost in (("100", False), ("2", True)):
            with (
                self.subTest(window),
                Worker("--clock", "virtual", "--replay-window", window) as worker,
                Proxy(worker.endpoints.publications) as proxy,
                # Also cut, so that nothing is repaired while more is still to be published.
                Proxy(worker.endpoints.control) as control,
            ):
                endpoints = WorkerEndpoints(worker.endpoints.events, proxy.endpoint, control.endpoint)
                options = ObserverOptions(patience=PATIENCE, check_pause=0.5, answer_pause=0.5)
                async with (
                    Master("m", endpoints, options=OPTIONS) as master,
                    Master("n", worker.endpoints, options=OPTIONS) as other,
                    Observer(
                        proxy.endpoint, ["default/offers/", "heartbeat/"], control=control.endpoint, options=options
                    ) as observer,
                ):
                    heard = Heard(observer)
                    # Then all subscriptions are in effect before anything is offered.
                    await heard.next("heartbeat/")
                    await master.send(initialize(), add_framework("f1"), add_agent("first"))
                    self.assertIsInstance(await master.offers.get(), Offered)
                    self.assertEqual(await heard.next("default/offers/m/f1/"), 1)
                    control.cut()
                    proxy.cut()
                    for number in range(5):
                        await other.call(add_agent(f"a{number}"))
                    proxy.mend()
                    control.mend()
                    update = await master.offers.get()
                    self.assertIsInstance(update, Resynchronized if is_lost else Offered)
                    # No newer offer reveals the loss to the observer: it checks by itself.
                    while await heard.next("default/offers/m/f1/") < 6:
                        pass
                    await other.call(add_agent("last"))
                    self.assertEqual(await heard.next("default/offers/m/f1/"), 7)
                    numbers = heard.numbers["default/offers/m/f1/"]
                    self.assertEqual(numbers, [1, 5, 6, 7] if is_lost else list(range(1, 8)))
                    # This one arrived over the new connection, and heartbeats are not repaired.
                    await heard.next("heartbeat/")
                    self.assertEqual(observer.statistics.publications_lost, sum(map(missing, heard.numbers.values())))

    async def test_a_killed_worker_gets_again_what_it_did_not_acknowledge(self) -> None:
        with tempfile.TemporaryDirectory() as folder, Worker("--clock", "virtual", data=Path(folder)) as worker:
            async with Master("m", worker.endpoints, options=OPTIONS) as master:
                await master.send(initialize())
                await master.flush()
                for number in range(100):
                    await master.send(add_agent(f"a{number}"), advance(1))
                    if number == 50:
                        await asyncio.to_thread(worker.kill)
                        await asyncio.to_thread(worker.start_again)
                await master.flush()
                state = (await master.ask(Query(state={"view": "AGENTS"}))).state
                self.assertEqual(len(state.agents), 100)
                self.assertTrue(await master.ask(Query(digest={})))

    async def test_waits_are_bounded_and_may_be_cancelled(self) -> None:
        async with Master("m", NOWHERE, options=MasterOptions(window_events=1, patience=0.1)) as master:
            await master.send(add_agent("a1"))
            for wait in (
                lambda: master.send(add_agent("a2")),
                lambda: master.call(add_agent("a2")),
                lambda: master.ask(Query(ping={})),
                master.flush,
                master.offers.get,
            ):
                with self.assertRaises(TimedOut):
                    await wait()
            task = asyncio.create_task(master.send(add_agent("a2"), timeout=PATIENCE))
            await asyncio.sleep(0.01)
            task.cancel()
            with self.assertRaises(asyncio.CancelledError):
                await task
            self.assertEqual(master.last_sequence, 1)
        async with Control(NOWHERE.control) as control:
            with self.assertRaises(NoAnswer):
                await control.ask(Query(ping={}), timeout=0.1)

    async def test_closing_ends_what_waits(self) -> None:
        async with Master("m", NOWHERE, options=OPTIONS) as master:
            waiting = [
                asyncio.create_task(master.call(add_agent("a1"))),
                asyncio.create_task(master.flush()),
                asyncio.create_task(master.offers.get()),
            ]
            await asyncio.sleep(0.01)
            await master.close()
            results = await asyncio.gather(*waiting, return_exceptions=True)
            self.assertEqual([type(result) for result in results], [Closed] * 3)
            self.assertEqual([update async for update in master.offers], [])
