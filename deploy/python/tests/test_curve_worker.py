"""Clients of a real worker that lets only those in whose keys are on its list."""

from __future__ import annotations

import asyncio
import contextlib
import io
import subprocess
import tempfile
import unittest
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType

from quartermaster import (
    Control,
    CurveKey,
    Error,
    Event,
    Master,
    MasterNotCovered,
    MasterOptions,
    NoAnswer,
    NotAdmitted,
    Observer,
    ObserverOptions,
    Offered,
    Query,
    Refused,
    TimedOut,
    aio,
)
from quartermaster.wire.event_pb2 import RecoverResources

from test_readme import EXAMPLES, on_ports_of
from worker import PATIENCE, Worker, add_agent, add_framework, binary, initialize, take_up_to

OPTIONS = MasterOptions(patience=PATIENCE, resend_pause=0.3, check_pause=0.5, answer_pause=0.5)
RIGHTS = {
    "m1": "masters: [m1]\n    clusters: [default]\n    cluster: true",
    "looker": 'observe: [""]\n    control: true',
}


class CurveWorker(Worker):
    """`m1` may be the master m1 of the cluster default, `looker` may observe everything and use control, `stranger` is not
    on the list. Their keys are in `folder`, made by `quartermaster keygen`."""

    def __init__(self) -> None:
        self._keys = tempfile.TemporaryDirectory(prefix="quartermaster-keys-")
        self.folder = Path(self._keys.name)
        for name in ("worker", "stranger", *RIGHTS):
            command = [binary(), "keygen", name, "--directory", str(self.folder)]
            subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE)
        self._list(RIGHTS)
        super().__init__("--curve-key", self.path("worker.key"), "--allow", self.path("allow.yaml"))
        self.server_key = self.path("worker.pub")

    def allow(self, *names: str) -> None:
        """Makes the list anew, of these names, and has the worker read it."""
        self._list(names)
        self.hang_up()

    def _list(self, names: Iterable[str]) -> None:
        entries = [
            f'  - name: {name}\n    public-key: "{CurveKey.read(self.path(f"{name}.key")).public_key}"\n    {RIGHTS[name]}\n'
            for name in names
        ]
        Path(self.path("allow.yaml")).write_text("keys:\n" + "".join(entries))

    def __enter__(self) -> CurveWorker:
        return self

    def path(self, name: str) -> str:
        return str(self.folder / name)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        super().__exit__(kind, error, trace)
        self._keys.cleanup()


def decline(offered: Offered) -> Event:
    agent = offered.batch.roles[0].agents[0]
    declined = RecoverResources(framework_id="f1", agent_id=agent.agent_id, resources=agent.resources)
    return Event(recover_resources=declined)


