from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from toolkit.brief.figures import PARTS
from toolkit.brief.load import Brief, Vocabulary, load_brief, parse_brief
from toolkit.brief.schema import schema
from toolkit.brief.source import Source
from toolkit.dates import Date
from toolkit.errors import InputProblems
from toolkit.figures import Figure, catalogue

REQUIRED = """\
region: 金山区
organ: {place: 上海市金山区, level: 区}
year: 2024
session: {term: 7, number: 4}
"""
OWN = "自定的数据写成 {value: …, label: 名称, unit: 单位}"
ALL_PARTS = f"可用：{'、'.join(PARTS)}"


def loaded(words: Vocabulary, text: str) -> Brief:
    return parse_brief(Source("b.yaml", text), words)


def found(words: Vocabulary, text: str) -> list[tuple[int, str, str]]:
    """Line, message and hint of every problem."""
    try:
        loaded(words, text)
    except InputProblems as problems:
        return [(p.location.line, p.message, p.hint) for p in problems.problems]
    return []


def found_below(words: Vocabulary, block: str, *lines: str) -> list[tuple[str, str]]:
    """Message and hint of the problems of the lines of a block; all must stand on its first line."""
    text = REQUIRED + f"{block}:\n" + "".join(f"  {line}\n" for line in lines)
    problems = found(words, text)
    assert {line for line, _, _ in problems} <= {6}
    return [(message, hint) for _, message, hint in problems]


def in_figures(words: Vocabulary, *lines: str) -> list[tuple[str, str]]:
    return found_below(words, "figures", *lines)


def in_facts(words: Vocabulary, line: str) -> list[tuple[str, str]]:
    return found_below(words, "facts", line)


def figure(words: Vocabulary, line: str) -> Figure:
    figures = loaded(words, REQUIRED + f"figures:\n  {line}\n").figures
    return figures[line.partition(":")[0]]


# -- values of each kind -----------------------------------------------------------------


def test_every_kind_of_value_gets_its_type(words: Vocabulary) -> None:
    brief = loaded(
        words,
        """\
region: 金山区
organ: {place: 上海市金山区, level: 区}
year: 2024
session:
  term: 7
  number: 4
  date: 2025-01-08
  change_of_term: 是
  previous: {date: 2024年1月}
facts:
  party_brand: “365”党建
  study_forms: [常委讲坛, 委员培训]
  standing_topics:
    - topic: 低空经济
      how:
    - {topic: 物业管理, how: 组成课题组}
  local:
    proposals: [一句话。]
""",
    )

    assert brief.values == {
        "region": "金山区",
        "organ": {"place": "上海市金山区", "level": "区"},
        "year": 2024,
        "session": {
            "term": 7,
            "number": 4,
            "date": Date(2025, 1, 8),
            "change_of_term": True,
            "previous": {"date": Date(2024, 1)},
        },
        "facts": {
            "party_brand": "“365”党建",
            "study_forms": ["常委讲坛", "委员培训"],
            "standing_topics": [{"topic": "低空经济"}, {"topic": "物业管理", "how": "组成课题组"}],
            "local": {"proposals": ["一句话。"]},
        },
    }
    assert (brief.region, brief.year, brief.term_change) == ("金山区", 2024, True)


def test_a_value_is_asked_for_by_its_path(words: Vocabulary) -> None:
    brief = loaded(words, REQUIRED)

    asked = [brief.value("organ.level"), brief.value("organ.upper"), brief.value("facts.x.y", "无")]

    assert asked == ["区", None, "无"]
    assert brief.term_change is False


def test_the_place_of_every_value_is_kept(words: Vocabulary) -> None:
    text = REQUIRED + "facts:\n  study_forms:\n    - 甲\n    - 乙\nfigures:\n  theory_study: 3\n"

    lines = loaded(words, text).lines

    keys = ["region", "organ.level", "facts.study_forms[1]", "figures.theory_study"]
    assert [lines[key] for key in keys] == [1, 2, 8, 10]


@pytest.mark.parametrize("value", ["12:30", "no", "2024-12-27", "1_000", "0x10", "1e3"])
def test_what_yaml_would_turn_into_something_else_stays_text(words: Vocabulary, value: str) -> None:
    brief = loaded(words, REQUIRED + f"facts:\n  party_brand: {value}\n")

    assert brief.value("facts.party_brand") == value


