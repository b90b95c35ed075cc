"""The computed rules of this room by id."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from toolkit.checks.finding import Hit
from toolkit.checks.manuscript import Manuscript
from toolkit.checks.rule import Rule
from toolkit.checks.wording import (
    dated,
    enumerations,
    formulations,
    labels,
    lexicon,
    names,
    rosters,
    slips,
    style,
    typos,
)

RULES: Mapping[str, Callable[[Manuscript, Rule], Iterable[Hit]]] = {
    "misquoted-formulation": formulations.misquoted,
    "questionable-formulation": formulations.questionable,
    "formulation-not-in-force": formulations.not_in_force,
    "enumeration-out-of-order": enumerations.out_of_order,
    "incomplete-enumeration": enumerations.incomplete,
    "misspelt-set-phrase": slips.misspelt,
    "formulation-slip": slips.slips,
    "name-written-two-ways": names.two_ways,
    "quotation-marks-inconsistent": names.marks_missing,
    "place-left-over": names.foreign_place,
    "level-mixed": names.own_level,
    "person-name-slip": names.people,
    "former-name-of-organ": dated.former_names,
    "campaign-out-of-time": dated.campaigns,
    "document-title-slip": dated.document_titles,
    "long-sentence": style.long_sentences,
    "word-overused": style.repeated,
    "headings-not-parallel": style.unlike_headings,
    "done-and-not-done": style.contradictions,
    "unexplained-abbreviation": style.full_name_missing,
    "wrong-character": typos.wrong_characters,
    "no-such-word": lexicon.no_words,
    "label-ill-matched": labels.ill_matched,
    "name-listed-twice": rosters.listed_twice,
    "names-miscounted": rosters.miscounted,
    "names-not-by-strokes": rosters.out_of_stroke_order,
    "character-twice-in-word": lexicon.doubled_inside,
    "enumeration-member-wrong": enumerations.foreign,
    "doubled-character": typos.doubled_characters,
    "doubled-word": typos.doubled_words,
}
