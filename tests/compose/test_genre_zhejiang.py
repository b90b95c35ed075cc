"""The two genres of articles: a campaign feature (平湖市) and a review of several years (上虞区)."""

from __future__ import annotations

import copy
import dataclasses
import itertools
import re
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
from toolkit.pack.genre import Choice
from toolkit.pack.pack import Pack
from toolkit.resources import data_folder

PACK = Pack()
RENDERER = Renderer()
FEATURE, REVIEW = "campaign_feature", "multi_year_review"
REGIONS = {FEATURE: "平湖市", REVIEW: "上虞区"}
BRIEFS = {
    name: load_brief(data_folder("samples") / f"{name}.yaml", PACK.vocabulary)
    for name in ("平湖市", "上虞区", "金山区", "中山区")
}
FILES = [path for genre in REGIONS for path in PACK.genre(genre).files.values()]
VARIANTS = pytest.mark.parametrize("variant", [0, 1])
GENRES = pytest.mark.parametrize("genre", REGIONS)
PLURAL = re.compile("我们|我市|我区")
MULTIPLE = re.compile(r"[一二三四五六七八九十两\d]+年来|近[一二三四五六七八九十两\d]+年")
OPENERS = ("围绕", "就", "聚焦", "着眼", "紧扣")

ACTIONS = ["开放协同", "科创驱动", "产业提升", "项目推进", "城乡融合", "民生优享", "平安善治", "党建引领"]
ACTION_FUNCTIONS = [
    *["development_service"] * 5,
    "livelihood_service",
    "thematic_consultation",
    "party_building",
]
FEATURE_NAMES = """
2月25日 全市三级干部大会 创新实干争先攀高 八大行动 同心向党 协商先行 协力共富 团结联合 强基提能 五项工作
持之以恒推进金平湖新崛起、谱写璀璨明珠新篇章 活力景区城、幸福金平湖
一体化 高质量 对内协同、对外开放 长三角‘海河公铁’联运枢纽建设 优化司法服务，助力侨台资企业高质量发展
长三角农博汇项目长效运营 省级临沪合作发展轴建设 省际毗邻共富先行地 九龙山文旅资源开发及商务配套功能提升
海上虹桥
创新平湖 推动虹霓工业园区与主城区联动发展 专项集体民主监督 科创大湖区、高新区 新质生产力
工业企业提质增效
大企业引领示范 中试平台有效建设 AI赋能产业发展 青年人才社区打造
推进生产型外贸企业高质量发展 专题议政性常委会会议协商暨市委书记与政协委员面对面活动 金名片
平湖·中国服装城能级提升与品牌发展 平湖箱包产业高质量发展 时尚平湖 做强跨境电商 生产性服务业平台扩容提质
产业人才引育培养 南河头历史文化街区业态构建 大东湖 都市型工业发展 产业智能化布局 内生项目裂变
高铁新城片区 构建‘站城人铁’深度融合的高铁新城一体化运营机制研究
专题议政性常委会会议协商暨市长与政协委员面对面活动 领办联办 双招双引 民主监督员小组
留改拆增 好小区 千万工程 打造产供销一体化的‘鲜到家族·云享共富集市’全域生活服务平台 粮食安全保障
乡村运营提升
推广普及匹克球运动 委员会客厅 儿童青少年心理健康守护 公立医院人才队伍建设 断头路和瓶颈路改造
老旧小区残疾人无障碍设施改造 物业服务提升 界别服务周 协进助学
深化警网融合机制，夯实平安平湖基层基础 基层网格队伍建设与管理 引领新业态劳动者融入社会治理 市纪委监委
加强网络餐饮食品安全管理 舌尖上的安全
习近平新时代中国特色社会主义思想 树立和践行正确政绩观学习教育 同心向党·红船领航 党建+履职
双联系、双覆盖、双提升 政协委员情怀教育 党建+重点任务落实
"""

