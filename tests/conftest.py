"""What all tests share: the built-in pack, and how property tests run."""

from __future__ import annotations

import pytest
from hypothesis import settings

from toolkit.brief.load import Vocabulary
from toolkit.pack.pack import Pack

settings.register_profile("ci", derandomize=True, deadline=None, max_examples=60)
settings.load_profile("ci")


@pytest.fixture(scope="session")
def pack() -> Pack:
    return Pack()


@pytest.fixture(scope="session")
def words(pack: Pack) -> Vocabulary:
    return pack.vocabulary
