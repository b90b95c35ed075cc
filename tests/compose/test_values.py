"""Lists and phrases as skeletons print them, and the marks that carry origins."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.compose.markup import mark, plain, spans
from toolkit.compose.values import (
    Missing,
    Namespace,
    Number,
    State,
    UnknownName,
    Words,
    clauses_filter,
    quoted_filter,
    series_filter,
)
from toolkit.figures import Figure
from toolkit.model import Span


def words(*texts: str) -> list[Words]:
    return [Words(text, "facts.x", lambda key: f"<{key}>") for text in texts]


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        (["金融产业"], "金融产业"),
        (["金融产业", "家政产业"], "金融产业和家政产业"),
        (["甲", "乙", "丙"], "甲、乙和丙"),
        (["“甲”", "“乙”"], "“甲”“乙”"),
        (["《甲》", "《乙》", "《丙》"], "《甲》《乙》《丙》"),
        (["“甲”工程", "“乙”工程"], "“甲”工程和“乙”工程"),
        (["组织和制度建设", "作风建设"], "组织和制度建设、作风建设"),
    ],
)
def test_a_series_is_punctuated_as_gbt_15834_asks(items: list[str], expected: str) -> None:
    assert plain(series_filter(words(*items))) == expected


def test_clauses_are_joined_by_commas() -> None:
    assert plain(clauses_filter(words("制定办法", "开展培训"))) == "制定办法，开展培训"


def test_quoting_leaves_marked_phrases_alone() -> None:
    quoted = quoted_filter(words("营商环境", "“两企三新”", "《百村赋》"))
    assert plain(series_filter(quoted)) == "“营商环境”“两企三新”《百村赋》"


def test_a_missing_list_stays_missing_through_filters() -> None:
    missing = Missing(State(), "facts.x", "议题")
    assert series_filter(quoted_filter(missing)) is missing
    assert clauses_filter(missing) is missing


def test_a_figure_named_in_a_fact_keeps_its_own_identity() -> None:
    state = State()
    number = Number(Figure("opinions", Decimal(10)), state)
    text = str(Words("提出{opinions}条意见", "facts.topics[0].result", lambda key: number))
    assert spans(text) == (
        Span("提出", "facts.topics[0].result"),
        Span("10", "figures.opinions"),
        Span("条意见", "facts.topics[0].result"),
    )


def test_an_unknown_name_is_refused_with_the_nearest_one() -> None:
    names = Namespace("facts", ["party_brand", "study_system"], lambda key: key)
    with pytest.raises(UnknownName, match="party_brand"):
        _ = names.party_brnad


def test_items_is_an_ordinary_name() -> None:
    assert Namespace("f", ["items"], lambda key: f"<{key}>").items == "<items>"


def test_change_on_last_year_needs_last_year() -> None:
    state = State()
    known = Number(Figure("a", Decimal(12), previous=Decimal(9)), state)
    assert plain(str(known.change)) == "3"
    assert isinstance(Number(Figure("a", Decimal(12)), state).change, Missing)


TEXT = st.text(alphabet="政协提案，。0123456789", max_size=12)
MARKED = st.recursive(
    TEXT,
    lambda inner: st.lists(
        st.one_of(inner, st.builds(mark, st.sampled_from(["facts.a", "year", "figures.k"]), inner)),
        max_size=4,
    ).map("".join),
    max_leaves=8,
)


@given(MARKED)
def test_taking_marks_apart_loses_no_text(text: str) -> None:
    bare = "".join(c for c in text if ord(c) >= 32)
    for origin in ("facts.a", "year", "figures.k"):
        bare = bare.replace(origin, "")
    assert "".join(span.text for span in spans(text)) == bare