REVIEW_FUNCTIONS = [
    "opening",
    "party_leadership",
    "theory_study",
    "party_building",
    "consultation_overview",
    "development_service",
    "livelihood_service",
    "proposals",
    "united_front_consensus",
    "public_opinion",
    "publicity_history",
    "self_building_overview",
    "committees_and_sectors",
    "member_team",
    "organ_building",
    "closing",
]
REVIEW_NUMBERS = """
75周年 1982年10月 2019年 260余次 7个 50多个 16次 12次 38场 52次 86份 434件 210多次 370余场 2800余 9项
1069件 100%
64项 467篇 38篇 77篇 5篇 38家 61个 30多项
"""
REVIEW_NAMES = """
区委政协工作会议 第一议题 党组理论学习中心组 常委讲坛 书香政协·虞舜书院 主题教育 党纪学习教育 两个确立
两个维护
履职临时党委 同心向党 党委交题、政协议题、助力答题 青春之城 中心工作推进到哪里，政协履职就跟进到哪里
虞南高质量发展 培育发展新质生产力 弄潮儿 区内山海协作 4+4 生物多样性 瓷之源 社会组织参与基层治理
营商环境优化 大综合一体化改革 全域土地综合整治 千万工程 曹娥江文化艺术中心 曹娥江流域综合治理
轨道交通建设
委员调解工作室 调解+协商 国家信访局 枫桥经验 大走访大调研大服务大解题 六送下乡
助解急难愁盼、增进民生福祉
青年夜校 政协虞青专场 政府政协联席会议 履职议题公开征集 常委领衔、界别协办、委员领办
政企协商、专家协商、民生协商
政协提案+检察建议 百名委员促进提案办理 提、领、办、督 面对面·同心会 绍兴第一 浙江政协信息
专家型、服务型、联谊型 委员会客厅 省五星级 《百村赋》 专委会主建、界别主抓 环境资源界别 一委一品
一界一品
立足岗位建功立业当示范做样子 三位一体 履职建功双指数 对标争先 两个薄弱
高质量发展人民政协协商民主先行者 重塑履职方式
庆祝中国人民政治协商会议成立75周年大会
"""


def made(genre: str, brief: Brief, variant: int = 0) -> Report:
    return compose(brief, PACK, PACK.genre(genre), variant, RENDERER)


def sample(genre: str, variant: int = 0) -> Report:
    return made(genre, BRIEFS[REGIONS[genre]], variant)


def body(report: Report) -> list[Block]:
    return [block for block in report.blocks if block.kind in ("body", "heading1", "epigraph")]


def functions(report: Report) -> list[str]:
    """The functions of the paragraphs in order, each stretch of one function once."""
    return [
        function for function, _ in itertools.groupby(b.function for b in body(report) if b.kind == "body")
    ]


def flat(text: str) -> str:
    """The text without quotation marks, which change when one phrase stands within another."""
    return re.sub("[“”‘’]", "", text)


def bare(brief: Brief) -> Brief:
    values = {key: brief.values[key] for key in ("region", "organ", "year", "session")}
    return dataclasses.replace(brief, values=values, figures={})


# -- the campaign feature --------------------------------------------------------------------


@VARIANTS
def test_the_feature_takes_the_actions_in_the_order_of_the_brief(variant: int) -> None:
    report = sample(FEATURE, variant)
    headings = [block for block in report.blocks if block.kind == "heading1"]
    assert [block.text for block in headings] == [f"助力“{name}”" for name in ACTIONS]
    assert [block.function for block in headings] == ACTION_FUNCTIONS
    paragraphs = [block.function for block in report.blocks if block.kind == "body"]
    assert paragraphs == ["opening", "opening", *ACTION_FUNCTIONS]


@VARIANTS
@pytest.mark.parametrize("name", FEATURE_NAMES.split())
def test_the_feature_names_what_its_source_names(name: str, variant: int) -> None:
    assert flat(name) in flat(sample(FEATURE, variant).text)


@VARIANTS
def test_the_feature_says_where_each_topic_belongs(variant: int) -> None:
    report = sample(FEATURE, variant)
    paragraphs = [b.text for b in report.blocks if b.kind == "body"][2:]
    actions = BRIEFS["平湖市"].value("facts.campaign")["actions"]
    for action, paragraph in zip(actions, paragraphs, strict=True):
        for topic in action.get("topics", ()):
            assert flat(topic["topic"]) in flat(paragraph)
            assert topic["form"] in paragraph
            assert flat(topic.get("aim", "")) in flat(paragraph)
        for line in (*action.get("lines", ()), action["focus"], action["aim"]):
            assert line in paragraph


@VARIANTS
def test_adjacent_sentences_of_the_feature_open_differently(variant: int) -> None:
    count = 0
    for block in body(sample(FEATURE, variant)):
        starts = [
            next((opener for opener in OPENERS if sentence.startswith(opener)), "")
            for sentence in block.text.split("。")
        ]
        count += len([start for start in starts if start])
        assert [a for a, b in itertools.pairwise(starts) if a and a == b] == [], block.text
    assert count >= 20


