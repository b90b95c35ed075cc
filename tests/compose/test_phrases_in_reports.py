"""Reports that draw on the phrase bank: what `one_of` may print, how often, and that it reads."""

from __future__ import annotations

import copy
import dataclasses
import importlib.util
import itertools
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.compose.prose import faults
from toolkit.brief.load import Brief, load_brief
from toolkit.compose.assemble import compose
from toolkit.compose.markup import mark
from toolkit.compose.names import Names
from toolkit.compose.render import Renderer
from toolkit.model import Block, Report
from toolkit.pack.pack import Pack
from toolkit.pack.phrases import Phrase
from toolkit.resources import data_folder

PACK = Pack()
RENDERER = Renderer()
# The register of the bank that each genre is written in.
GENRES = {
    "work_report": "报告",
    "year_review": "综述",
    "performance_digest": "综述",
    "multi_year_review": "综述",
    "campaign_feature": "通讯",
}
CALL = re.compile(r"one_of\(([^)]*)\)")
SWITCH = re.compile(r"\s*@(\w+)\s*\Z")
Ids = tuple[str, ...]


def known(path: Path) -> Brief:
    """The brief of a file; without toolkit.strokes its lists of names stay as they stand."""
    brief = load_brief(path, PACK.vocabulary)
    if importlib.util.find_spec("toolkit.strokes"):
        return brief
    values = copy.deepcopy(dict(brief.values))
    for row in values.get("honours", []):
        for part in (row, *row.get("groups", [])):
            part.pop("sort", None)
    return dataclasses.replace(brief, values=values)


def bare(brief: Brief) -> Brief:
    """The same brief with nothing in it but region, organ, year and session."""
    values = {key: brief.values[key] for key in ("region", "organ", "year", "session")}
    return dataclasses.replace(brief, values=values, figures={})


SAMPLES = {path.stem: known(path) for path in sorted(data_folder("samples").glob("*.yaml"))}
TERM = known(Path(__file__).with_name("term_change.yaml"))
JINSHAN = SAMPLES["金山区"]
# No sample has these figures, and without them two sentences go.
RARE = dict.fromkeys(("consult_platforms", "member_month"), JINSHAN.figures["proposal_excellent"])
FITTING = [
    *(("work_report", name) for name in SAMPLES),
    ("year_review", "金山区"),
    ("performance_digest", "金山区"),
    ("campaign_feature", "平湖市"),
    ("multi_year_review", "上虞区"),
]
every_fitting = pytest.mark.parametrize(("genre", "name"), FITTING)
every_variant = pytest.mark.parametrize("variant", range(4))


def made(genre: str, brief: Brief, variant: int = 0) -> Report:
    return compose(brief, PACK, PACK.genre(genre), variant, RENDERER)


def prose(report: Report) -> list[Block]:
    return [block for block in report.blocks if block.function != "honours"]


def calls(genre: str) -> Iterator[tuple[str, str, Ids]]:
    """Every one_of of a genre: its skeleton, the function of its paragraph, and its ids."""
    for name, path in PACK.genre(genre).files.items():
        function = name.partition(".")[0]
        for line in path.read_text(encoding="utf-8").splitlines():
            if switch := SWITCH.match(line):
                function = switch[1]
            for call in CALL.findall(line):
                yield name, function, tuple(re.findall(r"'([^']*)'", call))


# -- what the skeletons ask for ------------------------------------------------------------------


@pytest.mark.parametrize("genre", GENRES)
def test_every_id_exists_and_is_meant_for_its_place(genre: str) -> None:
    for name, function, ids in calls(genre):
        assert 3 <= len(ids) <= 5, (name, ids)
        assert len(set(ids)) == len(ids), (name, ids)
        assert [key for key in ids if key not in PACK.phrases] == [], name
        for phrase in (PACK.phrases[key] for key in ids):
            assert function in phrase.functions, (name, phrase.id)
            assert GENRES[genre] in phrase.register, (name, phrase.id)


def test_skeletons_of_every_genre_and_of_both_wordings_draw_on_the_bank() -> None:
    places = {genre: list(calls(genre)) for genre in GENRES}
    assert sum(map(len, places.values())) >= 100
    assert all(len(found) >= 5 for found in places.values())
    for wording in ("1", "2"):
        functions = {f for name, f, _ in places["work_report"] if name.endswith(f".{wording}")}
        assert len(functions) >= 20, wording


def test_an_article_is_offered_no_phrase_that_speaks_as_we() -> None:
    offered = {key for genre in GENRES if genre != "work_report" for *_, ids in calls(genre) for key in ids}
    assert [key for key in offered if "我" in PACK.phrases[key].text] == []


# -- no phrase too often -------------------------------------------------------------------------


def occurrences(text: str, phrases: list[Phrase]) -> Counter[str]:
    """How often each phrase stands in a text, the longer one only where one lies in another."""
    spots = [
        (match.start(), -match.end(), phrase.id)
        for phrase in phrases
        for match in re.finditer(re.escape(phrase.text), text)
    ]
    counts: Counter[str] = Counter()
    last = 0
    for _, end, key in sorted(spots):
        if -end > last:
            counts[key] += 1
            last = -end
    return counts


def test_a_phrase_inside_a_longer_one_is_not_counted() -> None:
    phrases = [PACK.phrases[key] for key in ("landing_effect", "the_landing")]
    counts = occurrences("推动协商成果落地见效，推动各项部署落地见效。", phrases)
    assert counts == {"the_landing": 1, "landing_effect": 1}