def test_the_lines_of_a_block_are_joined_without_spaces(words: Vocabulary) -> None:
    text = "facts:\n  local:\n    proposals:\n      - |\n        第一句。\n        第二句。\n"

    assert loaded(words, REQUIRED + text).value("facts.local.proposals") == ["第一句。第二句。"]


@pytest.mark.parametrize("value", ["1_000", "７", "7届", "7.0", "七", "true"])
def test_an_integer_is_written_in_plain_digits(words: Vocabulary, value: str) -> None:
    text = REQUIRED.replace("term: 7", f"term: {value}")

    assert found(words, text) == [(4, f"“届”应是整数，现在是“{value}”", "例如 term: 7")]


@pytest.mark.parametrize("value", [0, 41, -1])
def test_an_integer_lies_within_its_bounds(words: Vocabulary, value: int) -> None:
    text = REQUIRED.replace("term: 7", f"term: {value}")

    assert found(words, text) == [
        (4, f"“届”应在 1 到 40 之间，现在是 {value}", "报告所在会议的届；换届时写新一届")
    ]


def test_the_bounds_themselves_are_allowed(words: Vocabulary) -> None:
    brief = loaded(words, REQUIRED.replace("term: 7, number: 4", "term: 40, number: 1"))

    assert brief.value("session") == {"term": 40, "number": 1}


@pytest.mark.parametrize(
    ("value", "truth"), [("true", True), ("True", True), ("否", False), ("false", False)]
)
def test_a_boolean_may_be_written_in_either_language(words: Vocabulary, value: str, truth: bool) -> None:
    brief = loaded(words, REQUIRED.replace("number: 4", f"number: 4, change_of_term: {value}"))

    assert brief.value("session.change_of_term") is truth


@pytest.mark.parametrize("value", ["no", "yes", "1", "换届"])
def test_other_words_are_no_booleans(words: Vocabulary, value: str) -> None:
    problems = found(words, REQUIRED.replace("number: 4", f"number: 4, change_of_term: {value}"))

    assert [(line, message) for line, message, _ in problems] == [
        (4, f"“是否换届”应写 true 或 false，现在是“{value}”")
    ]


@pytest.mark.parametrize("value", ["2025-02-30", "2025-13", "2025/1/8", "明年1月"])
def test_a_date_is_one_of_the_calendar(words: Vocabulary, value: str) -> None:
    assert found(words, REQUIRED.replace("number: 4", f"number: 4, date: {value}")) == [
        (4, f"“报告日期”不是日历上有的日期：{value}", "写成 2024-12-27；日未定时写 2024-12")
    ]


# -- shapes ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "message", "hint"),
    [
        (
            "party_brand: [甲]",
            "“党建品牌”（party_brand）应写成一个值",
            "例如 party_brand: “365”党建特色品牌",
        ),
        (
            "study_forms: 甲",
            "“学习形式”（study_forms）应写成清单，每项一行，以“- ”开头",
            "例如 study_forms: [党组理论学习中心组, 常委讲坛]",
        ),
        (
            "study_forms: [[甲]]",
            "“学习形式”（study_forms）应写成一个值",
            "例如 study_forms: [党组理论学习中心组, 常委讲坛]",
        ),
        (
            "standing_topics: {topic: 甲}",
            "“专题议政性常委会会议”（standing_topics）应写成清单，每项一行，以“- ”开头",
            "",
        ),
        ("standing_topics: [甲]", "“专题议政性常委会会议”（standing_topics）应写成一组“键: 值”", ""),
        (
            "local: [一句话。]",
            "“各节补充的本地内容”（local）应写成一组“键: 值”",
            "例如 local: {theory_study: [一句话。]}（按章节功能写，成稿时放在该节末尾）",
        ),
    ],
)
def test_a_value_has_the_shape_of_its_field(words: Vocabulary, line: str, message: str, hint: str) -> None:
    assert in_facts(words, line) == [(message, hint)]