@VARIANTS
def test_a_focus_or_line_that_opens_alike_moves_the_topic_to_another_opener(variant: int) -> None:
    brief = BRIEFS["平湖市"]
    values = copy.deepcopy(dict(brief.values))
    for number, opener in enumerate(OPENERS):
        action = values["facts"]["campaign"]["actions"][number]
        action["focus"] = f"{opener}全市大局"
        action["lines"] = [f"{opener}重点难点持续用力。"]
        action["topics"] = action.get("topics", [])[:1]
    for block in body(made(FEATURE, dataclasses.replace(brief, values=values), variant)):
        starts = [next((o for o in OPENERS if s.startswith(o)), "") for s in block.text.split("。")]
        assert [a for a, b in itertools.pairwise(starts) if a and a == b] == [], block.text


@VARIANTS
def test_topics_of_one_form_share_a_sentence(variant: int) -> None:
    text = sample(FEATURE, variant).text
    assert text.count("对口协商") == 1
    assert text.count("前瞻性调研") == 1
    assert "都市型工业发展、产业智能化布局和内生项目裂变" in text


def test_the_feature_is_signed_at_its_head_where_names_are_known() -> None:
    lines = [block.text for block in sample(FEATURE).blocks[:3]]
    assert lines == [
        "立足职能定位　发挥优势作用",
        "——市政协凝心聚智助力全市“八大行动”",
        "记者　徐玉霞　通讯员　何雅婷",
    ]
    assert "记者" not in made(FEATURE, bare(BRIEFS["平湖市"])).text


@VARIANTS
def test_the_feature_without_a_campaign_asks_for_it_and_uses_the_other_facts(variant: int) -> None:
    empty = made(FEATURE, bare(BRIEFS["平湖市"]), variant)
    assert [p.key for p in empty.placeholders] == ["facts.campaign"]
    text = made(FEATURE, BRIEFS["金山区"], variant).text
    for topic in BRIEFS["金山区"].value("facts.livelihood_topics"):
        assert flat(topic) in flat(text)


# -- the review of several years -------------------------------------------------------------


@VARIANTS
def test_the_review_follows_the_order_of_functions(variant: int) -> None:
    assert functions(sample(REVIEW, variant)) == REVIEW_FUNCTIONS


@VARIANTS
@pytest.mark.parametrize("number", REVIEW_NUMBERS.split())
def test_the_review_states_each_figure(number: str, variant: int) -> None:
    assert number in sample(REVIEW, variant).text


@VARIANTS
def test_the_review_states_every_figure_of_its_brief_once(variant: int) -> None:
    brief = BRIEFS["上虞区"]
    stated = [span.figure for _, span in sample(REVIEW, variant).figures() if span.figure in brief.figures]
    typed = {key for key, figure in brief.figures.items() if not figure.derived}
    assert set(stated) == typed
    assert len(stated) == len(set(stated))


@VARIANTS
@pytest.mark.parametrize("name", REVIEW_NAMES.split())
def test_the_review_names_what_its_source_names(name: str, variant: int) -> None:
    assert flat(name) in flat(sample(REVIEW, variant).text)


@VARIANTS
def test_the_span_before_a_cumulative_figure_is_its_own(variant: int) -> None:
    """Of the spans that a sentence names before a figure the last one is the figure's."""
    brief = BRIEFS["上虞区"]
    checked = 0
    for block in sample(REVIEW, variant).blocks:
        said = ""
        for span in block.spans:
            figure = brief.figures.get(span.figure)
            if figure is not None and figure.span and span.text == figure.text:
                found = MULTIPLE.findall(said.split("。")[-1])
                if span.figure != "experience_articles_total":
                    assert found[-1:] == [figure.span], block.text
                    checked += 1
            said += span.text
    assert checked == 18


@VARIANTS
def test_annual_figures_stand_in_for_cumulative_ones(variant: int) -> None:
    brief = BRIEFS["上虞区"]
    figures = {
        key.removesuffix("_total"): figure._replace(key=key.removesuffix("_total"), span="")
        for key, figure in brief.figures.items()
        if not key.startswith(("studios", "experience"))
    }
    report = made(REVIEW, dataclasses.replace(brief, figures=figures), variant)
    stated = {span.figure for _, span in report.figures()}
    assert set(figures) <= stated
    assert "五年来" not in report.text
    assert "2024年累计" in report.text


@VARIANTS
def test_an_epigraph_stands_under_each_heading_of_the_review(variant: int) -> None:
    blocks = sample(REVIEW, variant).blocks
    below = [after.kind for block, after in itertools.pairwise(blocks) if block.kind == "heading1"]
    assert below == ["epigraph"] * 4


def test_the_headings_of_the_review_are_matched_sets() -> None:
    genre = PACK.genre(REVIEW)
    areas = {row["area"] for row in genre.data["outline"] if "area" in row}
    assert len(genre.data["headings"]) >= 3
    for headings in genre.data["headings"]:
        assert set(headings) == areas
        assert len({len(text) for text in headings.values()}) == 1
        assert len({text.index("，") for text in headings.values()}) == 1


