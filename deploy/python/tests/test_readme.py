"""The examples of the README, as they stand there."""

from __future__ import annotations

import contextlib
import io
import re
import unittest
from pathlib import Path

from worker import Worker

README = Path(__file__).parent.parent / "README.md"
EXAMPLES: list[str] = re.findall(r"```python\n(.*?)```", README.read_text(), re.DOTALL)


def on_ports_of(worker: Worker, example: str) -> str:
    """The worker of a test is on other ports than those that a worker has by itself."""
    for port, endpoint in (
        ("tcp://127.0.0.1:5550", worker.endpoints.events),
        ("tcp://127.0.0.1:5551", worker.endpoints.publications),
        ("tcp://127.0.0.1:5552", worker.endpoints.control),
    ):
        example = example.replace(port, endpoint)
    example = re.sub(r'Master\("(\w+)"', rf'Master("\1", {worker.endpoints!r}', example)
    example = example.replace("Control()", f"Control({worker.endpoints.control!r})")
    example = example.replace("Observer(", f"Observer({worker.endpoints.publications!r}, ")
    return f"from quartermaster import WorkerEndpoints\n{example}"


class ReadmeTests(unittest.TestCase):
    def test_the_examples_do_what_they_say(self) -> None:
        # The last one needs a worker with CURVE: see test_curve_worker.
        self.assertEqual(len(EXAMPLES), 5)
        examples = EXAMPLES[:4]
        # An observer that would go on for ever ends with what it has got.
        examples[2] += "        break\n"
        printed = [
            "offered 4.0 cpus of agent-1\nthe worker refused remove_agent (NOT_FOUND)",
            "events\n",
            "/ ",
            "1 agents: refused",
        ]
        with Worker() as worker:
            for example, expected in zip(examples, printed):
                output = io.StringIO()
                with self.subTest(example), contextlib.redirect_stdout(output):
                    exec(on_ports_of(worker, example), {"__name__": "example"})
                self.assertIn(expected, output.getvalue())