class CurveWorkerTests(unittest.TestCase):
    def setUp(self) -> None:
        self.worker = CurveWorker()
        self.addCleanup(self.worker.__exit__, None, None, None)

    def test_each_does_what_its_key_may(self) -> None:
        endpoints, server_key, looker = self.worker.endpoints, self.worker.server_key, self.worker.path("looker.key")
        with (
            Master("m1", endpoints, curve_key=self.worker.path("m1.key"), server_key=server_key, options=OPTIONS) as master,
            Control(endpoints.control, curve_key=looker, server_key=server_key) as control,
            Observer(
                endpoints.publications,
                ["default/offers/", "heartbeat/"],
                control=endpoints.control,
                curve_key=looker,
                server_key=server_key,
                options=ObserverOptions(patience=PATIENCE),
            ) as observer,
        ):
            take_up_to(observer, lambda topic: topic == "heartbeat/")
            master.send(initialize(), add_agent("a1"), add_framework("f1"))
            offered = master.offers.get()
            assert isinstance(offered, Offered)
            self.assertEqual(master.call(decline(offered)).WhichOneof("result"), "ok")
            master.flush()
            take_up_to(observer, lambda topic: topic == "default/offers/m1/f1/")
            self.assertEqual(control.ask(Query(digest={}), PATIENCE).digest.events, 4)

    def test_who_is_not_on_the_list_is_told_so(self) -> None:
        endpoints, curve_key, server_key = self.worker.endpoints, self.worker.path("stranger.key"), self.worker.server_key
        with Control(endpoints.control, curve_key=curve_key, server_key=server_key) as control:
            self.assertRaises(NotAdmitted, control.ask, Query(ping={}), PATIENCE)
        with Master("m1", endpoints, curve_key=curve_key, server_key=server_key) as master:
            self.assertRaises(NotAdmitted, master.call, initialize(), PATIENCE)
        with Observer(endpoints.publications, curve_key=curve_key, server_key=server_key) as observer:
            self.assertRaises(NotAdmitted, observer.publications.get, PATIENCE)

    def test_who_has_no_key_or_takes_another_for_the_worker_is_not_answered(self) -> None:
        endpoints = self.worker.endpoints
        for curve_key, server_key in ((None, None), (self.worker.path("looker.key"), self.worker.path("stranger.pub"))):
            with (
                self.subTest((curve_key, server_key)),
                Control(endpoints.control, curve_key=curve_key, server_key=server_key) as control,
                Master(
                    "m1", endpoints, curve_key=curve_key, server_key=server_key, options=MasterOptions(silence_limit=0.5)
                ) as master,
                Observer(endpoints.publications, [""], curve_key=curve_key, server_key=server_key) as observer,
            ):
                self.assertRaises((NoAnswer, NotAdmitted), control.ask, Query(ping={}), 0.5)
                self.assertRaises((NoAnswer, NotAdmitted), master.call, initialize(), PATIENCE)
                self.assertRaises((TimedOut, NotAdmitted), observer.publications.get, 0.1)

    def test_a_key_taken_from_the_list_ends_its_client(self) -> None:
        worker = self.worker
        with Master(
            "m1", worker.endpoints, curve_key=worker.path("m1.key"), server_key=worker.server_key, options=OPTIONS
        ) as master:
            master.call(initialize())
            worker.allow("looker")
            with self.assertRaises(NotAdmitted):
                master.offers.get()

    def test_who_may_not_use_control_is_told_so(self) -> None:
        with (
            Control(
                self.worker.endpoints.control, curve_key=self.worker.path("m1.key"), server_key=self.worker.server_key
            ) as control,
            self.assertRaises(Refused) as refused,
        ):
            control.ask(Query(digest={}), PATIENCE)
        self.assertEqual(refused.exception.code, Error.PERMISSION_DENIED)

    def test_a_master_that_its_key_does_not_cover_is_told_so(self) -> None:
        worker = self.worker
        # The second key may ask everything and observe everything, so that no question of the client is refused.
        for key in ("m1.key", "looker.key"):
            for attempt in ("call", "offers"):
                with (
                    self.subTest((key, attempt)),
                    Master(
                        "m2", worker.endpoints, curve_key=worker.path(key), server_key=worker.server_key, options=OPTIONS
                    ) as master,
                    self.assertRaises(MasterNotCovered) as raised,
                ):
                    master.call(initialize(), PATIENCE) if attempt == "call" else next(iter(master.offers))
                self.assertEqual((raised.exception.master, raised.exception.cluster), ("m2", "default"))
                self.assertIn("allow-list", str(raised.exception))

    def test_the_example_of_the_readme_works(self) -> None:
        example = on_ports_of(self.worker, EXAMPLES[4]).replace("keys/", f"{self.worker.folder}/")
        output = io.StringIO()
        with contextlib.redirect_stdout(output):
            exec(example, {"__name__": "example"})
        self.assertEqual(output.getvalue(), "ok\n")


class AioCurveWorkerTests(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self) -> None:
        # The worker is started on the loop's thread, which is nothing to warn of.
        asyncio.get_running_loop().slow_callback_duration = PATIENCE

    async def test_each_does_what_its_key_may(self) -> None:
        with CurveWorker() as worker:
            async with (
                aio.Master(
                    "m1", worker.endpoints, curve_key=worker.path("m1.key"), server_key=worker.server_key, options=OPTIONS
                ) as master,
                aio.Control(
                    worker.endpoints.control, curve_key=worker.path("looker.key"), server_key=worker.server_key
                ) as control,
            ):
                await master.send(initialize(), add_agent("a1"), add_framework("f1"))
                offered = await master.offers.get()
                assert isinstance(offered, Offered)
                await master.call(decline(offered))
                self.assertEqual((await control.ask(Query(digest={}), PATIENCE)).digest.events, 4)

    async def test_a_master_that_its_key_does_not_cover_is_told_so(self) -> None:
        with CurveWorker() as worker:
            for key in ("m1.key", "looker.key"):
                async with aio.Master(
                    "m2", worker.endpoints, curve_key=worker.path(key), server_key=worker.server_key, options=OPTIONS
                ) as master:
                    with self.assertRaises(MasterNotCovered):
                        await master.call(initialize(), PATIENCE)
                    with self.assertRaises(MasterNotCovered):
                        await master.offers.get()