def test_a_block_of_fields_is_no_list(words: Vocabulary) -> None:
    text = REQUIRED + "facts: [甲]\nfigures: 3\n"

    assert [(line, message) for line, message, _ in found(words, text)] == [
        (5, "“事实”（facts）应写成一组“键: 值”"),
        (6, "“数据”（figures）应写成一组“键: 值”"),
    ]


@pytest.mark.parametrize("text", ["", "\n", "# 只有说明\n", "---\n", "~\n"])
def test_an_empty_brief_is_told_how_to_begin(words: Vocabulary, text: str) -> None:
    problems = found(words, text)

    assert [(message, hint) for _, message, hint in problems] == [
        ("底稿是空的", "用 draft new --region 地区名 生成一份带说明的空白底稿")
    ]


@pytest.mark.parametrize("text", ["- 金山区\n", "金山区\n"])
def test_a_brief_is_a_block_of_fields(words: Vocabulary, text: str) -> None:
    assert found(words, text) == [(1, "底稿应是一组“键: 值”", "第一层写 region、organ、year 等字段")]


# -- unknown and required fields ---------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "line", "place", "wrong", "right"),
    [
        (REQUIRED + "slogan:\n", 5, "底稿第一层", "slogan", "slogans"),
        (REQUIRED.replace("level: 区}", "level: 区, uper: 市政协}"), 2, "“机构”", "uper", "upper"),
        (REQUIRED.replace("4}", "4, previous: {trem: 7}}"), 4, "“上次会议”", "trem", "term"),
        (REQUIRED + "facts:\n  study_form: [甲]\n", 6, "“事实”", "study_form", "study_forms"),
        (REQUIRED + "next_year:\n  goal:\n", 6, "“下年打算”", "goal", "goals"),
        (
            REQUIRED + "facts:\n  chair_topics:\n    - topic: 甲\n      reslt: 乙\n",
            8,
            "“主席会议专题议政”",
            "reslt",
            "result",
        ),
    ],
)
def test_an_unknown_field_is_told_the_nearest_name(
    words: Vocabulary, text: str, line: int, place: str, wrong: str, right: str
) -> None:
    assert found(words, text) == [(line, f"{place}没有“{wrong}”这个字段", f"是不是“{right}”？")]


def test_an_unknown_field_like_no_other_is_told_what_there_is(words: Vocabulary) -> None:
    assert found(words, REQUIRED + "speaker: {电话: 1}\n") == [
        (5, "“报告人”没有“电话”这个字段", "“报告人”可用：name、title")
    ]


def test_an_unknown_section_function_is_told_the_nearest_name(words: Vocabulary) -> None:
    assert in_facts(words, "local: {proposal: [一句话。], 提案: [一句话。]}") == [
        ("没有“proposal”这个章节功能", "是不是“proposals”？"),
        ("没有“提案”这个章节功能", "章节功能见 draft genres --functions"),
    ]


def test_every_missing_field_is_reported_with_an_example(words: Vocabulary) -> None:
    assert found(words, "organ: {short: 区政协}\nsession:\n") == [
        (1, "缺少“地区”（region）", "例如 region: 金山区（县区名称，与机构名称一致）"),
        (
            1,
            "缺少“报告年份”（year）",
            "例如 year: 2024（报告所回顾的年份；2025年1月的大会回顾2024年，写 2024）",
        ),
        (1, "缺少“本次会议”（session）", ""),
        (1, "缺少“级别”（organ.level）", "例如 level: 区（本级行政区划的通名）"),
        (
            1,
            "缺少“行政区划全称”（organ.place）",
            "例如 place: 上海市金山区（标题里“第×届委员会”前面的地名）",
        ),
    ]


@pytest.mark.parametrize("value", ["", "~", '""', "' '"])
def test_a_required_field_without_value_is_missing(words: Vocabulary, value: str) -> None:
    problems = found(words, REQUIRED.replace("region: 金山区", f"region: {value}"))

    assert [message for _, message, _ in problems] == ["缺少“地区”（region）"]


