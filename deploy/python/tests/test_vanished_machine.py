"""A worker that falls silent, because its connection or its machine fails without closing it."""

from __future__ import annotations

import asyncio
import tempfile
import unittest
from pathlib import Path

from quartermaster import (
    Master,
    MasterOptions,
    Observer,
    ObserverOptions,
    Offered,
    Resumed,
    Resynchronized,
    Silent,
    TimedOut,
    Updates,
    WorkerEndpoints,
    aio,
)
from quartermaster.core.silence import SilenceWatch
from quartermaster.updates import ConnectionUpdate, OfferUpdate

from network import SeparateNetwork
from worker import PATIENCE, Proxy, Worker, add_agent, add_framework, initialize, take_up_to, wait_for

QUICK = MasterOptions(patience=PATIENCE, reconnect_pause=2.5)
QUICK_OBSERVER = ObserverOptions(patience=PATIENCE, reconnect_pause=2.5)


class SilenceWatchTests(unittest.TestCase):
    def test_each_new_connection_is_given_longer(self) -> None:
        watch = SilenceWatch(6.0)
        self.assertIsNone(watch.renewal(100.0), "it was never heard")
        self.assertFalse(watch.hear(100.0))
        due = [time for time in range(101, 401) if watch.renewal(float(time)) is not None]
        self.assertEqual(due, [106, 118, 142, 190, 250, 310, 370])
        self.assertTrue(watch.hear(400.0))
        self.assertFalse(watch.hear(401.0))
        self.assertEqual(watch.renewal(407.0), 6.0)

    def test_what_is_not_read_is_not_missed(self) -> None:
        watch = SilenceWatch(6.0)
        watch.hear(0.0)
        watch.excuse(5.0)
        self.assertIsNone(watch.renewal(10.0))
        self.assertEqual(watch.renewal(11.0), 6.0)


def take_offer_on(agent: str, offers: Updates[OfferUpdate]) -> None:
    """Takes updates up to an offer of the agent.

    A restarted worker may make the offer before the master has subscribed again. The offer is then among those of the
    resynchronization.
    """
    while True:
        update = offers.get(PATIENCE)
        if isinstance(update, Offered):
            batches = [update.batch]
        elif isinstance(update, Resynchronized):
            batches = list(update.outstanding.offers)
        else:
            batches = []
        if any(offer.agent_id == agent for batch in batches for role in batch.roles for offer in role.agents):
            return


class LostConnectionTests(unittest.TestCase):
    def test_a_master_connects_anew_and_goes_on(self) -> None:
        with Worker() as worker, Proxy(worker.endpoints.publications) as proxy:
            endpoints = WorkerEndpoints(worker.endpoints.events, proxy.endpoint, worker.endpoints.control)
            with Master("m1", endpoints, options=QUICK) as master:
                master.call(initialize())
                master.send(add_framework("f"), add_agent("a1"))
                take_offer_on("a1", master.offers)
                proxy.lose()
                self.assertIsInstance(master.connection_updates.get(), Silent)
                self.assertEqual(master.connection_updates.get(), Resumed())
                master.send(add_agent("a2"))
                take_offer_on("a2", master.offers)
                self.assertGreaterEqual(master.statistics.reconnections, 1)
                self.assertEqual(master.statistics.worker_restarts, 0)

    def test_an_observer_connects_anew_and_repairs_what_it_missed(self) -> None:
        with Worker("--clock", "virtual") as worker, Proxy(worker.endpoints.publications) as proxy:
            with (
                Master("m1", worker.endpoints, options=QUICK) as master,
                Observer(
                    proxy.endpoint, ["default/events/"], control=worker.endpoints.control, options=QUICK_OBSERVER
                ) as observer,
            ):
                # Until the observer's subscription is in effect.
                master.call(initialize())
                while True:
                    master.call(initialize())
                    try:
                        first = observer.publications.get(0.1).publication.sequence
                        break
                    except TimedOut:
                        continue
                proxy.lose()
                for number in range(3):
                    master.call(add_agent(f"a{number}"))
                self.assertIsInstance(observer.connection_updates.get(), Silent)
                self.assertEqual(observer.connection_updates.get(), Resumed())
                master.call(add_agent("last"))
                numbers = [first]
                while numbers[-1] < first + 4:
                    received = take_up_to(observer, lambda topic: True)
                    self.assertEqual(received.topic, "default/events/", "heartbeats were not asked for")
                    numbers.append(received.publication.sequence)
                self.assertEqual(numbers, list(range(first, numbers[-1] + 1)))

    def test_so_do_those_of_asyncio(self) -> None:
        asyncio.run(self._asynchronously())

    async def _asynchronously(self) -> None:
        with Worker() as worker, Proxy(worker.endpoints.publications) as proxy:
            endpoints = WorkerEndpoints(worker.endpoints.events, proxy.endpoint, worker.endpoints.control)
            async with (
                aio.Master("m1", endpoints, options=QUICK) as master,
                aio.Observer(proxy.endpoint, ["default/runs/"], options=QUICK_OBSERVER) as observer,
            ):
                await master.call(initialize())
                # Both have received something from the worker then.
                await observer.publications.get()
                proxy.lose()
                for updates in (master.connection_updates, observer.connection_updates):
                    self.assertIsInstance(await updates.get(), Silent)
                    self.assertEqual(await updates.get(), Resumed())
                await master.call(add_framework("f"))


@unittest.skipIf(SeparateNetwork.why_not(), SeparateNetwork.why_not())
class VanishedMachineTests(unittest.TestCase):
    def test_the_clients_say_so_and_go_on_with_the_worker_at_its_place(self) -> None:
        with tempfile.TemporaryDirectory() as data, SeparateNetwork() as network:
            former = Worker("--insecure", data=Path(data), network=network)
            endpoints = former.endpoints
            with (
                former,
                Master("m1", endpoints, options=MasterOptions(patience=2 * PATIENCE)) as master,
                Observer(
                    endpoints.publications, ["default/runs/", "heartbeat/"], options=ObserverOptions(patience=2 * PATIENCE)
                ) as observer,
            ):
                master.call(initialize())
                master.send(add_framework("f"), add_agent("before"))
                take_offer_on("before", master.offers)
                # The heartbeats distinguish one worker from the next.
                take_up_to(observer, lambda topic: topic == "heartbeat/")
                network.vanish()
                updates: list[Updates[ConnectionUpdate]] = [master.connection_updates, observer.connection_updates]
                for sequence in updates:
                    self.assertIsInstance(sequence.get(), Silent)
                former.kill()
                network.make_anew()
                master.send(add_agent("after"))
                former.start_again()
                for sequence in updates:
                    while sequence.get() != Resumed():
                        continue
                take_offer_on("after", master.offers)
                wait_for(lambda: master.statistics.worker_restarts == 1, "the restart is seen")
                take_up_to(observer, lambda topic: topic == "default/runs/")
