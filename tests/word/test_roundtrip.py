"""Any report that is written comes back as it was."""

from __future__ import annotations

import datetime
import io
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document
from docx.styles import BabelFish
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from toolkit.model import Block, Report, Span
from toolkit.pack.pack import Pack
from toolkit.word.read import identifier, read_text
from toolkit.word.write import write

LAYOUT = Pack().layout
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NOW = datetime.datetime(2025, 1, 6, 9, 30, tzinfo=datetime.UTC)
IDENTIFIER = "urn:draft:0123456789abcdef0123456789abcdef"

han = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5)
signs = st.sampled_from("0123456789%.，。、；：？！“”‘’《》（）〔〕—…·&<>\"'- \t\u3000\u00a0")
rare = st.sampled_from("𠮷㐂é\u200b\ue000")
texts = st.text(st.one_of(han, signs, rare), max_size=12)
keys = st.sampled_from(["proposal_filed", "rate", "key_" * 15])
origins = st.one_of(st.just(""), st.just("facts.topics[0]"), keys.map("figures.{}".format))
spans = st.one_of(
    st.builds(Span, texts, origins, st.sampled_from(["", "lead"])),
    st.builds(Span, texts.map("〔待填：{}〕".format), keys.map("missing.{}".format), st.just("placeholder")),
)
# Only what a paragraph has: hypothesis would make up the rest of a named tuple, too.
blocks = st.builds(
    lambda id_, kind, function, spans: Block(id_, kind, function, spans),
    st.sampled_from(["opening-1", "opening-1.2", "协商-3", "x" * 50, 'a"b&c']),
    st.sampled_from(sorted(LAYOUT["blocks"])),
    st.just("opening"),
    st.lists(spans, max_size=4).map(tuple),
)
properties = st.fixed_dictionaries({}, optional={"title": texts, "subject": texts, "creator": texts})
reports = st.builds(
    Report,
    st.just("work_report"),
    texts,
    st.lists(blocks, max_size=5).map(tuple),
    properties=properties,
)


@pytest.fixture(scope="module")
def path() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder) / "报告.docx"


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


@given(report=reports)
def test_a_report_reads_back_as_the_same_paragraphs(report: Report, path: Path) -> None:
    path.write_bytes(write(report, LAYOUT, IDENTIFIER, NOW))
    assert read_text(path) == report.text
    assert identifier(path) == IDENTIFIER


@given(report=reports)
def test_python_docx_opens_a_report_with_its_styles(report: Report) -> None:
    document = Document(io.BytesIO(write(report, LAYOUT, IDENTIFIER, NOW)))
    names = [paragraph.style.name for paragraph in document.paragraphs]
    expected = [LAYOUT["styles"][LAYOUT["blocks"][block.kind]]["name"] for block in report.blocks]
    assert [BabelFish.ui2internal(name) for name in names] == expected
    assert document.core_properties.title == report.properties.get("title", report.title)


@given(report=reports)
def test_bookmarks_of_a_report_are_unique_and_closed(report: Report) -> None:
    root = etree.fromstring(_parts(write(report, LAYOUT, IDENTIFIER, NOW))["word/document.xml"])
    names = [start.get(f"{W}name") for start in root.iter(f"{W}bookmarkStart")]
    opened = [start.get(f"{W}id") for start in root.iter(f"{W}bookmarkStart")]
    closed = [end.get(f"{W}id") for end in root.iter(f"{W}bookmarkEnd")]
    assert len(set(names)) == len(names) == len(report.blocks) + len(list(report.figures()))
    assert max(map(len, names), default=0) <= 40
    assert sorted(opened) == sorted(closed)


@given(report=reports)
def test_the_same_report_gives_the_same_parts(report: Report) -> None:
    first, second = (_parts(write(report, LAYOUT, IDENTIFIER, NOW)) for _ in range(2))
    assert first == second


@given(report=reports)
def test_a_report_survives_its_json(report: Report) -> None:
    assert Report.from_json(report.as_json()) == report


@given(left=texts, right=texts)
def test_a_line_break_beside_han_leaves_no_trace(left: str, right: str, path: Path) -> None:
    report = Report("g", "t", (Block("title", "title", "title", (Span(f"{left}会\n议{right}"),)),))
    path.write_bytes(write(report, LAYOUT, IDENTIFIER, NOW))
    assert read_text(path) == report.text == f"{left}会议{right}\n"