def test_the_review_is_signed_at_its_end_where_a_name_is_known() -> None:
    last = sample(REVIEW).blocks[-1]
    assert (last.kind, last.text) == ("signature", "（冯　楠）")
    assert made(REVIEW, bare(BRIEFS["上虞区"])).blocks[-1].kind == "body"


# -- both ------------------------------------------------------------------------------------


@GENRES
def test_every_section_has_two_wordings_under_a_known_function(genre: str) -> None:
    found = PACK.genre(genre)
    for row in found.data["outline"]:
        if "section" in row:
            assert row["section"] in PACK.functions
            assert len({found.wording(row["section"], Choice("某区", 2024, v), False) for v in (0, 1)}) == 2


@GENRES
@VARIANTS
def test_every_paragraph_has_a_known_function(genre: str, variant: int) -> None:
    for name in BRIEFS:
        report = made(genre, BRIEFS[name], variant)
        assert {b.function for b in report.blocks if b.kind == "body"} <= set(PACK.functions)


@GENRES
@VARIANTS
def test_an_article_speaks_in_the_third_person_and_has_no_numbers_before_headings(
    genre: str, variant: int
) -> None:
    report = sample(genre, variant)
    assert PLURAL.findall(report.text) == []
    assert [b.text for b in report.blocks if b.kind == "heading1" and re.match("[一二三四]、", b.text)] == []


@GENRES
@pytest.mark.parametrize("variant", [0, 1, 2, 3, 4, 5])
@pytest.mark.parametrize("name", BRIEFS)
def test_an_article_has_no_faulty_sentence(genre: str, name: str, variant: int) -> None:
    for brief in (BRIEFS[name], bare(BRIEFS[name])):
        assert faults(made(genre, brief, variant).text) == []


@GENRES
@VARIANTS
def test_every_digit_of_an_article_knows_its_origin(genre: str, variant: int) -> None:
    loose = [
        (block.id, span.text)
        for block in sample(genre, variant).blocks
        for span in block.spans
        if re.search(r"\d", span.text) and not span.origin
    ]
    assert loose == []


@GENRES
def test_two_wordings_of_an_article_share_no_long_sentence(genre: str) -> None:
    first, second = (made(genre, bare(BRIEFS[REGIONS[genre]]), variant).text for variant in (0, 1))
    sentences = [set(re.split(r"[。！；\n]", text)) for text in (first, second)]
    assert [s for s in sentences[0] & sentences[1] if len(s) > 40] == []


@GENRES
def test_a_filled_brief_leaves_nothing_to_fill_in(genre: str) -> None:
    assert sample(genre).placeholders == ()
    assert 2000 <= sample(genre).characters <= 4000


@pytest.mark.parametrize("path", FILES, ids=lambda p: f"{p.parts[-3]}-{p.name}")
def test_a_skeleton_of_an_article_types_no_number_plenum_or_plan(path: Any) -> None:
    source = path.read_text(encoding="utf-8")
    words = re.sub(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", "", source, flags=re.S)
    assert re.findall(r"[0-9０-９]|[一二三四五六七]中全会|“十[三四五六]五”|二十大|周年|我们", words) == []


def _thinned(values: Any, keep: st.DataObject, path: str = "") -> Any:
    """Drop any optional part of a brief's values."""
    optional = (".facts", ".facts.campaign", ".facts.history", ".byline", ".slogans", ".next_year")
    if isinstance(values, dict):
        return {
            key: _thinned(value, keep, f"{path}.{key}")
            for key, value in values.items()
            if path not in optional or keep.draw(st.booleans(), label=f"{path}.{key}")
        }
    return values


@given(st.data(), st.sampled_from(sorted(REGIONS)), st.sampled_from(sorted(BRIEFS)), st.integers(0, 1))
def test_any_part_of_the_data_makes_sound_sentences(
    data: st.DataObject, genre: str, name: str, variant: int
) -> None:
    brief = BRIEFS[name]
    typed = {k: f for k, f in brief.figures.items() if not f.derived and data.draw(st.booleans(), label=k)}
    figures = {**typed, **derive(typed, PACK.catalogue)}
    values = _thinned(copy.deepcopy(dict(brief.values)), data)
    report = made(genre, dataclasses.replace(brief, values=values, figures=figures), variant)
    assert faults(report.text) == []
    for block, span in report.figures():
        if span.figure in figures:
            assert span.text == figures[span.figure].text, block.text
