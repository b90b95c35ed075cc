"""年度工作综述 and 履职情况专稿 as 金山区's brief makes them, and with less or nothing known."""

from __future__ import annotations

import copy
import dataclasses
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.compose.prose import faults
from toolkit.brief.load import Brief, load_brief
from toolkit.compose.assemble import compose
from toolkit.compose.render import Renderer
from toolkit.figures import derive
from toolkit.model import Block, Report
from toolkit.pack.pack import Pack

ROOT = Path(__file__).parents[2]
PACK = Pack()
RENDERER = Renderer()
GENRES = {name: PACK.genre(name) for name in ("year_review", "performance_digest")}
TERM = Path(__file__).with_name("term_change.yaml")
BRIEFS = {path.stem: load_brief(path, PACK.vocabulary) for path in (*(ROOT / "samples").glob("*.yaml"), TERM)}

every_genre = pytest.mark.parametrize("genre", GENRES)
both_variants = pytest.mark.parametrize("variant", [0, 1])

# The functions of the originals' paragraphs, in their order (seeds/jinshan-2024-*/outline.yaml);
# 下年 stands in the middle of the review, as in the original.
ORDER = {
    "year_review": [
        *("opening", "party_leadership", "party_building", "theory_study", "next_year_overview"),
        *("consultation_overview", "plenary_consultation", "standing_committee_consultation"),
        *("democratic_supervision", "development_service", "research_inspection", "proposals"),
        *("public_opinion", "united_front_consensus", "self_building_overview", "member_team"),
        *("committees_and_sectors", "local_liaison", "publicity_history", "organ_building"),
    ],
    "performance_digest": [
        *("opening", "standing_committee_consultation", "research_inspection", "thematic_consultation"),
        *("livelihood_service", "grassroots_consultation", "cross_region_consultation"),
        *("democratic_supervision", "local_liaison", "consultation_overview", "development_service"),
        *("proposals", "public_opinion", "closing", "honours"),
    ],
}
STATED = {
    "year_review": [
        *("十二届市委五次全会", "六届区委八次全会", "“聚焦发展、聚力转型”", "金山加快转型新发展、塑造新形象"),
        *("在庆祝中国人民政治协商会议成立75周年大会上的重要讲话", "考察上海重要讲话"),
        *("中华人民共和国成立75周年", "人民政协成立75周年", "金山区各界人士庆祝人民政协成立75周年大会"),
        *("9月27日", "区政协党的建设工作会议", "《区政协党组关于进一步加强党的建设的实施意见》"),
        *("“365”党建特色品牌", "“第一议题、第一时间”学习制度", "党组理论学习中心组", "党纪学习教育"),
        *("2025年", "中共二十届三中全会", "十二届市委六次全会", "六届区委九次全会", "“三个转型”"),
        *("“聚焦转型发展增动能、聚力攀高克难防风险”", "“两区一堡”", "“三个湾区”"),
        *("“建设湾区聚合力，助力转型作贡献”主题实践活动", "金山进一步全面深化改革", "“智汇湾区”"),
        *("七届三次会议", "议政性常委会会议", "主席会议专题议政会", "协商式监督"),
        *("区重大工程和民生实事项目建设", "产业转型升级、空间转型和治理转型", "汽车零部件企业调研"),
        *("金山区生物医药产业联盟", "建言征集和反映社情民意信息工作会议", "市级战略任务", "区重点工作任务"),
        *("“七十五载同心同行　新的征程携手奋进”", "“欢庆佳节展风采　转型发展聚力”"),
        *("“翰墨华章　共绘同心”书画摄影展", "委员履职考核办法", "委员履职档案库"),
        *("主席会议成员联系常委", "“文化政协、书香政协、读书政协”", "“委组界别月会暨委员集体生日”"),
        *("“智汇湾区”名家讲坛", "第二、三期轮训班", "国画、油画、书法和应急救援", "专委会专职干部"),
        *("地区联络组工作制度", "联系界别群众制度", "界别委员工作室8个", "各级媒体", "友好往来"),
        *("“三联系、三服务”", "“政青年”学习实践小组", "“学习型、服务型、创新型”机关"),
        *("服务力、协调力、执行力和凝聚力",),
    ],
    "performance_digest": [
        *("农业品牌建设、产业项目落地、安全发展环境、滨海地区规划建设", "专题通报", "协商式监督"),
        *("区文旅服务业发展", "乐高乐园建设", "区重大工程和民生实事项目建设", "11场"),
        *("区、镇（街道、高新区）联动", "委员履职“服务为民”活动", "社区卫生中心能力建设", "城中村改造"),
        *("公共运动场所更新", "提升林下经济效益", "农贸市场升级", "“乡村振兴　共同富裕”暨“田园五镇”"),
        *("“田园协”", "廊下镇", "平湖市政协", "生物多样性保护", "跨区域联动民主监督", "界别工作座谈会"),
        *("提案课题组还外出学习考察", "“委组界别月会暨委员集体生日”", "朱泾镇政协委员工作站"),
        *("“实施农村人居环境优化提升行动，加快美丽乡村建设”", "金山卫镇地区联络组"),
        *("“我为联系点办实事”", "活力湾区、美丽湾区、幸福湾区", "150余次"),
        *("《中共金山区政协党组关于打造全过程人民民主最佳实践地金山实践点的实施意见》",),
        *("金山区生物医药产业联盟", "生物医药企业、医院、高校和金融机构", "首批", "“组团式”服务", "48家"),
        *("“长江流域水污染防治情况”“湾区科创城建设”",),
        *("“产业集群发展、合成生物医药产业发展区重点课题成果转化事项”", "市级战略任务"),
        *("《逆向起步、双向发力，抓住关键、重点突破——金山区科创城建设路径探寻》常委会提案",),
        *("七届三次会议", "216件", "157件", "全部", "办复", "内容基本相同的提案", "2816篇", "871篇"),
        *("45篇", "10篇", "29篇", "7篇", "《社情民意》", "35期", "《社情民意处理函》", "27期", "22件次"),
        *("建言征集和反映社情民意信息工作会议", "优秀提案12件"),
    ],
}


