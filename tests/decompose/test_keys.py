"""Figures under keys of the brief: those of the catalogue, computed ones left out, others of one's own."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from tests.decompose.kit import TODAY, apart, packed, rendered, using
from toolkit.decompose.decomposition import as_json
from toolkit.decompose.keys import Keyed
from toolkit.decompose.normal import squeezed
from toolkit.decompose.printing import Printed, printed
from toolkit.decomposing import unpack

HEAD = "云河县政协工作总结\n中共云河县委领导县政协，2023年各项工作有了新的进步，现将有关情况报告如下。\n"


def rows(text: str) -> dict[str, Keyed]:
    made = unpack(apart(HEAD + text), using(), "source", TODAY)
    return {row.key: row for row in made.figures}


def test_a_figure_said_twice_is_one_and_changes_twice(tmp_path: Path) -> None:
    text = HEAD + "共收到提案216件，经审查立案157件。\n收到提案216件，比上年多，委员们的积极性很高。\n"
    found = apart(text)
    assert len(rows(text.removeprefix(HEAD))["proposal_received"].stands) == 2
    pack, brief, genre = packed(found, tmp_path)
    changed = rendered(pack, brief.replace("proposal_received: 216", "proposal_received: 300"), genre)
    assert changed == squeezed(text.replace("216", "300"))


def test_one_key_with_two_values_is_two_figures() -> None:
    found = rows("共收到提案216件，立案157件。\n上年收到提案180件，立案140件，数量逐年增加。\n")
    assert found["proposal_received"].value == 216
    assert found["proposal_received_1"].value == 180
    assert found["proposal_received_1"].own


def test_what_the_brief_can_compute_it_does_not_state(tmp_path: Path) -> None:
    text = HEAD + "共收到提案200件，立案150件，立案率75%，各承办单位认真办理，已经全部办复。\n"
    found = apart(text)
    keys = {row.key: row for row in unpack(found, using(), "source", TODAY).figures}
    assert keys["proposal_filing_rate"].derived
    pack, brief, genre = packed(found, tmp_path)
    assert "# proposal_filing_rate" in brief
    assert rendered(pack, brief, genre) == squeezed(text)
    changed = brief.replace("proposal_filed: 150", "proposal_filed: 160")
    assert rendered(pack, changed, genre) == squeezed(text.replace("150件", "160件").replace("75%", "80%"))


def test_a_rate_that_does_not_follow_is_a_figure_of_its_own(tmp_path: Path) -> None:
    text = HEAD + "共收到提案200件，立案150件，立案率76%，各承办单位认真办理，已经全部办复。\n"
    found = apart(text)
    assert "proposal_filing_rate" not in {row.key for row in unpack(found, using(), "source", TODAY).figures}
    assert rendered(*packed(found, tmp_path)) == squeezed(text)


def test_growth_without_last_year_s_value_is_a_figure_of_its_own(tmp_path: Path) -> None:
    text = HEAD + "共收到提案216件，比上年增长14.9%，立案157件，提案的数量和质量都有提高。\n"
    assert rendered(*packed(apart(text), tmp_path)) == squeezed(text)


def test_shares_above_a_hundred_are_taken(tmp_path: Path) -> None:
    text = HEAD + "全年编报信息360篇，完成目标任务的120%，位居全市前列，受到了市政协的通报表扬。\n"
    assert rendered(*packed(apart(text), tmp_path)) == squeezed(text)


PRINTED = [
    ("收到提案216件", "216", "", ""),
    ("收到提案１２件", "１２", "", "全角"),
    ("办理提案1,069件", "1,069", "", "千分位"),
    ("提出建议二百一十七条", "二百一十七", "", "汉字"),
    ("提出建议两百条", "两百", "", "汉字两"),
    ("参加委员近300名", "近300", "近", ""),
    ("开展活动150余次", "150余", "余", ""),
    ("参加群众三千多人次", "三千多", "多", "汉字"),
    ("办结率100%，群众满意", "100%", "", ""),
    ("招引资金3.50亿元", "3.50", "", ""),
    ("面商率超过九成，成效明显", "九", "", "成"),
]


@pytest.mark.parametrize(("text", "surface", "approx", "way"), PRINTED)
def test_how_a_figure_is_printed(text: str, surface: str, approx: str, way: str) -> None:
    (figure,) = apart(text).figures
    found = printed(figure, text)
    assert found is not None
    assert (text[found.start : found.stop], found.approx, found.way) == (surface, approx, way)


def test_every_figure_of_a_brief_reads_back_as_it_was() -> None:
    text = HEAD + "".join(f"{words}，各方面都比较满意，工作有了新的进展和成效。\n" for words, *_ in PRINTED)
    found = apart(text)
    made = unpack(found, using(), "source", TODAY)
    assert len(made.figures) >= len(PRINTED) - 1
    assert all(isinstance(stand.printed, Printed) for row in made.figures for stand in row.stands)


def test_the_brief_is_yaml_with_a_value_a_line(tmp_path: Path) -> None:
    _, brief, _ = packed(apart(HEAD + "共收到提案216件，参加活动近300人次，覆盖12个社区。\n"), tmp_path)
    data = yaml.safe_load(brief)
    assert data["figures"]["proposal_received"] == 216
    assert all(isinstance(v, dict | int | float) for v in data["figures"].values())
    assert Decimal(str(data["year"])) == 2023


def test_a_block_without_a_heading_belongs_to_its_part_and_not_to_the_section_before_it() -> None:
    text = (
        "云河县政协常务委员会工作报告\n2023年工作回顾\n一年来，县政协认真履行职能，各项工作有了新的进步和成效。\n"
        "一、抓好提案工作\n收到提案216件，认真办理，委员满意，群众受益，各方面的反映都比较好。\n"
        "各位委员、同志们！\n一年来所取得的成绩，离不开12个街道和社会各界的支持，在此一并表示感谢。\n"
    )
    rows = {row["text"]: row["heading"] for row in as_json(apart(text))["figures"]}
    assert rows == {"216件": "一、抓好提案工作", "12个": "2023年工作回顾"}