@every_variant
@pytest.mark.parametrize(("genre", "name"), [*FITTING, ("work_report", "换届")])
def test_no_phrase_stands_more_often_than_its_limit(genre: str, name: str, variant: int) -> None:
    report = made(genre, SAMPLES.get(name, TERM), variant)
    phrases = [phrase for phrase in PACK.phrases.values() if len(phrase.text) >= 4]
    counts = occurrences("\n".join(block.text for block in prose(report)), phrases)
    over = {PACK.phrases[key].text: n for key, n in counts.items() if n > PACK.phrases[key].limit}
    assert over == {}


def openings(block: Block) -> set[str]:
    """The openers of the bank that a paragraph begins with, before or behind its run-in heading."""
    openers = [p.text for p in PACK.phrases.values() if p.role == "opener" and len(p.text) >= 6]
    lead = "".join(span.text for span in block.spans if span.role == "lead")
    starts = (re.sub(r"^\d+\.", "", block.text), block.text.removeprefix(lead))
    return {words for words in openers for start in starts if start.startswith(words)}


@every_variant
@every_fitting
def test_no_opener_opens_two_adjacent_paragraphs(genre: str, name: str, variant: int) -> None:
    for brief in (SAMPLES[name], bare(SAMPLES[name])):
        found = [openings(b) for b in prose(made(genre, brief, variant)) if not b.kind.startswith("heading")]
        assert [one & other for one, other in itertools.pairwise(found) if one & other] == []


# -- the choice ----------------------------------------------------------------------------------


@every_variant
@every_fitting
def test_the_same_region_year_and_variant_give_the_same_report(genre: str, name: str, variant: int) -> None:
    one, other = made(genre, SAMPLES[name], variant), made(genre, known_again(name), variant)
    assert one == other


def known_again(name: str) -> Brief:
    return known(data_folder("samples") / f"{name}.yaml")


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> dict[Ids, str]:
    """What the places of the report made last have printed, by their ids."""
    found: dict[Ids, str] = {}
    choose = Names._one_of

    def noted(names: Names, *ids: str) -> str:
        found[ids] = choose(names, *ids)
        return found[ids]

    monkeypatch.setattr(Names, "_one_of", noted)
    return found


@pytest.mark.parametrize(
    "genre", ["work_report", "year_review", "performance_digest", "multi_year_review", "campaign_feature"]
)
def test_two_regions_with_the_same_facts_differ_in_a_third_of_the_places(
    genre: str, printed: dict[Ids, str]
) -> None:
    facts = JINSHAN
    said: dict[str, dict[tuple[int, Ids], str]] = {}
    for region in SAMPLES:
        brief = dataclasses.replace(facts, values={**facts.values, "region": region})
        said[region] = {}
        for variant in range(4):
            printed.clear()
            made(genre, brief, variant)
            said[region].update({(variant, ids): text for ids, text in printed.items()})
    for one, other in itertools.combinations(said.values(), 2):
        common = one.keys() & other.keys()
        differ = [place for place in common if one[place] != other[place]]
        # Where the wordings differ too, few places are left to compare.
        assert len(differ) * 3 >= len(common) or len(common) < 12
        assert sum(other.get(place) != text for place, text in one.items()) * 3 >= len(one)


# -- every alternative reads ---------------------------------------------------------------------


def around(report: Report) -> Iterator[tuple[str, str, str]]:
    """Every printed phrase with what stands before and behind it in its paragraph."""
    for block in prose(report):
        for n, span in enumerate(block.spans):
            if span.origin.startswith("phrase."):
                before = "".join(s.text for s in block.spans[:n])
                yield before, span.text, "".join(s.text for s in block.spans[n + 1 :])


def awkward(before: str, phrase: str, after: str) -> list[str]:
    """What the fault finder cannot see: a doubled letter at a seam, words said again in the paragraph."""
    found = [
        f"doubled at the seam: {left[-6:]}{right[:6]}"
        for left, right in ((before, phrase), (phrase, after))
        if left[-1:] == right[:1] != ""
    ]
    members = [member for member in re.split("[、，]", phrase) if len(member) >= 4]
    return found + [f"said again: {m} / {phrase}" for m in members if m in before or m in after]


@pytest.mark.parametrize("index", range(5))
@pytest.mark.parametrize("genre", GENRES)
def test_every_alternative_reads_in_its_sentence(
    genre: str, index: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: set[Ids] = set()

    def forced(names: Names, *ids: str) -> str:
        asked.add(ids)
        phrase = names.pack.phrases[ids[index % len(ids)]]
        return mark(f"phrase.{phrase.id}", phrase.text)

    monkeypatch.setattr(Names, "_one_of", forced)
    briefs = [SAMPLES[name] for fitting, name in FITTING if fitting == genre]
    briefs += [TERM] if genre == "work_report" else [SAMPLES["中山区"]]
    if genre == "work_report":
        briefs.append(dataclasses.replace(JINSHAN, figures={**JINSHAN.figures, **RARE}))
    shown = Counter[str]()
    for brief in (*briefs, *map(bare, briefs)):
        for variant in range(2):
            report = made(genre, brief, variant)
            assert faults("\n".join(block.text for block in prose(report))) == []
            for before, phrase, after in around(report):
                shown[phrase] += 1
                assert awkward(before, phrase, after) == []
    assert asked == {ids for _, _, ids in calls(genre)}
    wanted = {PACK.phrases[ids[index % len(ids)]].text for ids in asked}
    assert wanted - shown.keys() == set()