def unordered(brief: Brief) -> Brief:
    """The brief with its lists of names as they stand: stroke order is tested with toolkit.strokes."""
    values = copy.deepcopy(dict(brief.values))
    for row in values.get("honours", []):
        for part in (row, *row.get("groups", [])):
            part.pop("sort", None)
    return dataclasses.replace(brief, values=values)


JINSHAN = unordered(BRIEFS["金山区"])


def made(genre: str, brief: Brief = JINSHAN, variant: int = 0) -> Report:
    return compose(brief, PACK, GENRES[genre], variant, RENDERER)


def prose(report: Report) -> list[Block]:
    return [block for block in report.blocks if block.function != "honours"]


def text(report: Report) -> str:
    return "\n".join(block.text for block in prose(report))


def bare(brief: Brief) -> Brief:
    """The same brief with nothing in it but region, organ, year and session."""
    values = {key: brief.values[key] for key in ("region", "organ", "year", "session")}
    return dataclasses.replace(brief, values=values, figures={})


def typed(brief: Brief) -> set[str]:
    return {key for key, figure in brief.figures.items() if not figure.derived}


# -- structure ----------------------------------------------------------------------------


@both_variants
@every_genre
def test_the_functions_come_in_the_order_of_the_original(genre: str, variant: int) -> None:
    blocks = [b for b in made(genre, variant=variant).blocks if b.kind not in ("title_end", "heading1")]
    functions = list(dict.fromkeys(block.function for block in blocks))
    assert functions == ORDER[genre]


@every_genre
def test_an_article_has_a_title_and_unnumbered_headings_and_nothing_of_a_speech(genre: str) -> None:
    report = made(genre)
    kinds = {block.kind for block in prose(report)}
    assert kinds == {"title_end", "heading1", "body"}
    assert not any(span.origin == "numbering" for b in prose(report) for span in b.spans)


def test_the_title_of_a_review_is_the_headline_or_two_parallel_halves_with_the_place() -> None:
    assert made("year_review").title == JINSHAN.value("slogans.headline")
    first, second = made("year_review", bare(JINSHAN)).title.split("　")
    assert len(first) == len(second)
    assert "金山" in first


