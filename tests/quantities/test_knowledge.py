"""The data files of the engine are sound, and mistakes in them are told."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from toolkit.errors import TemplateError
from toolkit.pack.pack import Pack
from toolkit.quantities.find import find
from toolkit.quantities.knowledge import alternatives, default, knowledge
from toolkit.resources import data_folder


def data(name: str) -> Any:
    return yaml.safe_load((data_folder("templates") / name).read_text(encoding="utf-8"))


def test_a_cue_belongs_to_a_key_of_the_catalogue(pack: Pack) -> None:
    for row in data("cues.yaml")["cues"]:
        spec = pack.catalogue.get(row["key"])
        assert spec is not None, row
        assert ("%" in row["units"]) == (spec.unit == "%"), row


def test_the_unit_of_the_catalogue_is_among_those_of_the_cues(pack: Pack) -> None:
    units: dict[str, set[str]] = {}
    for row in data("cues.yaml")["cues"]:
        units.setdefault(row["key"], set()).update(row["units"])
    for key, known in units.items():
        spec = pack.catalogue.get(key)
        assert spec is not None
        assert known & {spec.unit, *spec.units, spec.unit.lstrip("万亿")}, key


def test_every_cue_marks_the_figure() -> None:
    for row in data("cues.yaml")["cues"]:
        assert all("※" in cue for cue in row["cue"]), row


def test_no_pattern_matches_nothing() -> None:
    known = default()
    for form in (*known.not_figures, *known.idle):
        assert form.match("") is None, form.pattern


@pytest.mark.parametrize(
    ("source", "pieces"),
    [
        ("{A}号|{A}楼", ["{A}号", "{A}楼"]),
        ("(?:甲|乙)丙", ["(?:甲|乙)丙"]),
        ("[|(]甲|乙", ["[|(]甲", "乙"]),
        (r"甲\|乙", [r"甲\|乙"]),
    ],
)
def test_alternatives_are_split_outside_brackets(source: str, pieces: list[str]) -> None:
    assert alternatives(source) == pieces


@pytest.mark.parametrize(
    "key", ["units", "approximations", "not_figures", "labels", "durations", "spans", "share"]
)
def test_a_missing_entry_is_told(key: str) -> None:
    broken = {name: value for name, value in data("quantities.yaml").items() if name != key}

    with pytest.raises(TemplateError) as caught:
        knowledge(broken, data("cues.yaml"))

    assert key in str(caught.value.problems[0])


def test_a_mistake_in_the_cues_is_told_by_their_file() -> None:
    cues = data("cues.yaml")

    for broken in ({**cues, "cues": [{"key": "member_total"}]}, {"cues": cues["cues"]}):
        with pytest.raises(TemplateError) as caught:
            knowledge(data("quantities.yaml"), broken)
        assert "cues.yaml" in str(caught.value.problems[0])


def test_a_broken_pattern_is_told() -> None:
    broken = {**data("quantities.yaml"), "idle": ["(三"]}

    with pytest.raises(TemplateError):
        knowledge(broken, data("cues.yaml"))


def test_a_pack_may_add_units_and_names() -> None:
    own = data("quantities.yaml")
    own["units"]["本地"] = ["畈"]
    own["not_figures"]["本地"] = ["{A}(?=畈工程)"]
    known = knowledge(own, data("cues.yaml"))

    assert [(q.text, q.unit) for q in find("整治12畈，实施36畈工程。", known)] == [("12畈", "畈")]
    assert [(q.text, q.unit) for q in find("整治12畈土地。", default())] == [("12", "")]
