"""What all tests share: the built-in pack, and how property tests run."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from toolkit import tasks
from toolkit.brief.load import Vocabulary
from toolkit.cli import main as cli
from toolkit.pack.pack import Pack

# Compiled skeletons are shared between tests, never with the person who runs them.
os.environ["DRAFT_CACHE"] = tempfile.mkdtemp(prefix="draft-cache-")

settings.register_profile("ci", derandomize=True, deadline=None, max_examples=60)
settings.load_profile("ci")


@pytest.fixture(scope="session")
def pack() -> Pack:
    return Pack()


@pytest.fixture(scope="session")
def words(pack: Pack) -> Vocabulary:
    return pack.vocabulary


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a generated report; tests copy it."""
    folder = tmp_path_factory.mktemp("made") / "报告"
    tasks.new(tasks.Request("金山区", out=folder))
    return folder


@pytest.fixture
def docx(made: Path, tmp_path: Path) -> Path:
    """A report of one's own, with its brief and base beside it."""
    shutil.copytree(made, tmp_path / "报告")
    return next((tmp_path / "报告").glob("*.docx"))


Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command in this process; return status, stdout and stderr."""

    def call(*arguments: str | Path) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as caught:
            cli.main([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        return int(caught.value.code or 0), out, err

    return call
