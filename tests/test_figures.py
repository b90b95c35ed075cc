from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.figures import Catalogue, Figure, broken_relations, catalogue, derive
from toolkit.pack.pack import Pack


def known(*rows: dict[str, Any]) -> Catalogue:
    """A catalogue with the rows given; label and unit may be left out."""
    return catalogue({"figures": [{"label": row["key"].upper(), "unit": "件", **row} for row in rows]})


def given_figures(**values: object) -> dict[str, Figure]:
    """Exact figures by key: a number, or a pair of this and last year's."""
    made = {}
    for key, value in values.items():
        now, before = value if isinstance(value, tuple) else (value, None)
        previous = None if before is None else Decimal(str(before))
        made[key] = Figure(key, Decimal(str(now)), label=key.upper(), previous=previous)
    return made


def approximate(key: str, value: int) -> Figure:
    return Figure(key, Decimal(value), label=key.upper(), approx="余")


def values(figures: dict[str, Figure]) -> dict[str, str]:
    return {key: str(figure.value) for key, figure in figures.items()}


# -- the catalogue -----------------------------------------------------------------------


def test_the_total_of_a_key_is_known_from_its_key(pack: Pack) -> None:
    spec = pack.catalogue.get("consult_total_total")

    assert spec is not None
    assert (spec.label, spec.unit, spec.units, spec.cumulative) == (
        "累计各类协商活动",
        "次",
        ("次", "场"),
        True,
    )
    assert spec.relations == ("consult_total_total >= consult_total",)
    assert spec.definition.endswith("；跨年累计，须写明时段（span）")


@pytest.mark.parametrize("key", ["consult_total", "studios_total", "member_total"])
def test_a_key_of_the_catalogue_that_ends_in_total_is_not_cumulative(pack: Pack, key: str) -> None:
    spec = pack.catalogue.get(key)

    assert spec is not None
    assert (spec.key, spec.cumulative) == (key, False)


@pytest.mark.parametrize(
    "key", ["studios_total_total", "member_total_total", "lake_total", "_total", "total"]
)
def test_a_total_that_the_catalogue_does_not_allow_is_unknown(pack: Pack, key: str) -> None:
    assert key not in pack.catalogue
    assert pack.catalogue.get(key) is None


def test_keys_are_the_catalogues_own_and_then_the_totals() -> None:
    figures = known({"key": "a", "total": True}, {"key": "b"}, {"key": "c_total", "total": True})

    assert figures.keys == ("a", "b", "c_total", "a_total", "c_total_total")
    assert [spec.key for spec in figures] == ["a", "b", "c_total"]
    assert all(key in figures for key in figures.keys)


def test_every_part_and_relation_of_the_catalogue_names_its_keys(pack: Pack) -> None:
    named = {part for spec in pack.catalogue for part in spec.parts}
    for spec in pack.catalogue:
        named |= {
            word for rule in (*spec.relations, *spec.fallback) for word in rule.split() if word.isidentifier()
        }

    assert len(named) > 50
    assert [key for key in sorted(named) if key not in pack.catalogue] == []


# -- derived figures ---------------------------------------------------------------------


def test_a_rate_is_derived_with_unit_and_label(pack: Pack) -> None:
    made = derive(given_figures(proposal_received=216, proposal_filed=157), pack.catalogue)

    assert made == {
        "proposal_filing_rate": Figure(
            "proposal_filing_rate", Decimal("72.7"), unit="%", label="提案立案率", derived=True
        )
    }
    assert made["proposal_filing_rate"].text == "72.7%"


def test_a_whole_rate_has_no_decimals(pack: Pack) -> None:
    made = derive(given_figures(proposal_filed=69, proposal_replied=69), pack.catalogue)

    assert made["proposal_reply_rate"].text == "100%"


def test_a_sum_is_derived_when_all_its_parts_are_known(pack: Pack) -> None:
    parts = given_figures(info_people_members=12, info_people_reporters=5, info_people_staff=0)

    assert values(derive(parts, pack.catalogue)) == {"info_people_good": "17"}
    assert derive({key: parts[key] for key in list(parts)[:2]}, pack.catalogue) == {}