@every_genre
def test_headings_of_one_set_are_parallel_in_two_halves(genre: str) -> None:
    sets = GENRES[genre].data["headings"]
    assert len(sets) >= 3
    for headings in sets:
        halves = [heading.split("　") for heading in headings.values()]
        assert {len(half) for pair in halves for half in pair} == {len(halves[0][0])}
        assert {len(pair) for pair in halves} == {2}


@every_genre
def test_every_section_has_two_wordings(genre: str) -> None:
    sections = [row["section"] for row in GENRES[genre].outline(False) if "section" in row]
    for section in sections:
        assert {f"{section}.1", f"{section}.2"} <= set(GENRES[genre].files)


@both_variants
@pytest.mark.parametrize("name", BRIEFS)
def test_the_five_counts_of_the_advice_run_on_whatever_is_known(name: str, variant: int) -> None:
    for brief in (BRIEFS[name], bare(BRIEFS[name])):
        said = re.findall("(?:^|。|\n)([一二三四五]是)", text(made("year_review", unordered(brief), variant)))
        assert said == ["一是", "二是", "三是", "四是", "五是"]


# -- content ------------------------------------------------------------------------------


@both_variants
@every_genre
def test_what_the_original_names_is_named(genre: str, variant: int) -> None:
    said = text(made(genre, variant=variant))
    assert [name for name in STATED[genre] if name not in said] == []


@both_variants
def test_a_digest_states_every_figure_of_its_brief(variant: int) -> None:
    stated = {span.figure for _, span in made("performance_digest", variant=variant).figures()}
    assert typed(JINSHAN) - stated == set()


@both_variants
def test_the_key_tasks_are_said_with_their_fields(variant: int) -> None:
    said = text(made("performance_digest", variant=variant))
    assert re.search("8个方面的?66项", said)


@both_variants
@every_genre
def test_figures_are_printed_as_the_brief_has_them(genre: str, variant: int) -> None:
    for block, span in made(genre, variant=variant).figures():
        if span.figure in JINSHAN.figures:
            assert span.text == JINSHAN.figures[span.figure].text, block.text


@every_genre
def test_every_digit_knows_its_origin(genre: str) -> None:
    loose = [
        (block.id, span.text)
        for block in made(genre).blocks
        for span in block.spans
        if re.search(r"\d", span.text) and not span.origin
    ]
    assert loose == []


@every_genre
def test_nothing_is_left_to_fill_in_where_all_is_known(genre: str) -> None:
    assert made(genre).placeholders == ()


def test_a_digest_asks_for_the_data_that_it_cannot_do_without() -> None:
    keys = {p.key for p in made("performance_digest", bare(JINSHAN)).placeholders}
    assert keys == {f"figures.{key}" for key in ("proposal_received", "proposal_filed", "info_collected")}
    assert made("year_review", bare(JINSHAN)).placeholders == ()


# -- honours ------------------------------------------------------------------------------


def honours(brief: Brief) -> tuple[list[str], list[str]]:
    """Return the titles of the honours list and its entries as printed, without padding."""
    blocks = [b for b in made("performance_digest", brief).blocks if b.function == "honours"]
    titles = [b.text for b in blocks if b.kind.startswith("heading")]
    entries: list[str] = []
    for block in blocks:
        cells = [line.replace("　", "") for line in block.lines if line]
        if block.kind in ("people", "units"):
            entries += cells
        elif block.kind == "works":
            entries += [re.sub(r"^\d+\.", "", cell) for cell in cells[::2]]
    return titles, entries


def entered(brief: Brief) -> list[str]:
    found: list[str] = []
    for row in brief.values["honours"]:
        found += [work["title"] for work in row.get("works", [])] + row.get("names", [])
        found += [name for group in row.get("groups", []) for name in group["names"]]
    return found


