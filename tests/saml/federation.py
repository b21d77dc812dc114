"""pyFF as the metadata server of a federation, signing what it says with the key it is given."""

import os
import socket
import subprocess
import sys
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx

from tests.waiting import until

ATTEMPTS = 3
PIPELINE = """
- when update:
    - load:
        - {folder}/metadata
- when request:
    - select
    - pipe:
        - when accept application/samlmetadata+xml application/xml text/xml:
            - first
            - finalize:
                cacheDuration: PT12H
                validUntil: P10D
            - sign:
                key: {folder}/signer.key
                cert: {folder}/signer.crt
            - emit application/samlmetadata+xml
            - break
"""


@contextmanager
def running(folder, pair, *entities):
    """Serves the entities (metadata as text) as a federation would; its base address."""
    (folder / "metadata").mkdir(parents=True)
    for number, one in enumerate(entities):
        (folder / "metadata" / f"{number}.xml").write_text(one)
    (folder / "signer.key").write_text(pair.key)
    (folder / "signer.crt").write_text(pair.certificate)
    (folder / "mdx.yaml").write_text(PIPELINE.format(folder=folder))
    with _answering(folder) as base:
        yield base


@contextmanager
def _answering(folder):
    """Its process, once it has read its metadata. A port that somebody else was quicker to take is tried no more."""
    log = folder / "log"
    for _ in range(ATTEMPTS):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        base = f"http://127.0.0.1:{port}"
        with log.open("ab") as said:
            started = subprocess.Popen(
                [
                    str(Path(sys.executable).with_name("pyffd")),
                    "--host=127.0.0.1", f"--port={port}", f"--pid_file={folder / 'pid'}", "mdx.yaml",
                ],
                cwd=folder, env=os.environ | {"HOME": str(folder)}, stdout=said, stderr=said,
            )  # fmt: skip
        try:
            if _comes_up(started, base, log):
                yield base
                return
        finally:
            started.terminate()
            started.wait()
    raise AssertionError(f"the federation ended by itself: {log.read_text()[-2000:]}")


def _comes_up(started, base, log):
    """Whether it has read its metadata; not, when it has ended by itself."""
    try:
        until(lambda: started.poll() is not None or _has_read(base), "the federation did not start")
    except AssertionError as problem:
        raise AssertionError(f"{problem}: {log.read_text()[-2000:]}") from None
    return started.poll() is None


def _has_read(base):
    """Tell it to read its metadata, as soon as it answers. Asked before that it would remember having none."""
    with suppress(httpx.TransportError):
        httpx.post(f"{base}/api/call/update", timeout=30).raise_for_status()
        return True


def scoped(metadata, scope):
    """A provider's metadata with the scope that its federation says is its own."""
    return metadata.replace(
        "<md:KeyDescriptor",
        '<md:Extensions><shibmd:Scope xmlns:shibmd="urn:mace:shibboleth:metadata:1.0" regexp="false">'
        f"{scope}</shibmd:Scope></md:Extensions><md:KeyDescriptor",
        1,
    )
