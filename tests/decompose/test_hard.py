"""Nothing a person may hand in takes long or ends in a traceback."""

from __future__ import annotations

import contextlib
import io
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from tests.decompose.kit import apart, using
from tests.pace import proportional
from toolkit.decompose.decomposition import as_json
from toolkit.decomposing import decompose
from toolkit.errors import ToolkitError

SIZE = 40_000
UNITS = [
    *(
        "、",
        "一",
        "一是",
        "（一）",
        "1.",
        "政协",
        "中共",
        "区委",
        "第十一届",
        "2024年",
        "216件",
        "“",
        "《",
        "（1）\n",
    ),
    *("一、甲\n", "甲\n\n", "各位委员", "首页 > ", "——", "\t", "县政协、", "甲乙丙丁戊己庚辛壬癸" * 3 + "\n"),
]


@pytest.mark.parametrize("unit", UNITS)
def test_repetition_costs_linear_time(unit: str) -> None:
    def prepared(times: int) -> Callable[[], object]:
        text = unit * (SIZE * times // 16 // len(unit))
        return lambda: as_json(apart(text))

    assert proportional(prepared)


def test_a_long_report_takes_its_length_and_no_more() -> None:
    paragraph = (
        "（一）抓好提案工作。收到提案216件，立案157件，办复率100%，其中集体提案38件、委员提案119件。\n"
    )
    assert proportional(lambda times: partial(apart, paragraph * 20 * times))


@given(st.text(max_size=300))
def test_any_text_comes_apart(text: str) -> None:
    for kind in ("txt", "md"):
        document = as_json(apart(text, kind))
        for name in ("headings", "figures", "slots"):
            for row in document[name]:
                assert 0 <= row["offset"] < len(text)


def _docx() -> bytes:
    out = io.BytesIO()
    document = Document()
    document.add_heading("县政协工作总结", 0)
    document.add_paragraph("收到提案216件，立案157件，已全部办复，委员对办理工作表示满意。")
    document.save(out)
    return out.getvalue()


WHOLE = _docx()


@given(st.integers(0, len(WHOLE) - 1), st.binary(max_size=4))
def test_a_broken_docx_is_refused_or_read(
    tmp_path_factory: pytest.TempPathFactory, cut: int, junk: bytes
) -> None:
    path = tmp_path_factory.mktemp("broken") / "报告.docx"
    path.write_bytes(WHOLE[:cut] + junk + WHOLE[cut + len(junk) :][: cut % 7000])
    with contextlib.suppress(ToolkitError):
        assert list(decompose([path], using()))


def _package(document: bytes, *, extra: int = 0) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(WHOLE)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, document if name == "word/document.xml" else old.read(name))
        if extra:
            new.writestr("word/media/image1.bin", b"\0" * extra)
    return out.getvalue()


ENTITIES = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p>
<w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>"""


@pytest.mark.parametrize(
    "data", [_package(ENTITIES), _package(b"<not-word/>"), _package(b"<w:document"), _package(WHOLE, extra=1)]
)
def test_entities_and_foreign_parts_are_refused(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "报告.docx"
    path.write_bytes(data)
    with pytest.raises(ToolkitError):
        list(decompose([path], using()))


def test_a_zip_bomb_is_refused_before_it_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "报告.docx"
    path.write_bytes(_package(b"<w:document/>", extra=600_000_000))
    with pytest.raises(ToolkitError, match="异常大"):
        list(decompose([path], using()))
