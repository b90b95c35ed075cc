"""What the tests of decomposing share: the built-in knowledge, loaded once, and texts as files."""

from __future__ import annotations

import datetime
from functools import cache
from pathlib import Path

import pytest

from toolkit.brief.load import parse_brief
from toolkit.brief.source import Source
from toolkit.compose.assemble import compose
from toolkit.decompose.decomposition import Decomposition, take_apart
from toolkit.decompose.normal import squeezed
from toolkit.decompose.packing import brief_text
from toolkit.decomposing import pack_files, unpack
from toolkit.pack.pack import Pack
from toolkit.readers.plain import read_plain
from toolkit.sources import Tools, tools

TODAY = datetime.date(2025, 1, 1)
ROOT = Path(__file__).resolve().parents[2]
ORIGINALS = ROOT.parent / "shared" / "seeds"
SEEDS = {
    "jinshan-2024-year-review": "000_f3f665c552150cdb.txt",
    "jinshan-2024-performance-digest": "001_a1e4d01ee35759d7.txt",
    "zhongshan-2024-work-report": "002_c50f5a55754e2afc.txt",
    "pinghu-2026-campaign-feature": "003_a23f6d76a244ef08.txt",
    "shangyu-2024-multi-year-review": "004_5413d6e4c21ca9a1.txt",
}


@cache
def using() -> Tools:
    """Return the built-in pack's knowledge."""
    return tools()


def apart(text: str, kind: str = "txt") -> Decomposition:
    """Take a text apart as if it were a file's."""
    source = read_plain(text, f"报告.{kind}", kind)
    return take_apart(source, using().known, using().quantities, using().pack.catalogue)


def original(slug: str) -> str:
    """Return a seed's text, or skip the test where the originals are not at hand."""
    path = ORIGINALS / SEEDS[slug]
    if not path.is_file():
        pytest.skip(f"原件不在手边：{path}")
    with path.open(encoding="utf-8", newline="") as file:
        return file.read()


@cache
def seed(slug: str) -> Decomposition:
    """Take a seed apart, once for all tests."""
    return apart(original(slug))


def packed(found: Decomposition, folder: Path) -> tuple[Pack, str, str]:
    """Write a report's pack; return it with the brief's text and the genre's id."""
    made = unpack(found, using(), "source", TODAY)
    for name, text in pack_files([made], [], using()).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
    return Pack([folder]), brief_text(made), "source"


def rendered(pack: Pack, brief: str, genre: str) -> str:
    """Compose a brief and return the report's text without white space."""
    loaded = parse_brief(Source(Path("brief.yaml"), brief), pack.vocabulary)
    return squeezed(compose(loaded, pack, pack.genre(genre)).text)