def test_a_difference_takes_all_others_from_the_first() -> None:
    rule = {"key": "left", "derive": {"difference": ["all", "gone", "lost"]}}

    assert values(derive(given_figures(all=10, gone=3, lost=9), known(rule))) == {"left": "-2"}


@pytest.mark.parametrize(
    ("now", "before", "growth"), [(110, 100, "10"), (90, 100, "-10"), (4, 3, "33.3"), ("3.45", "2.3", "50")]
)
def test_growth_is_the_change_on_last_year(now: object, before: object, growth: str) -> None:
    rule = {"key": "growth", "unit": "%", "derive": {"growth": ["visits"]}}

    assert values(derive(given_figures(visits=(now, before)), known(rule))) == {"growth": growth}


def test_growth_needs_last_years_value() -> None:
    rule = {"key": "growth", "unit": "%", "derive": {"growth": ["visits"]}}

    assert derive(given_figures(visits=110), known(rule)) == {}
    assert derive(given_figures(visits=(110, 0)), known(rule)) == {}


@pytest.mark.parametrize(
    ("part", "whole", "decimals", "rate"),
    [
        (1, 800, 1, "0.1"),
        (1, 8, 1, "12.5"),
        (1, 8, 0, "13"),
        (1, 3, 2, "33.33"),
        (2, 3, 0, "67"),
        (1, 16, 1, "6.3"),
    ],
)
def test_a_rate_rounds_half_up_to_its_decimals(part: int, whole: int, decimals: int, rate: str) -> None:
    rule = {"key": "rate", "unit": "%", "derive": {"rate": ["part", "whole"], "decimals": decimals}}

    assert values(derive(given_figures(part=part, whole=whole), known(rule))) == {"rate": rate}


@pytest.mark.parametrize(("part", "whole"), [(3, 0), (10**40, 1)])
def test_a_rate_that_cannot_be_told_is_left_out(part: int, whole: int) -> None:
    rule = {"key": "rate", "unit": "%", "derive": {"rate": ["part", "whole"]}}

    assert derive(given_figures(part=part, whole=whole), known(rule)) == {}


@pytest.mark.parametrize("vague", ["part", "whole"])
def test_an_approximate_part_derives_nothing(vague: str) -> None:
    figures = {**given_figures(part=40, whole=50), vague: approximate(vague, 50)}
    rules = known(
        {"key": "rate", "derive": {"rate": ["part", "whole"]}},
        {"key": "sum", "derive": {"sum": ["part", "whole"]}},
        {"key": "rest", "derive": {"difference": ["whole", "part"]}},
    )

    assert derive(figures, rules) == {}


def test_a_derived_figure_may_build_on_another() -> None:
    rules = known(
        {"key": "all", "derive": {"sum": ["a", "b"]}}, {"key": "share", "derive": {"rate": ["a", "all"]}}
    )

    assert values(derive(given_figures(a=1, b=3), rules)) == {"all": "4", "share": "25"}


def test_a_figure_that_was_given_is_not_derived() -> None:
    rules = known({"key": "all", "derive": {"sum": ["a", "b"]}})

    assert derive(given_figures(a=1, b=3, all=5), rules) == {}


@given(st.integers(0, 10_000), st.integers(1, 10_000))
def test_a_rate_is_within_half_a_step_of_the_quotient(part: int, whole: int) -> None:
    rule = {"key": "rate", "derive": {"rate": ["part", "whole"]}}

    rate = derive(given_figures(part=part, whole=whole), known(rule))["rate"].value

    # |rate - 100 part / whole| <= 0.05, without division
    assert abs(rate * whole - 100 * part) * 20 <= whole


# -- relations ---------------------------------------------------------------------------

EQUATION = {"key": "got", "label": "收到", "relations": ["got = filed + merged + sent"]}
FALLBACK = {**EQUATION, "fallback": ["got = filed + merged", "got = filed + sent", "got >= filed"]}