def test_a_required_part_of_an_item_is_missing_at_that_item(words: Vocabulary) -> None:
    text = REQUIRED + "facts:\n  chair_topics:\n    - topic: 甲\n    - how: 乙\n"

    assert found(words, text) == [
        (
            8,
            "缺少“议题”（facts.chair_topics[1].topic）",
            "例如 topic: 大力发展港航物流产业，促进海洋经济高质量发展",
        )
    ]


def test_a_required_field_on_a_broken_line_is_not_missing_as_well(words: Vocabulary) -> None:
    text = REQUIRED.replace("region: 金山区", "region 金山区").replace("place: 上海市金山区, ", "place: [")

    assert [(line, message) for line, message, _ in found(words, text)] == [
        (1, "YAML 写法错误：缺少冒号"),
        (2, "YAML 写法错误：方括号 [ ] 没有配对，或中间缺逗号"),
    ]


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        (
            REQUIRED.replace("level: 区", "level: 镇"),
            "“级别”不能是“镇”",
            "可以写：区、县、市、旗、州、盟、省",
        ),
        (
            REQUIRED.replace("level: 区", "level: 区, term_order: 地名在后"),
            "“届次语序”不能是“地名在后”",
            "是不是“地名在前”？",
        ),
    ],
)
def test_a_choice_is_one_of_those_named(words: Vocabulary, text: str, message: str, hint: str) -> None:
    assert found(words, text) == [(2, message, hint)]


# -- forms of texts (GB/T 15834-2011) ----------------------------------------------------


@pytest.mark.parametrize("mark", list("。，、；："))
def test_a_phrase_ends_without_a_mark(words: Vocabulary, mark: str) -> None:
    assert in_facts(words, f"party_brand: '红色驿站{mark}'") == [
        (f"“党建品牌”是名词短语，末尾不带标点，现在以“{mark}”结尾", "删去末尾的标点")
    ]


@pytest.mark.parametrize("mark", list("。，、；："))
def test_a_clause_ends_without_a_mark(words: Vocabulary, mark: str) -> None:
    assert in_facts(words, f"organ_actions: [改进机关作风, 开展培训{mark}]") == [
        (f"“机关建设举措”是小句，末尾不带标点，现在以“{mark}”结尾", "删去末尾的标点")
    ]


@pytest.mark.parametrize("end", ["", "，", "；", "”"])
def test_a_sentence_ends_with_a_full_stop(words: Vocabulary, end: str) -> None:
    problems = in_facts(words, f"local: {{proposals: [“提案”有“新进展{end}]}}")

    assert ("“各节补充的本地内容”是完整的句子，应以句号结尾", "补上“。”") in problems


@pytest.mark.parametrize(
    "sentence", ["有新进展。", "有新进展！", "如何推进？", "他说：“有新进展。”", "有进展（见附件。）"]
)
def test_a_sentence_may_end_in_any_full_stop(words: Vocabulary, sentence: str) -> None:
    assert in_facts(words, f"local: {{proposals: ['{sentence}']}}") == []


@pytest.mark.parametrize(
    ("text", "mark", "full"),
    [
        ("调研,视察", ",", "，"),
        ("调研; 视察", ";", "；"),
        ("主题:调研", ":", "："),
        ("加油!", "!", "！"),
        ("如何?", "?", "？"),
        ("调研(三次)", "(", "（"),
        ("{theory_study},学习", ",", "，"),
    ],
)
def test_a_half_width_mark_among_chinese_is_reported(
    words: Vocabulary, text: str, mark: str, full: str
) -> None:
    assert in_facts(words, f"party_brand: '{text}'") == [
        (f"“党建品牌”里有半角标点“{mark}”", f"中文里用全角“{full}”")
    ]


@pytest.mark.parametrize("text", ["App 2.0", "R&D, Inc.", "3:2", "比分3:2领先", "A(B)C"])
def test_a_half_width_mark_among_latin_or_digits_is_left_alone(words: Vocabulary, text: str) -> None:
    assert in_facts(words, f"party_brand: '{text}'") == []


def test_straight_quotes_are_reported(words: Vocabulary) -> None:
    assert in_facts(words, "party_brand: '\"365\"党建'") == [("“党建品牌”里有直引号", "中文里用弯引号“”")]


