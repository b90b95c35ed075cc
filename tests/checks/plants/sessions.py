"""One mistake of sessions, dates, years, plans or meetings, planted into a clean report to a session."""

from __future__ import annotations

import datetime
import random
import re
from collections.abc import Callable, Mapping

from toolkit.text import chinese_numeral

Planted = tuple[str, int, int] | None
Plant = Callable[[random.Random, str], Planted]

NUMBERS = {chinese_numeral(number): number for number in range(1, 40)}
SUBTITLE = re.compile(
    r"(?m)^——在.*?第(?P<term>[一二三四五六七八九十]+)届委员会第(?P<number>[一二三四五六七八九十]+)次会议上$"
)
TITLE = re.compile(r"\A.*?第(?P<term>[一二三四五六七八九十]+)届委员会常务委员会工作报告")
MANDATE = re.compile(r"我受.*?第(?P<term>[一二三四五六七八九十]+)届委员会常务委员会")
WEEKDAYS = "一二三四五六日"


def _year(text: str) -> int | None:
    match = re.search(r"(20\d\d)年工作回顾", text)
    return int(match[1]) if match else None


def _swapped(text: str, start: int, end: int, wrong: str, reach: tuple[int, int] = (0, 0)) -> Planted:
    """Put other words in a place; `reach` widens what counts as found there."""
    return text[:start] + wrong + text[end:], start - reach[0], start + len(wrong) + reach[1]


def _stretch(text: str, plan: bool) -> list[int]:
    """Return where paragraphs of the review, or of the plan, end: another sentence may follow there."""
    heading = re.search(r"(?m)^.{0,4}20\d\d年工作(?:安排|建议|打算|任务).*$", text)
    parted = heading.start() if heading else len(text)
    # Tasks are numbered; what leads over to them or closes the report is neither here nor there.
    ends = [match.end() for match in re.finditer(r"(?m)^（.{80,}。$" if plan else r"(?m)^.{80,}。$", text)]
    return [end for end in ends if (end > parted) == plan]


def _added(dice: random.Random, text: str, sentence: str, *, plan: bool = False) -> Planted:
    """Add a sentence to a paragraph; what is wrong in it stands in ⟦⟧."""
    ends = _stretch(text, plan)
    if not ends:
        return None
    at = dice.choice(ends)
    start, end = sentence.index("⟦"), sentence.index("⟧") - 1
    bare = sentence.replace("⟦", "").replace("⟧", "")
    return text[:at] + bare + text[at:], at + start, at + end


def _adding(*sentences: str, plan: bool = False) -> Plant:
    """Return a plant that adds one of some sentences; {V} is the year of the report, {W} the next."""

    def plant(dice: random.Random, text: str) -> Planted:
        year = _year(text)
        if year is None:
            return None
        sentence = dice.choice(sentences).replace("{V}", str(year)).replace("{W}", str(year + 1))
        return _added(dice, text, sentence.replace("{U}", str(year - 1)), plan=plan)

    return plant


def _own(text: str) -> tuple[int, int] | None:
    match = SUBTITLE.search(text)
    return (NUMBERS[match["term"]], NUMBERS[match["number"]]) if match else None


def _session(
    change: Callable[[random.Random, int, int], tuple[int, int]], *sentences: str, plan: bool = False
) -> Plant:
    """Return a plant that tells of another session than the report's own."""

    def plant(dice: random.Random, text: str) -> Planted:
        own = _own(text)
        if own is None:
            return None
        term, number = change(dice, *own)
        name = f"{chinese_numeral(term)}届{chinese_numeral(number)}次会议"
        return _added(dice, text, dice.choice(sentences).replace("〔会〕", f"⟦{name}⟧"), plan=plan)

    return plant


