"""The unmodified examples of the package's README and of the repository's."""

from __future__ import annotations

import contextlib
import io
import re
import subprocess
import sys
import unittest
from pathlib import Path

from worker import PATIENCE, Worker


def blocks(readme: Path) -> list[str]:
    """The Python blocks of a page."""
    return re.findall(r"```python\n(.*?)```", readme.read_text(), re.DOTALL)


PACKAGE = Path(__file__).parent.parent
EXAMPLES = blocks(PACKAGE / "README.md")
PLAIN_MASTER = blocks(PACKAGE.parent.parent / "README.md")[0]
"""The master in the repository's README, which needs pyzmq but not the package."""


def on_ports_of(worker: Worker, example: str) -> str:
    """Replaces the default ports in an example by those of the test's worker."""
    for port, endpoint in (
        ("tcp://127.0.0.1:5550", worker.endpoints.events),
        ("tcp://127.0.0.1:5551", worker.endpoints.publications),
        ("tcp://127.0.0.1:5552", worker.endpoints.control),
    ):
        example = example.replace(port, endpoint)
    example = re.sub(r'Master\("([\w-]+)"', rf'Master("\1", {worker.endpoints!r}', example)
    example = example.replace("Control()", f"Control({worker.endpoints.control!r})")
    example = example.replace("Observer(", f"Observer({worker.endpoints.publications!r}, ")
    return f"from quartermaster import WorkerEndpoints\n{example}"


class ReadmeTests(unittest.TestCase):
    def test_the_examples_do_what_they_say(self) -> None:
        # The last one needs a worker with CURVE: see test_curve_worker.
        self.assertEqual(len(EXAMPLES), 5)
        examples = EXAMPLES[:4]
        # An observer that would continue without end stops after the received publications.
        examples[2] += "        break\n"
        printed = [
            "offered 4.0 cpus of agent-1\nthe worker refused remove_agent (NOT_FOUND)",
            "events\n",
            "/ ",
            "1 agents: refused",
        ]
        with Worker() as worker:
            # Each example works again after all of them.
            for example, expected in [*zip(examples, printed)] * 2:
                output = io.StringIO()
                with self.subTest(example), contextlib.redirect_stdout(output):
                    exec(on_ports_of(worker, example), {"__name__": "example"})
                self.assertIn(expected, output.getvalue())
            script = [sys.executable, "-c", on_ports_of(worker, PLAIN_MASTER)]
            done = subprocess.run(script, capture_output=True, text=True, timeout=PATIENCE)
            self.assertEqual((done.returncode, done.stdout), (0, "offered 4.0 cpus of agent-1\ndeclined: ok\n"), done.stderr)