@pytest.mark.parametrize(
    ("text", "pair"), [("“365党建", "“”"), ("365”党建", "“”"), ("《百村赋", "《》"), ("调研（三次", "（）")]
)
def test_an_unpaired_mark_is_reported(words: Vocabulary, text: str, pair: str) -> None:
    assert in_facts(words, f"party_brand: {text}") == [(f"“党建品牌”里的{pair}没有配对", "补上缺的一半")]


def test_a_control_character_that_yaml_can_spell_is_reported(words: Vocabulary) -> None:
    assert in_facts(words, 'party_brand: "红色\\a驿站"') == [
        ("“党建品牌”里有看不见的控制字符", "删去后重新输入")
    ]


def test_a_plain_text_may_carry_any_marks(words: Vocabulary) -> None:
    brief = loaded(words, REQUIRED + "salutation: '各位委员, 同志们:'\n")

    assert brief.value("salutation") == "各位委员, 同志们:"


# -- references, place and region --------------------------------------------------------


def test_a_text_may_name_figures_of_the_catalogue_totals_and_own_ones(words: Vocabulary) -> None:
    text = (
        "figures:\n  lake_area: {value: 3.5, label: 湖面, unit: 平方公里}\n"
        "facts:\n  organ_actions: ['{lake_area}{theory_study}{theory_study_total}']\n"
    )

    assert found(words, REQUIRED + text) == []


def test_a_reference_to_an_unknown_figure_is_told_the_nearest_key(words: Vocabulary) -> None:
    assert in_facts(words, "organ_actions: ['开展{theory_studies}次', '开展{次数}次']") == [
        ("文字里的 {theory_studies} 不是已有的数据键", "是不是“theory_study”？"),
        ("文字里的 {次数} 不是已有的数据键", "{ } 里写数据键，键见 draft figures list"),
    ]


def test_a_reference_to_a_figure_that_is_itself_wrong_is_not_reported_as_well(words: Vocabulary) -> None:
    text = (
        "figures:\n  lake_area: {value: 三, label: 湖面, unit: 亩}\n"
        "facts:\n  organ_actions: ['治理{lake_area}']\n"
    )

    assert found(words, REQUIRED + text) == [
        (6, "“湖面”应是数（单位：亩），现在是“三”", "只写阿拉伯数字，单位由数据目录给出")
    ]


def test_the_place_ends_with_the_region(words: Vocabulary) -> None:
    assert found(words, REQUIRED.replace("上海市金山区", "大连市中山区")) == [
        (2, "行政区划全称“大连市中山区”不以地区名“金山区”结尾", "两处要一致")
    ]


# -- figures -----------------------------------------------------------------------------


def test_a_figure_keeps_all_that_was_written(words: Vocabulary) -> None:
    line = (
        "info_collected: {value: 2816, approx: 余, unit: 条, label: 信息, span: 全年, source: 委员工作室, "
        "as_of: 2024年12月20日, previous: 2650, note: 已核}"
    )

    assert figure(words, line) == Figure(
        "info_collected",
        Decimal(2816),
        unit="条",
        label="信息",
        approx="余",
        span="全年",
        source="委员工作室",
        as_of="2024-12-20",
        previous=Decimal(2650),
        note="已核",
        line=6,
    )


@pytest.mark.parametrize(
    ("line", "text", "unit"),
    [
        ("theory_study: 35", "35", "次"),
        ("theory_study: 0", "0", "次"),
        ("theory_study: 150余", "150余", "次"),
        ("theory_study: {value: 150多}", "150多", "次"),
        ("theory_study: {value: 40, approx: 近}", "近40", "次"),
        ("proposal_done_rate: 100", "100%", "%"),
        ("proposal_done_rate: 99.5%", "99.5%", "%"),
        ("donation_value: 3.45", "3.45", "万元"),
        ("consult_total: {value: 12, unit: 场}", "12", "场"),
        ("consult_total: 12", "12", "次"),
        ("consult_total_total: {value: 60, span: 五年来}", "60", "次"),
        ("studios_total: 9", "9", "个"),
        ("lake_area: {value: 3.5, label: 湖面, unit: 亩}", "3.5", "亩"),
        ("green: {value: 40.5%, label: 绿化率, unit: '%'}", "40.5%", "%"),
    ],
)
def test_a_figure_may_be_written_in_these_forms(words: Vocabulary, line: str, text: str, unit: str) -> None:
    read = figure(words, line)

    assert (read.text, read.unit) == (text, unit)


