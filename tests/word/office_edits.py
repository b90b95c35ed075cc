"""A person at LibreOffice: opens a DOCX, edits it, saves it, opens it again and saves it again.

One headless office serves all tests of a session, with a profile of its own. The edits are made
over UNO by `uno_script.py`, which an interpreter that has the module `uno` runs.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import shutil
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from tests.word.office import SOFFICE

SCRIPT = Path(__file__).with_name("uno_script.py")
TIMEOUT = 240
# Ends the office with whoever started it, however that ends: reading gives out when the pipe closes.
# The office and its children are the group of this shell; `$0` is the profile.
KEEPER = '"$@" & trap "" TERM; read -r _; kill -TERM 0; sleep 1; rm -rf "$0"; kill -KILL 0'
AUTHOR = "王芳"


@dataclass(frozen=True)
class Log:
    """What a person did.

    `inserted` must be in the text afterwards, and `deleted` must not: pieces between two marks,
    without numbers, that stood once in the document. Of the hidden bookmarks, those in `touched`
    lie in paragraphs whose text was changed, split, merged or deleted, `removed` went with
    theirs, `moved` were cut and pasted. `retyped` has (before, after) with a few characters around a number,
    `replaced` (word, replacement, count), `steps` every edit with a word on where it was made.
    What was typed and later deleted again is in `superseded`.
    """

    inserted: list[str]
    deleted: list[str]
    superseded: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    retyped: list[tuple[str, str]] = field(default_factory=list)
    replaced: list[tuple[str, str, int]] = field(default_factory=list)
    touched: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)
    steps: list[tuple[str, str]] = field(default_factory=list)


def edited(docx: Path, out: Path, seed: int, edits: int) -> Log:
    """Let a person make edits that a seed picks in a copy of a document, saved twice as `out`.

    Raises:
        RuntimeError: the office gave up, was too slow, or found no place for so many edits.
    """
    job = {"source": str(docx.resolve()), "out": str(out.resolve()), "seed": seed, "edits": edits}
    try:
        done = _run(job)
    except subprocess.TimeoutExpired as error:
        _office().stop()
        _office.cache_clear()
        raise RuntimeError(f"LibreOffice did not answer within {TIMEOUT} s (seed {seed})") from error
    if done.returncode:
        _office().stop()
        _office.cache_clear()
        raise RuntimeError(f"seed {seed}: {done.stderr[-2000:]}")
    data = json.loads(done.stdout)
    for name in ("retyped", "replaced", "steps"):
        data[name] = [tuple(row) for row in data[name]]
    return Log(**data)


def _run(job: dict[str, object]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [_interpreter(), str(SCRIPT)],
        input=json.dumps({**job, "pipe": _office().pipe}),
        capture_output=True,
        text=True,
        timeout=TIMEOUT,
        env=_environment(),
        check=False,
    )


class _Office:
    """A headless LibreOffice of our own; ended with the session at the latest."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="draft-office-"))
        self.pipe = f"draft_{os.getpid()}_{time.monotonic_ns()}"
        _name_the_author(self.folder)
        self.process = subprocess.Popen(
            [
                "sh",
                "-c",
                KEEPER,
                str(self.folder),
                SOFFICE,
                f"-env:UserInstallation={self.folder.as_uri()}",
                "--headless",
                "--norestore",
                "--nologo",
                "--nofirststartwizard",
                f"--accept=pipe,name={self.pipe};urp;",
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env=_environment(),
        )
        atexit.register(self.stop)

    def stop(self) -> None:
        """End the office with its children and throw its profile away; a second time does nothing."""
        atexit.unregister(self.stop)
        if self.process.stdin and not self.process.stdin.closed:
            self.process.stdin.close()
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(timeout=10)
        shutil.rmtree(self.folder, ignore_errors=True)


@cache
def _office() -> _Office:
    return _Office()


def _name_the_author(profile: Path) -> None:
    """Give the profile a user, under whose name changes are tracked."""
    rows = "".join(
        f'<item oor:path="/org.openoffice.UserProfile/Data"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{escape(value)}</value></prop></item>"
        for name, value in (("givenname", AUTHOR), ("sn", ""))
    )
    file = profile / "user" / "registrymodifications.xcu"
    file.parent.mkdir(parents=True)
    file.write_text(
        '<?xml version="1.0" encoding="UTF-8"?><oor:items '
        f'xmlns:oor="http://openoffice.org/2001/registry">{rows}</oor:items>',
        encoding="utf-8",
    )


def _environment() -> dict[str, str]:
    """The environment without this project's interpreter, which is not the one that has `uno`."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "VIRTUAL_ENV"))}
    return {**kept, "PYTHONIOENCODING": "utf-8"}


@cache
def _interpreter() -> str:
    """Return a Python that has `uno`, or an empty string: the system's, or LibreOffice's own."""
    own = Path(SOFFICE).resolve().parent / "python"
    for candidate in ("/usr/bin/python3", str(own)):
        if SOFFICE and Path(candidate).exists():
            done = subprocess.run(
                [candidate, "-c", "import uno"], capture_output=True, env=_environment(), check=False
            )
            if not done.returncode:
                return candidate
    return ""


without_uno = pytest.mark.skipif(
    not _interpreter(), reason="no LibreOffice with UNO for Python (soffice, python3-uno) on this machine"
)