def _term_in(pattern: re.Pattern[str]) -> Plant:
    """Return a plant that changes the term in a line of the head."""

    def plant(dice: random.Random, text: str) -> Planted:
        match = pattern.search(text)
        if not match:
            return None
        wrong = NUMBERS[match["term"]] + dice.choice([-1, 1])
        return _swapped(text, *match.span("term"), chinese_numeral(wrong), (1, 1))

    return plant


def _new_term(dice: random.Random, text: str) -> Planted:
    """Make it the report of a term that ends, its title that of the term that begins."""
    own, title = _own(text), TITLE.search(text)
    if own is None or title is None:
        return None
    new = chinese_numeral(own[0] + 1)
    subtitle = SUBTITLE.search(text)
    assert subtitle
    head = text[subtitle.start() : subtitle.end()]
    changed = head[: subtitle.start("term") - subtitle.start()] + f"{new}届委员会第一次会议上"
    text = text[: subtitle.start()] + changed + text[subtitle.end() :]
    return _swapped(text, *title.span("term"), new, (1, 1))


def _other_place(dice: random.Random, text: str) -> Planted:
    match = re.search(r"(?m)^——在(?:中国人民政治协商会议|政协)(?P<place>[^第]+)第(?!〔)", text)
    return _swapped(text, *match.span("place"), dice.choice(["滨海市青阳区", "磐石县"])) if match else None


def _weekday(dice: random.Random, text: str) -> Planted:
    year = _year(text)
    if year is None:
        return None
    day = datetime.date(year, dice.randint(1, 11), dice.randint(1, 28))
    wrong = WEEKDAYS[(day.weekday() + dice.randint(1, 6)) % 7]
    told = f"{day.year}年{day.month}月{day.day}日（星期⟦{wrong}⟧），组织委员开展集中视察。"
    return _added(dice, text, told)


def _impossible(dice: random.Random, text: str) -> Planted:
    month = dice.choice([2, 4, 6, 9, 11])
    day = {2: "30", 4: "31", 6: "31", 9: "31", 11: "31"}[month]
    return _added(dice, text, f"⟦{month}月{day}日⟧，组织委员开展集中视察。")


def _backwards(dice: random.Random, text: str) -> Planted:
    month, day = dice.randint(2, 11), dice.randint(10, 28)
    told = [
        f"{month}月{day}日至{month - 1}月{day}日",
        f"{month}月{day}日至{day - 2}日",
        f"{month}月{day}日至{month}月{day - 3}日",
    ]
    return _added(dice, text, f"⟦{dice.choice(told)}⟧，组织委员外出学习考察。")


def _heading_year(dice: random.Random, text: str) -> Planted:
    match = dice.choice(
        list(re.finditer(r"(?m)^.{0,4}?(?P<year>20\d\d)年工作(?:回顾|安排|建议)", text)) or [None]
    )
    if match is None:
        return None
    return _swapped(text, *match.span("year"), str(int(match["year"]) + dice.choice([-1, 1, 2])), (0, 1))


def _later(dice: random.Random, text: str) -> Planted:
    year = _year(text)
    if year is None:
        return None
    month, day = dice.randint(5, 12), dice.randint(1, 28)
    return _added(dice, text, f"⟦{year + 1}年{month}月{day}日⟧，召开主席会议专题听取汇报。")


def _anniversary(dice: random.Random, text: str) -> Planted:
    match = re.search(r"20\d\d年是[^。]{0,30}?成立(?P<n>\d+)周年", text)
    if not match:
        return None
    return _swapped(text, *match.span("n"), str(int(match["n"]) + dice.choice([-5, -1, 1, 5])))


def _plan_role(dice: random.Random, text: str) -> Planted:
    match = re.search(r"20\d\d年是“十.五”(?:规划)?(?P<role>收官|开局)之年", text)
    if not match:
        return None
    wrong = {"收官": "开局", "开局": "收官"}[match["role"]]
    return _swapped(text, *match.span("role"), wrong, (6, 0))


