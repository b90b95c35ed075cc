"""What a report says of itself, in the many ways in which title blocks and pages say it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.decompose.kit import apart, using
from toolkit.decompose.decomposition import as_json, take_apart
from toolkit.readers.html import read_html

BODY = "过去的一年，县政协在中共云河县委领导下，团结各界人士，认真履行职能，各项工作有了新的进步。\n"


def meta(text: str) -> dict[str, Any]:
    found: dict[str, Any] = as_json(apart(text))["meta"]
    return found


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (
            "政协云河县第九届委员会常务委员会工作报告\n——在政协云河县第九届委员会第三次会议上\n"
            "（2024年1月8日）\n林大川\n各位委员：\n",
            {"date": "2024-01-08", "speaker": "林大川", "salutation": "各位委员", "year": 2023},
        ),
        (
            "政协云河县第九届委员会常务委员会工作报告\n（2024年1月8日在政协云河县第九届委员会第三次会议上）\n"
            "县政协主席　林 川\n各位委员、同志们：\n",
            {"date": "2024-01-08", "speaker": "林川", "salutation": "各位委员、同志们"},
        ),
        (
            "——2024年12月22日在政协云河县第九届委员会第四次会议上的报告\n林大川各位委员、同志们:\n",
            {"date": "2024-12-22", "speaker": "林大川", "salutation": "各位委员、同志们", "year": 2024},
        ),
        (
            "云河县政协全年工作报告\n林 川（2024年1月5日）\n",
            {"date": "2024-01-05", "speaker": "林川", "year": 2023},
        ),
        (
            "同心履职谱新篇——云河县政协2023年工作综述\n",
            {"title": "同心履职谱新篇", "subtitle": "——云河县政协2023年工作综述", "year": 2023},
        ),
        (
            "同心履职谱新篇\n发布时间：2024-02-01 来源：县政协\n",
            {"published": "2024-02-01", "date": None, "year": 2023},
        ),
    ],
)
def test_title_blocks(head: str, expected: dict[str, Any]) -> None:
    found = meta(head + BODY)
    assert {key: found[key] for key in expected} == expected


def test_the_session_of_the_head_is_the_report_s_own() -> None:
    found = meta(
        "工作报告\n——在政协云河县第九届委员会第三次会议上\n" + BODY + "县政协九届二次会议以来，工作有序。\n"
    )
    assert found["session"] == {"text": "第九届委员会第三次会议", "term": 9, "number": 3}
    other = meta("云河县政协工作综述\n" + BODY + "县政协九届二次会议以来，工作有序。\n")
    assert other["session"] == {"text": "九届二次会议", "term": 9, "number": 2}


def test_the_year_may_be_told_by_the_campaign_of_the_year() -> None:
    assert (
        meta("同心履职谱新篇\n" + BODY + "深入开展党纪学习教育，纪律意识明显增强，作风更加扎实。\n")["year"]
        == 2024
    )


def test_what_is_not_said_is_null() -> None:
    found = meta("委员们认真履职，凝聚了共识，取得了实实在在的成效，各方面都比较满意，反映良好。")
    assert all(value is None for value in found.values())


def test_a_page_s_first_heading_is_the_title_whatever_stands_above() -> None:
    page = (
        "<div>云河县政协</div><div>星期五</div><p>欢迎光临本站</p><h1>同心履职谱新篇</h1>"
        f"<p>{BODY}</p><h2>协商议政</h2><p>{BODY}</p>"
    )
    found = take_apart(read_html(page, "x.html"), using().known, using().quantities)
    assert [(h.level, found.heading_text(h)[1]) for h in found.headings] == [
        (1, "同心履职谱新篇"),
        (2, "协商议政"),
    ]
    assert found.meta.title == "同心履职谱新篇"