@pytest.mark.parametrize("line", ["theory_study:", "theory_study: ~", "theory_study: {value: , approx: 余}"])
def test_a_figure_without_value_is_left_out(words: Vocabulary, line: str) -> None:
    assert loaded(words, REQUIRED + f"figures:\n  {line}\n").figures == {}


def test_derived_figures_come_with_the_others(words: Vocabulary) -> None:
    brief = loaded(words, REQUIRED + "figures:\n  proposal_received: 216\n  proposal_filed: 157\n")

    assert {key: f.text for key, f in brief.figures.items()} == {
        "proposal_received": "216",
        "proposal_filed": "157",
        "proposal_filing_rate": "72.7%",
    }


NUMBER = "“理论学习”应是数（单位：次），现在是“{}”"


@pytest.mark.parametrize(
    ("line", "message", "hint"),
    [
        ("theory_study: -3", "“理论学习”不能是负数：-3", "核对来源"),
        ("theory_study: -0", "“理论学习”不能是负数：-0", "核对来源"),
        ("theory_study: 3.5", "“理论学习”按次计，应是整数：3.5", "核对来源"),
        ("theory_study: 35%", "“理论学习”的单位是“次”，不是百分比", "只写数字"),
        ("proposal_done_rate: 101", "“提案办结率”是百分比，不能超过 100：101", "核对来源"),
        ("proposal_done_rate: 100.1%", "“提案办结率”是百分比，不能超过 100：100.1%", "核对来源"),
        ("theory_study: 216次", NUMBER.format("216次"), "写 216"),
        ("theory_study: 216 次", NUMBER.format("216 次"), "写 216"),
        ("theory_study: １２", NUMBER.format("１２"), "写 12"),
        ("theory_study: 1_000", NUMBER.format("1_000"), "写 1000"),
        ("theory_study: '1,000'", NUMBER.format("1,000"), "写 1000"),
        ("theory_study: 约40", NUMBER.format("约40"), "只写阿拉伯数字，单位由数据目录给出"),
        ("theory_study: 三十五", NUMBER.format("三十五"), "只写阿拉伯数字，单位由数据目录给出"),
        ("theory_study: {value: 216次}", NUMBER.format("216次"), "写 216"),
        ("theory_study: {value: 3, previous: 两}", NUMBER.format("两"), "只写阿拉伯数字，单位由数据目录给出"),
        ("theory_study: [3]", "数据“theory_study”应是一个数，或 {value: …, approx: …}", ""),
        (
            "theory_study: {approx: 余}",
            "数据“theory_study”缺少 value（数值）",
            "例如 {value: 150, approx: 余}",
        ),
        ("theory_study: {value: 3, approx: 左右}", "约数字样不能是“左右”", "可以写：余、多、约、近、超"),
        ("theory_study: {value: 3, unit: 场}", "“理论学习”的单位是“次”", "删去 unit，或改用自定的数据键"),
        (
            "consult_total: {value: 3, unit: 件}",
            "“各类协商活动”的单位是“次”或“场”",
            "删去 unit，或改用自定的数据键",
        ),
        (
            "theory_study: {value: 3, as_of: 2024-12-32}",
            "统计截止日不是日历上有的日期：2024-12-32",
            "写成 2024-12-20",
        ),
        ("theory_study: {value: 3, span: 五年来，}", "时段里不带标点", "例如 五年来、近三年"),
        ("theory_study: {value: 3, span: [五年来]}", "“时段”应是一个值", ""),
        ("theory_study: {value: 3, aprox: 余}", "数据里没有“aprox”这个小项", "是不是“approx”？"),
        ("theory_study: {value: 3, 部门: 办公室}", "数据里没有“部门”这个小项", ALL_PARTS),
        (
            "theory_study_total: 260",
            "“累计理论学习”是累计数，缺少 span（时段）",
            "例如 {value: 260, span: 五年来}",
        ),
        ("theory_studdy: 3", "数据目录里没有“theory_studdy”", f"是不是“theory_study”？{OWN}"),
        ("theory_studdy:", "数据目录里没有“theory_studdy”", f"是不是“theory_study”？{OWN}"),
        ("理论学习: 3", "数据目录里没有“理论学习”", f"“理论学习”的键是 theory_study；{OWN}"),
        ("lake_area: 3", "数据目录里没有“lake_area”", OWN),
        ("lake_area: {value: 3}", "数据目录里没有“lake_area”", OWN),
        ("lake_area: {value: 3, label: 湖面}", "数据目录里没有“lake_area”", OWN),
        ("lake_area: {value: 3, unit: 亩}", "数据目录里没有“lake_area”", OWN),
        (
            "湖面: {value: 3, label: 湖面, unit: 亩}",
            "数据键“湖面”只能用小写字母、数字和下划线",
            "例如 lake_area",
        ),
    ],
)
def test_a_wrong_figure_is_told_what_is_wrong(words: Vocabulary, line: str, message: str, hint: str) -> None:
    assert in_figures(words, line) == [(message, hint)]


