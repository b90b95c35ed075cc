"""Times, places and bodies: what counts as a slot, with the traps; words that begin with the level."""

from __future__ import annotations

import pytest

from tests.decompose.kit import TODAY, apart, using
from toolkit.decompose.frame import Frame, frame_of, level_words_at, name_at, years_at
from toolkit.decompose.places import Gazetteer, region_of, short_name
from toolkit.decompose.slots import find_slots

CASES = [
    ("2024年，县政协收到提案", "year", ["2024年"]),
    ("2024年度优秀提案", "year", ["2024年"]),
    ("2020—2024年累计办理", "year", ["2024年"]),
    ("二〇二四年工作回顾", "year", ["二〇二四年"]),
    ("2024年9月27日召开会议", "year", []),
    ("2024年9月27日召开会议，9月30日闭幕", "date", ["2024年9月27日", "9月30日"]),
    ("成立于1982年10月", "date", ["1982年10月"]),
    ("政协九届三次会议以来", "session", ["九届三次会议"]),
    ("政协云河县第九届委员会第三次会议", "session", ["第九届委员会第三次会议"]),
    ("县政协九届三次全会期间", "session", ["九届三次全会"]),
    ("成功举办第二届研讨会", "session", []),
    ("召开第一届楼宇议企会", "session", []),
    ("学习贯彻中共二十届三中全会精神", "plenum", ["中共二十届三中全会"]),
    ("党的二十大和二十届二中、三中全会精神", "plenum", ["党的二十大", "二十届二中、三中全会"]),
    ("二十届历次全会精神", "plenum", ["二十届历次全会"]),
    ("十二届市委六次全会、六届区委九次全会", "plenum", ["十二届市委六次全会", "六届区委九次全会"]),
    ("紧扣区委十五届十一次全会部署", "plenum", ["区委十五届十一次全会"]),
    ("县政协九届三次全会", "plenum", []),
    ("服务“八大行动”", "plenum", []),
    ("制定《关于加强调研的意见》", "named_work", ["《关于加强调研的意见》"]),
    ("转发各区市县政协", "organ", []),
    ("市政协和全国政协", "organ", ["市政协", "全国政协"]),
    ("县委书记王大明出席并讲话", "person", ["王大明"]),
    ("与平湖市政协联动", "place", ["平湖市"]),
    ("打造旅游中心城区", "place", []),
]


@pytest.mark.parametrize(("text", "kind", "expected"), CASES)
def test_slots_of_a_kind(text: str, kind: str, expected: list[str]) -> None:
    found = find_slots(text, None, (), using().known)
    assert [text[s.start : s.stop] for s in found if s.kind == kind] == expected


REGIONS = [
    ("政协上海市金山区委员会", "金山区", "上海市金山区", "区"),
    ("中国人民政治协商会议大连市中山区第十一届委员会", "中山区", "大连市中山区", "区"),
    ("中国人民政治协商会议第七届磐安县委员会", "磐安县", "磐安县", "县"),
    ("政协大厂回族自治县委员会", "大厂回族自治县", "大厂回族自治县", "县"),
    ("中共平湖市委领导市政协", "平湖市", "平湖市", "市"),
    ("政协北京市朝阳区委员会", "朝阳区", "北京市朝阳区", "区"),
    ("政协长春市朝阳区委员会", "朝阳区", "长春市朝阳区", "区"),
    ("政协云河县委员会", "云河县", "云河县", "县"),
]


@pytest.mark.parametrize(("text", "name", "place", "level"), REGIONS)
def test_the_region_is_told_by_the_names_of_its_bodies(text: str, name: str, place: str, level: str) -> None:
    found = region_of(text, text, using().known)
    assert found is not None
    assert (found.name, found.place, found.level) == (name, place, level)


def test_no_region_where_nothing_names_one() -> None:
    assert region_of("", "委员们认真履职，凝聚共识。", using().known) is None


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("金山区", "金山"),
        ("平湖市", "平湖"),
        ("大厂回族自治县", "大厂"),
        ("恩施土家族苗族自治州", "恩施"),
        ("和县", "和县"),
    ],
)
def test_short_names(name: str, short: str) -> None:
    assert short_name(name) == short


def test_the_gazetteer_takes_the_longest_name() -> None:
    found = list(Gazetteer(using().known.places).names("赴绍兴市上虞区、宁波市考察"))
    assert found == [(1, "绍兴市"), (4, "上虞区"), (8, "宁波市")]


FRAME = Frame("金山区", "上海市金山区", "区", 2024, 7, 4, True, "2025-01-08", "高侃才")


def filled(frame: Frame, text: str) -> str:
    """Write Jinja over everything that a frame prints, later rows first."""
    rows = [*name_at(frame, text), *years_at(frame, text)]
    rows += level_words_at(frame, text, using().known.level_words)
    taken: set[int] = set()
    kept = []
    for start, stop, jinja in rows:
        if taken.isdisjoint(range(start, stop)):
            taken.update(range(start, stop))
            kept.append((start, stop, jinja))
    for start, stop, jinja in sorted(kept, reverse=True):
        text = text[:start] + jinja + text[stop:]
    return text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("在区委的领导下", "在{{ level }}委的领导下"),
        ("区委区政府高度重视", "{{ level }}委{{ level }}政府高度重视"),
        ("紧扣全区中心工作", "紧扣全{{ level }}中心工作"),
        ("区政协党组", "{{ organ.short }}党组"),
        ("其他地区政协", "其他地区政协"),
        ("两区政府签订协议", "两区政府签订协议"),
        ("金山区委员会", "{{ region }}委员会"),
        ("中共金山区委", "中共{{ region }}委"),
        ("工业园区政府服务点", "工业园区政府服务点"),
        ("全区域推进", "全区域推进"),
        ("区委员会客厅", "区委员会客厅"),
        ("为金山加快转型", "为{{ place }}加快转型"),
        ("金山卫镇地区联络组", "金山卫镇地区联络组"),
        ("2024年工作回顾，2025年打算", "{{ year }}年工作回顾，{{ next_year }}年打算"),
        ("2024年9月27日", "2024年9月27日"),
        ("（2025年1月8日）", "（{{ session.date }}）"),
        ("七届四次会议、七届三次会议", "{{ session.name }}、{{ previous.name }}"),
        ("政协上海市金山区委员会", "{{ organ.name }}"),
        ("高侃才", "{{ speaker.name }}"),
    ],
)
def test_the_words_of_a_brief_and_their_traps(text: str, expected: str) -> None:
    assert filled(FRAME, text) == expected


def test_what_a_report_does_not_say_is_guessed_and_marked() -> None:
    frame = frame_of(
        apart("委员们认真履职，凝聚了共识，取得了实实在在的成效，各方面都比较满意。"), TODAY.year
    )
    assert frame.doubts == ("region", "year")
    assert frame.year == TODAY.year
