"""What all tests share: the built-in pack, and how property tests run."""

from __future__ import annotations

import os
import tempfile

import pytest
from hypothesis import settings

from toolkit.brief.load import Vocabulary
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