def test_a_unit_in_the_number_is_taken_off_in_the_hint(words: Vocabulary) -> None:
    assert in_figures(words, "proposal_received: 216件") == [
        ("“收到提案”应是数（单位：件），现在是“216件”", "写 216")
    ]


def test_units_beside_the_first_need_not_repeat_it() -> None:
    row = {"key": "visits", "label": "走访", "unit": "次", "units": ["家"]}
    fields = {"figures": {"label": "数据", "kind": "figures"}}
    own = Vocabulary(schema({"fields": fields}), catalogue({"figures": [row]}), {})

    assert found(own, "figures:\n  visits: 3\n") == []
    assert found(own, "figures:\n  visits: {value: 3, unit: 家}\n") == []
    assert found(own, "figures:\n  visits: {value: 3, unit: 户}\n") == [
        (2, "“走访”的单位是“次”或“家”", "删去 unit，或改用自定的数据键")
    ]


def test_a_derived_figure_is_not_typed_again(words: Vocabulary) -> None:
    text = "figures:\n  proposal_received: 216\n  proposal_filed: 157\n  proposal_filing_rate: 72.7\n"

    assert found(words, REQUIRED + text) == [
        (8, "“提案立案率”由立案提案、收到提案算出，不要手填", "删去这一行")
    ]


@pytest.mark.parametrize("received", ["", "216余"])
def test_a_derived_figure_may_be_typed_where_its_parts_do_not_give_it(
    words: Vocabulary, received: str
) -> None:
    text = f"figures:\n  proposal_received: {received}\n  proposal_filed: 157\n  proposal_filing_rate: 72.7\n"

    rate = loaded(words, REQUIRED + text).figures["proposal_filing_rate"]

    assert (rate.text, rate.derived) == ("72.7%", False)


# -- files -------------------------------------------------------------------------------


def test_a_brief_is_loaded_from_its_file(words: Vocabulary, tmp_path: Path) -> None:
    path = tmp_path / "底稿.yaml"
    path.write_text(REQUIRED, encoding="utf-8-sig")

    brief = load_brief(path, words)

    assert (brief.path, brief.text, brief.region) == (str(path), REQUIRED, "金山区")


def test_all_problems_are_told_in_the_order_of_the_file(words: Vocabulary) -> None:
    text = REQUIRED + "figures:\n  theory_study: -1\n  lake: 3\nyear: 2025\nslogan: 甲\n"

    with pytest.raises(InputProblems) as caught:
        loaded(words, text)

    assert [str(p.location) for p in caught.value.problems] == [
        "b.yaml:6:17",
        "b.yaml:7:3",
        "b.yaml:8:1",
        "b.yaml:9:1",
    ]
    assert caught.value.render().endswith("\n共 4 处问题，没有写出任何文件。")


def test_two_words_of_approximation_are_one_too_many(words: Vocabulary) -> None:
    assert in_figures(words, "consult_total: {value: 150余, approx: 近}") == [
        ("约数字样写了两个：余和近", "留一个")
    ]
    assert in_figures(words, "consult_total: {value: 150余, approx: 余}") == []