def _early_document(dice: random.Random, text: str) -> Planted:
    """No report of these years is earlier than its documents: one of 2021 takes the sample's place."""
    number = chinese_numeral(dice.randint(2, 5))
    head = (
        "中国人民政治协商会议滨海市青阳区第十届委员会常务委员会工作报告\n"
        f"——在政协滨海市青阳区第十届委员会第{number}次会议上\n（2022年1月12日）\n各位委员、同志们：\n"
        "我受政协滨海市青阳区第十届委员会常务委员会委托，向大会报告工作，请予审议。\n"
        "一年来，认真学习贯彻"
    )
    name = "《中国共产党政治协商工作条例》"
    return head + name + "，坚持协商于决策之前。\n", len(head), len(head) + len(name)


def _early_plan(dice: random.Random, text: str) -> Planted:
    if _year(text) != 2024:
        return None
    return _added(
        dice, text, dice.choice(["学习贯彻“⟦十五五⟧”规划建议精神。", "全面落实“⟦十五五⟧”规划目标任务。"])
    )


def _edition(dice: random.Random, text: str) -> Planted:
    number = dice.randint(2, 6)
    event = dice.choice(["界别委员读书分享大赛", "毗邻六县书画联展", "界别协商议事擂台赛"])
    now = chinese_numeral(number)
    held = _added(dice, text, f"成功举办⟦⟧第{now}届{event}。")
    if held is None:
        return None
    wrong = chinese_numeral(dice.randint(1, number))
    return _added(dice, held[0], f"认真办好⟦第{wrong}届⟧{event}。", plan=True)


def _request(dice: random.Random, text: str) -> Planted:
    match = re.search(r"报告工作，请予(?P<word>审议)", text)
    return _swapped(text, *match.span("word"), dice.choice(["讨论", "审查", "批准"])) if match else None


def _removed(pattern: str) -> Plant:
    """Return a plant that takes words away; what stands round their place is where it is seen."""

    def plant(dice: random.Random, text: str) -> Planted:
        match = re.search(pattern, text) if SUBTITLE.search(text) else None
        return _swapped(text, *match.span("out"), "", (30, 30)) if match else None

    return plant


def _members(dice: random.Random, text: str) -> Planted:
    own = _own(text)
    return _added(dice, text, f"组织⟦{chinese_numeral(own[0] - 1)}⟧届委员开展集中培训。") if own else None


def _period(dice: random.Random, text: str) -> Planted:
    found = list(re.finditer(r"(?<=[。\n])(?P<one>一年来)，(?![^。]*累计)", text))
    match = dice.choice(found) if len(found) > 1 else None
    return _swapped(text, *match.span("one"), "五年来") if match and SUBTITLE.search(text) else None


