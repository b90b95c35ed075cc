"""The phrase bank: what an entry may be, that the counts are true, and what a search finds first."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from toolkit.errors import ToolkitError
from toolkit.pack.formulations import Formulations
from toolkit.pack.pack import Pack
from toolkit.pack.phrases import ROLES, Match, PhraseBank, full_width, phrase_files

FIELDS = {
    "id": str,
    "text": str,
    "role": str,
    "functions": list,
    "register": list,
    "fits": str,
    "limit": int,
    "seeds": dict,
    "formulation": str,
    "valid_from": str,
    "valid_until": str,
}
REQUIRED = {"id", "text", "role", "functions", "register", "fits"}
REGISTERS = {"报告", "综述", "通讯"}
SEEDS = Path(__file__).parents[3] / "shared/seeds"
Row = dict[str, Any]


@pytest.fixture(scope="module")
def rows(pack: Pack) -> list[Row]:
    return [row for name in phrase_files(pack.folders) for row in pack.data(name)]


@pytest.fixture(scope="module")
def bank(rows: list[Row]) -> PhraseBank:
    return PhraseBank(rows)


@pytest.fixture(scope="module")
def formulations(pack: Pack) -> list[Row]:
    return list(pack.data("formulations.yaml")["formulations"])


@pytest.fixture(scope="module")
def seeds() -> dict[str, str]:
    files = sorted(SEEDS.glob("*.txt"))
    if not files:
        pytest.skip(f"the seed reports are not at hand: {SEEDS}")
    return {path.name.partition("_")[0]: full_width(path.read_text(encoding="utf-8")) for path in files}


def texts(found: list[Match]) -> list[str]:
    return [match.phrase.text for match in found]


# -- the entries ---------------------------------------------------------------------------------


def test_every_entry_has_the_fields_and_nothing_else(rows: list[Row]) -> None:
    for row in rows:
        assert row.keys() >= REQUIRED, row
        assert row.keys() <= FIELDS.keys(), row
        assert [name for name, value in row.items() if type(value) is not FIELDS[name]] == [], row
        assert re.fullmatch(r"[a-z][a-z0-9_]*", row["id"]), row["id"]
        assert row.get("limit", 1) >= 1, row["id"]
        assert 4 <= len(row["fits"]) <= 40, row["id"]


def test_ids_and_texts_are_unique_even_without_punctuation(rows: list[Row]) -> None:
    for values in ([row["id"] for row in rows], [re.sub(r"\W", "", row["text"]) for row in rows]):
        assert [value for value, count in Counter(values).items() if count > 1] == []


def test_roles_functions_and_registers_are_known(rows: list[Row], pack: Pack) -> None:
    for row in rows:
        assert row["role"] in ROLES, row["id"]
        for name, known in (("functions", set(pack.functions)), ("register", REGISTERS)):
            assert row[name], row["id"]
            assert set(row[name]) <= known, row["id"]
            assert len(set(row[name])) == len(row[name]), row["id"]


def test_a_phrase_is_short_full_width_and_has_neither_number_nor_place(rows: list[Row]) -> None:
    for row in rows:
        assert len(row["text"]) <= (30 if "formulation" in row else 26), row["text"]
        assert re.findall(r"[0-9０-９\s,.;:!?()\"'。！？…〔〕]", row["text"]) == [], row["text"]
        assert (
            re.findall(r"(?<!是)金山|中山|大连|平湖|上虞|(?<![地社城])[省市区县](?![场域])", row["text"])
            == []
        ), row["text"]


def test_four_character_phrases_and_parallels_have_their_form(rows: list[Row]) -> None:
    for row in rows:
        members = re.split(r"[、，]|和(?=\w+感$|\w+力$)", row["text"])
        if row["role"] == "four_character":
            assert {len(member) for member in members} == {4}, row["text"]
        if row["role"] == "parallel":
            assert len(members) >= 3, row["text"]


def test_no_phrase_claims_praise_without_a_source(rows: list[Row]) -> None:
    assert [row["text"] for row in rows if re.search("充分肯定|高度评价|好评|赞誉", row["text"])] == []


def test_formulations_exist_and_are_quoted_as_they_stand(rows: list[Row], formulations: list[Row]) -> None:
    forms = {form["id"]: [form["canonical"], *form["variants"]] for form in formulations}
    for row in rows:
        if "formulation" in row:
            words = forms[row["formulation"]]
            assert any(text in row["text"] for text in words), row["id"]


def test_a_long_formulation_inside_a_phrase_is_named(rows: list[Row], formulations: list[Row]) -> None:
    for form in formulations:
        for row in rows:
            if len(form["canonical"]) >= 8 and form["canonical"] in row["text"]:
                assert "formulation" in row, (row["id"], form["id"])


def test_no_phrase_matches_a_known_misquotation(rows: list[Row], formulations: list[Row]) -> None:
    wrong = [
        re.compile(case["regex"] if "regex" in case else re.escape(case["text"]))
        for form in formulations
        for case in form["wrong"]
        if case["level"] == "error"
    ]
    assert len(wrong) > 200
    for row in rows:
        assert [case.pattern for case in wrong if case.search(row["text"])] == [], row["id"]


def test_dates_are_days_and_no_earlier_than_those_of_the_formulation(
    rows: list[Row], formulations: list[Row]
) -> None:
    forms = Formulations(formulations)
    for row in rows:
        start = row.get("valid_from") and datetime.date.fromisoformat(row["valid_from"])
        end = row.get("valid_until") and datetime.date.fromisoformat(row["valid_until"])
        assert not (start and end) or start <= end, row["id"]
        form = forms.get(row.get("formulation", ""))
        if form and form.start and form.canonical in row["text"]:
            assert start, row["id"]
            assert start >= form.start, row["id"]


def test_the_counts_are_those_of_the_seeds(rows: list[Row], seeds: dict[str, str]) -> None:
    """A wrong count is shown with the right one, ready to be written."""
    right = {
        row["id"]: {name: count for name, text in seeds.items() if (count := text.count(row["text"]))}
        for row in rows
    }
    assert {row["id"]: right[row["id"]] for row in rows if row.get("seeds", {}) != right[row["id"]]} == {}


def test_no_phrase_is_a_whole_sentence_of_a_seed(rows: list[Row], seeds: dict[str, str]) -> None:
    pieces = {
        piece for text in seeds.values() for piece in re.split(r"[。！？；：\s]+", text) if len(piece) >= 12
    }
    assert [row["text"] for row in rows if row["text"] in pieces] == []


def test_the_bank_is_large_enough_everywhere(rows: list[Row], pack: Pack) -> None:
    assert len(rows) >= 420
    roles = Counter(row["role"] for row in rows)
    assert {role: roles[role] for role in ROLES if roles[role] < 25} == {}
    functions = Counter(name for row in rows for name in row["functions"])
    assert {name: functions[name] for name in pack.functions if functions[name] < 8} == {}


# -- the search ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("凝心聚力", "凝心聚力"),
        ("建言献策", "建言献策"),
        ("凝聚人心、凝聚共识、凝聚智慧、凝聚力量", "凝聚人心、凝聚共识、凝聚智慧、凝聚力量"),
        ("懂政协会协商善议政守纪律讲规矩重品行", "懂政协、会协商、善议政，守纪律、讲规矩、重品行"),
        ("同心圆 公约数", "寻求最大公约数、画出最大同心圆"),
        ("两个维护 四个自信", "增强“四个意识”、坚定“四个自信”、做到“两个维护”"),
        ("凝心巨力", "凝心聚力"),
        ("懂政协、会协商、擅议政", "懂政协、会协商、善议政，守纪律、讲规矩、重品行"),
        ("充分发挥专门协商机构的作用", "充分发挥专门协商机构作用"),
        ("画好最大同心园", "画好最大同心圆"),
    ],
)
def test_a_search_finds_first(bank: PhraseBank, query: str, first: str) -> None:
    assert texts(bank.search(query))[0] == first


def test_the_phrase_itself_scores_one_and_all_others_less(bank: PhraseBank) -> None:
    for phrase in list(bank.values())[::9]:
        first, *others = bank.search(phrase.text, limit=5)
        assert (first.phrase, first.score) == (phrase, 1)
        assert all(0 < match.score < 1 for match in others)


def test_words_stand_in_any_order(bank: PhraseBank) -> None:
    one, other = bank.search("提案 办理", limit=50), bank.search("办理 提案", limit=50)
    assert {match.phrase.id for match in one} == {match.phrase.id for match in other}
    assert all("提案" in text and "办理" in text for text in texts(one)[:3])


def test_what_contains_the_query_stands_before_what_contains_its_words_and_what_is_alike() -> None:
    row = {"role": "opener", "functions": ["opening"]}
    bank = PhraseBank(
        [
            {**row, "id": "alike", "text": "广泛凝结共识"},
            {**row, "id": "note", "text": "同心同德", "fits": "与广泛凝聚共识连用"},
            {**row, "id": "words", "text": "凝聚共识力量最广泛"},
            {**row, "id": "inside", "text": "深入广泛凝聚共识"},
            {**row, "id": "itself", "text": "广泛凝聚共识"},
            {**row, "id": "other", "text": "一年来"},
        ]
    )
    found = bank.search("广泛 凝聚共识")
    assert [match.phrase.id for match in found] == ["itself", "inside", "words", "note", "alike"]
    assert [match.score for match in found] == sorted({match.score for match in found}, reverse=True)


def test_half_width_punctuation_and_quotation_marks_do_not_matter(bank: PhraseBank) -> None:
    assert texts(bank.search('"国之大者",民之关切'))[0] == "聚焦“国之大者”、民之关切"


def test_function_and_role_filter(bank: PhraseBank) -> None:
    found = bank.search("提案", function="proposal_consultation", role="measure")
    assert len(found) > 3
    for match in found:
        assert "proposal_consultation" in match.phrase.functions
        assert match.phrase.role == "measure"
    assert texts(found) == texts(bank.search("提案", function="proposal_consultation", role="举措"))
    assert bank.search("凝心聚力", function="honours") == []


def test_an_empty_query_lists_what_the_seeds_use_most(bank: PhraseBank) -> None:
    found = bank.search(role="transition", limit=1000)
    assert len(found) == sum(phrase.role == "transition" for phrase in bank.values())
    uses = [match.phrase.uses for match in found]
    assert uses == sorted(uses, reverse=True)
    assert len(bank.search(limit=7)) == 7
    assert len(bank.search()) == 20
    assert bank.search(limit=0) == []


def test_what_is_like_nothing_finds_nothing(bank: PhraseBank) -> None:
    assert bank.search("火星登陆计划") == []


def test_a_match_tells_where_its_phrase_comes_from(bank: PhraseBank) -> None:
    match = bank.search("画好最大同心圆")[0]
    assert match.provenance == "见于种子004（2次）；固定提法 common_divisor"
    assert bank["slf_digital_empower"].provenance == "文种通用语"


def test_an_unknown_role_is_answered_with_the_nearest(bank: PhraseBank) -> None:
    with pytest.raises(ToolkitError) as caught:
        bank.search("提案", role="opner")
    assert "opener" in caught.value.hint


# -- the choice ----------------------------------------------------------------------------------


def test_a_choice_is_deterministic_and_goes_round(rows: list[Row]) -> None:
    one, other = PhraseBank(rows), PhraseBank(rows)
    found = one.candidates("opener", "proposals")
    assert len(found) > 3
    for number in range(2 * len(found)):
        assert one.choose("opener", "proposals", number) == found[number % len(found)]
        assert other.choose("opener", "proposals", number) == found[number % len(found)]
    assert one.choose("opener", "no_such_function", 0) is None


def test_a_choice_keeps_to_the_register_and_to_what_is_in_force(bank: PhraseBank) -> None:
    assert all("报告" in p.register for p in bank.candidates("call", "closing", register="报告"))
    for day, campaign in (("2024-12-27", "campaign_2024"), ("2025-12-27", "campaign_2025")):
        usable = bank.candidates(function="theory_study", day=datetime.date.fromisoformat(day))
        assert [p.id for p in usable if p.id.startswith("campaign_")] == [campaign]
    always = bank.candidates(function="theory_study")
    assert [p.id for p in always if p.id.startswith("campaign_")] == []


def test_two_searches_give_the_same(rows: list[Row]) -> None:
    for query in ("", "协商", "凝心巨力", "民生 委员"):
        assert PhraseBank(rows).search(query) == PhraseBank(rows).search(query)


# -- the pack ------------------------------------------------------------------------------------


def test_rows_are_read_when_first_asked_for() -> None:
    bank = PhraseBank(iter([{"id": "bad"}]))
    with pytest.raises(ToolkitError) as caught:
        len(bank)
    assert "bad" in str(caught.value)
    assert "text" in str(caught.value)


def test_a_later_pack_adds_files_and_replaces_phrases_by_id(tmp_path: Path) -> None:
    (tmp_path / "phrases").mkdir()
    (tmp_path / "phrases/a_local.yaml").write_text(
        "- {id: gather_heart_strength, text: 聚力同心, role: four_character, functions: [opening]}\n",
        encoding="utf-8",
    )
    pack = Pack([tmp_path])
    names = phrase_files(pack.folders)
    assert names[-1] == "phrases/a_local.yaml"
    bank = PhraseBank(row for name in names for row in pack.data(name))
    assert bank["gather_heart_strength"].text == "聚力同心"
    assert len(bank) == len(PhraseBank(row for name in names[:-1] for row in pack.data(name)))