def test_relations_that_hold_are_not_reported() -> None:
    rules = known(EQUATION, {"key": "filed", "relations": ["filed <= got", "got >= filed"]})

    assert broken_relations(given_figures(got=10, filed=6, merged=3, sent=1), rules) == []


def test_a_broken_relation_is_told_in_labels_and_in_numbers() -> None:
    figures = given_figures(got=109, filed=69, merged=5, sent=34)

    assert broken_relations(figures, known(EQUATION)) == [
        ("GOT＝FILED＋MERGED＋SENT", "109＝69＋5＋34"),
    ]


@pytest.mark.parametrize(
    ("relation", "labels", "numbers"),
    [
        ("a <= b", "A≤B", "3≤2"),
        ("b >= a", "B≥A", "2≥3"),
        ("a = b", "A＝B", "3＝2"),
        ("a - b = b", "A－B＝B", "3－2＝2"),
    ],
)
def test_every_sign_of_a_relation_is_judged(relation: str, labels: str, numbers: str) -> None:
    rules = known({"key": "a", "relations": [relation]}, {"key": "b"})

    assert broken_relations(given_figures(a=3, b=2), rules) == [(labels, numbers)]


@pytest.mark.parametrize("relation", ["a <= b", "b >= a", "a = b", "a - b = c", "c <= a"])
def test_every_sign_of_a_relation_allows_equality(relation: str) -> None:
    rules = known({"key": "a", "relations": [relation]})

    assert broken_relations(given_figures(a=2, b=2, c=0), rules) == []


def test_a_relation_is_not_judged_on_missing_or_approximate_figures() -> None:
    rules = known({"key": "a", "relations": ["a <= b", "a <= c"]})

    assert broken_relations({**given_figures(a=3), "b": approximate("b", 2)}, rules) == []


def test_only_the_first_fallback_that_can_be_judged_is_taken() -> None:
    figures = given_figures(got=10, filed=20, sent=1)

    assert broken_relations(figures, known(FALLBACK)) == [("GOT＝FILED＋SENT", "10＝20＋1")]


def test_a_fallback_is_not_taken_where_the_equation_can_be_judged() -> None:
    figures = given_figures(got=10, filed=6, merged=3, sent=1)

    assert broken_relations(figures, known(FALLBACK)) == []


def test_an_inequality_does_not_stand_for_the_equation_that_lacks_a_figure() -> None:
    rules = known({**FALLBACK, "relations": ["got >= filed", *EQUATION["relations"]]})

    assert broken_relations(given_figures(got=10, filed=6, sent=1), rules) == [
        ("GOT＝FILED＋SENT", "10＝6＋1")
    ]


def test_a_total_below_the_years_own_figure_is_reported(pack: Pack) -> None:
    figures = {
        "theory_study": Figure("theory_study", Decimal(35), label="理论学习"),
        "theory_study_total": Figure("theory_study_total", Decimal(30), label="累计理论学习"),
    }

    assert broken_relations(figures, pack.catalogue) == [("累计理论学习≥理论学习", "30≥35")]


def test_an_own_figure_has_no_relations(pack: Pack) -> None:
    assert broken_relations(given_figures(lake_area=3), pack.catalogue) == []


# -- how a figure is printed -------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "approx", "unit", "text"),
    [
        ("216", "", "件", "216"),
        ("150", "余", "次", "150余"),
        ("2000", "多", "人次", "2000多"),
        ("40", "近", "期", "近40"),
        ("40", "约", "期", "约40"),
        ("680", "超", "次", "超680"),
        ("100", "", "%", "100%"),
        ("98", "近", "%", "近98%"),
        ("3.45", "", "亿元", "3.45"),
        ("4300", "", "万元", "4300"),
        ("1E+3", "", "件", "1000"),
    ],
)
def test_a_figure_is_printed_as_typed_with_its_approximation(
    value: str, approx: str, unit: str, text: str
) -> None:
    assert Figure("a", Decimal(value), unit=unit, approx=approx).text == text