PLANTS: Mapping[str, Plant] = {
    "title-subtitle-term": _term_in(SUBTITLE),
    "outgoing-term": _new_term,
    "title-subtitle-committee": _other_place,
    "subtitle-missing": _removed(r"(?P<out>(?m:^——在.*届委员会.*$)\n)"),
    "mandate-term": _term_in(MANDATE),
    "since-own-session": _session(
        lambda dice, term, number: (term, number),
        "〔会〕以来，委员们踊跃建言。",
        "区政协〔会〕期间，委员们踊跃建言。",
    ),
    "session-to-come": _session(
        lambda dice, term, number: (term, number + dice.randint(1, 2)), "〔会〕期间，委员们踊跃建言。"
    ),
    "held-session-in-plan": _session(
        lambda dice, term, number: (term, number - dice.randint(0, 1)),
        "精心筹备区政协〔会〕。",
        "做好区政协〔会〕的筹备工作。",
        plan=True,
    ),
    "other-term-session": _session(
        lambda dice, term, number: (term - 1, number - 1),
        "〔会〕期间，委员们踊跃建言。",
        "〔会〕以来，委员们踊跃建言。",
    ),
    "session-year-apart": _adding("{U}年3月5日，十届一次会议召开，{V}年3月5日，⟦十届五次会议⟧召开。"),
    "members-of-other-term": _members,
    "standing-meeting-order": _adding(
        "{V}年3月5日，召开第十八次常委会会议，{V}年6月9日，召开⟦第十六次常委会会议⟧。"
    ),
    "party-committee-term": _adding(
        "学习贯彻县委十五届八次全会、县委十五届九次全会和⟦县委十四届十次全会⟧精神。"
    ),
    "edition-not-advanced": _edition,
    "impossible-date": _impossible,
    "impossible-time": _adding("6月5日⟦25时⟧，各组集中讨论。", "当日上午⟦9:75⟧，各组集中讨论。"),
    "wrong-weekday": _weekday,
    "range-reversed": _backwards,
    "years-disagree": _heading_year,
    "left-over-year": _adding("⟦{U}年⟧，我们组织委员深入基层走访。", "通报了⟦{U}年⟧上半年经济社会运行情况。"),
    "date-after-report": _later,
    "other-period": _period,
    "years-miscounted": _adding("2010年以来，议事平台持续完善，⟦8年来⟧深受群众欢迎。"),
    "anniversary-miscounted": _anniversary,
    "plan-year-role": _plan_role,
    "congress-year-role": _adding(
        "{V}年是⟦党的二十大召开之年⟧，意义重大。", "{V}年是全面贯彻⟦党的十九大精神的开局之年⟧。"
    ),
    "term-year-role": _adding("{W}年是⟦本届政协开局之年⟧。", plan=True),
    "holiday-date": _adding("⟦9月11日⟧教师节，走访慰问教师委员。", "国家宪法日（⟦12月5日⟧）当天，开展宣传。"),
    "plan-years": _adding(
        "面向“十五五”时期（⟦2025—2030⟧年）提出建议。", "面向“十四五”时期（⟦2020—2025⟧年）提出建议。"
    ),
    "plan-before-its-time": _early_plan,
    "ended-plan": _adding("助力“⟦十三五⟧”规划圆满收官。", plan=True),
    "long-range-goal-year": _adding("对照⟦2030⟧年远景目标建言。", "对照⟦2045⟧年远景目标建言。"),
    "meeting-not-yet-held": _adding("组织学习⟦党的二十一大⟧精神。", "组织学习⟦全国政协十五届一次会议⟧精神。"),
    "no-such-meeting": _adding(
        "组织学习⟦党的十九届八中全会⟧精神。", "组织学习⟦全国政协十三届六次会议⟧精神。"
    ),
    "plenums-short-of-latest": _adding("组织学习⟦中共二十届一中、二中全会⟧精神。"),
    "plenum-list-order": _adding("组织学习⟦二十届三中、二中全会⟧精神。"),
    "outdated-congress": _adding("深入学习贯彻⟦党的十九大⟧精神。"),
    "wrong-meeting-date": _adding(
        "认真学习⟦2023年7月⟧召开的党的二十届三中全会精神。", "⟦2018年⟧召开的中央政协工作会议具有里程碑意义。"
    ),
    "document-before-publication": _early_document,
    "congress-name": _adding(
        "组织学习⟦党的二十届三次全会⟧精神。", "组织学习⟦中国共产党第二十次代表大会⟧精神。"
    ),
    "deliberation-word": _request,
    "deliberation-not-asked": _removed(r"报告工作(?P<out>，请予审议)"),
    "salutation-missing": _removed(r"(?P<out>(?m:^各位委员.*$)\n)"),
    "done-in-plan": _adding("⟦全年召开专题协商会12次⟧，推动了一批问题解决。", plan=True),
    "planned-in-review": _adding("⟦明年我们将⟧继续深化这项工作。"),
    "all-done-but-pending": _adding("这些建议已⟦全部办结⟧，另有2件正在办理。"),
}