def test_the_honours_list_prints_every_entry_and_counts_them() -> None:
    titles, entries = honours(JINSHAN)
    assert titles == [
        "光荣榜",
        "区政协2024年度优秀提案（12件）",
        "区政协2024年度反映社情民意信息工作成绩突出单位（16家）",
        "区政协2024年度反映社情民意信息工作成绩突出个人（68名）",
        "市、区政协委员（37名）",
        "其他反映人（15名）",
        "社情民意信息工作人员（16名）",
    ]
    assert entries == entered(JINSHAN)
    assert len(entries) == 12 + 16 + 68


def test_every_excellent_proposal_names_its_proposer() -> None:
    block = next(b for b in made("performance_digest").blocks if b.kind == "works")
    shown = [line.replace("　", "") for line in block.lines[1::2]]
    works = JINSHAN.values["honours"][0]["works"]
    assert shown == [f"■ 提案者：{'、'.join(work['by'])}" for work in works]


@pytest.mark.parametrize(
    ("take", "gone", "come"),
    [
        (lambda rows: rows[0]["works"].pop(), ["12件"], ["11件"]),
        (lambda rows: rows[1]["names"].pop(), ["16家"], ["15家"]),
        (lambda rows: rows[2]["groups"][1]["names"].pop(), ["68名", "15名"], ["67名", "14名"]),
    ],
)
def test_an_entry_less_changes_the_counts(take: Any, gone: list[str], come: list[str]) -> None:
    values = copy.deepcopy(dict(JINSHAN.values))
    take(values["honours"])
    titles, entries = honours(dataclasses.replace(JINSHAN, values=values))
    said = "".join(titles)
    assert len(entries) == 12 + 16 + 68 - 1
    assert all(f"（{count}）" in said for count in come)
    assert not any(f"（{count}）" in said for count in gone)


def test_two_character_names_are_padded_to_three() -> None:
    lists = [b.lines for b in made("performance_digest").blocks if b.kind == "people"]
    assert {len(name) for names in lists for name in names if name} == {3}


def test_lists_by_strokes_say_so() -> None:
    pytest.importorskip("toolkit.strokes")
    titles = honours(BRIEFS["金山区"])[0]
    assert "市、区政协委员（37名，按姓氏笔画排序）" in titles
    assert "其他反映人（15名，按姓氏笔画排序）" in titles
    assert "社情民意信息工作人员（16名）" in titles


# -- language -----------------------------------------------------------------------------


@both_variants
@every_genre
def test_an_article_speaks_in_the_third_person(genre: str, variant: int) -> None:
    for brief in (JINSHAN, bare(JINSHAN)):
        said = re.sub("“[^”]*”", "", text(made(genre, brief, variant)))
        assert re.findall("我[^国]|本人|各位|同志们|请予审议|让我", said.replace("我国", "")) == []


@pytest.mark.parametrize("variant", [0, 1, 2, 3])
@pytest.mark.parametrize("name", BRIEFS)
@every_genre
def test_no_sentence_is_faulty(genre: str, name: str, variant: int) -> None:
    for brief in (unordered(BRIEFS[name]), bare(BRIEFS[name])):
        assert faults(text(made(genre, brief, variant))) == []


@every_genre
def test_two_wordings_share_no_long_sentence_but_formulations(genre: str) -> None:
    first, second = (
        set(re.split(r"[。！；\n]", text(made(genre, bare(JINSHAN), variant)))) for variant in (0, 1)
    )
    assert [s for s in first & second if len(s) > 40] == []


@given(st.data(), st.sampled_from(sorted(BRIEFS)), st.sampled_from(sorted(GENRES)), st.integers(0, 1))
def test_any_part_of_the_data_makes_sound_sentences(
    data: st.DataObject, name: str, genre: str, variant: int
) -> None:
    brief = unordered(BRIEFS[name])
    kept = {k: brief.figures[k] for k in sorted(typed(brief)) if data.draw(st.booleans(), label=k)}
    values = copy.deepcopy(dict(brief.values))
    for place in ("facts", "next_year", "slogans", "party_meetings"):
        known = values.get(place) or {}
        values[place] = {k: v for k, v in known.items() if data.draw(st.booleans(), label=f"{place}.{k}")}
    figures = {**kept, **derive(kept, PACK.catalogue)}
    report = made(genre, dataclasses.replace(brief, values=values, figures=figures), variant)
    assert faults(text(report)) == []
