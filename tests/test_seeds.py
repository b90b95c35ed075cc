"""The decomposition records in seeds/: well-formed, and true to the originals where these are at hand."""

from __future__ import annotations

import hashlib
import itertools
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from toolkit.figures import APPROXIMATIONS
from toolkit.pack.pack import Pack
from toolkit.text import chinese_numeral

ROOT = Path(__file__).resolve().parents[1]
SEEDS = ROOT / "seeds"
ORIGINALS = ROOT.parent / "shared" / "seeds"
SLUGS = {
    "jinshan-2024-year-review": "year_review",
    "jinshan-2024-performance-digest": "performance_digest",
    "zhongshan-2024-work-report": "work_report",
    "pinghu-2026-campaign-feature": "campaign_feature",
    "shangyu-2024-multi-year-review": "multi_year_review",
}
ROLES = {
    *("guidance", "nature", "mainline", "opener", "topic", "action", "result", "purpose"),
    *("brand", "team", "problem", "plan", "courtesy", "motto", "list"),
}
SEED_KEYS = [
    *("title", "subtitle", "organ", "region", "place", "level", "genre", "year", "dates", "session"),
    *("speaker", "byline", "source", "furniture", "page_breaks", "notes"),
]
FIGURE_KEYS = {"key", "label", "value", "unit", "approx", "span", "offset", "text", "section"}
LONGEST_PHRASE = 25
LONGEST_QUOTE = 30
MARKS = str.maketrans(",;:!?()", "，；：！？（）")

every_seed = pytest.mark.parametrize("slug", SLUGS)


@cache
def record(slug: str, name: str) -> Any:
    return yaml.safe_load((SEEDS / slug / f"{name}.yaml").read_text(encoding="utf-8"))


def sections(slug: str) -> list[dict[str, Any]]:
    return list(record(slug, "outline")["sections"])


def figures(slug: str) -> list[dict[str, Any]]:
    return list(record(slug, "figures")["figures"])


def phrases(slug: str) -> list[dict[str, Any]]:
    return list(record(slug, "phrases")["phrases"])


@cache
def formulations() -> dict[str, dict[str, Any]]:
    data = yaml.safe_load((ROOT / "templates" / "formulations.yaml").read_text(encoding="utf-8"))
    return {row["id"]: row for row in data["formulations"]}


@cache
def functions() -> set[str]:
    return set(yaml.safe_load((ROOT / "templates" / "functions.yaml").read_text(encoding="utf-8")))


def original_path(slug: str) -> Path:
    path = ORIGINALS / record(slug, "seed")["source"]["file"]
    if not path.is_file():
        pytest.skip(f"the original is not at hand: {path}")
    return path


def original(slug: str) -> str:
    with original_path(slug).open(encoding="utf-8", newline="") as file:
        return file.read()


def normal(text: str) -> str:
    """Full-width marks and no white space: how phrases are counted and compared."""
    return re.sub(r"\s+", "", text.translate(MARKS))


def title(section: dict[str, Any]) -> str:
    """The heading of a section, or the name that we gave to a stretch without one."""
    return str(section["text"] or section["name"])


def pattern(form: str) -> str:
    """A formulation as a regular expression: {届} and other blanks stand for a few characters."""
    return re.sub(r"\\\{[^}]*\\\}", "[^，。、；“”]{1,8}", re.escape(normal(form)))


def correct_forms(row: dict[str, Any]) -> list[str]:
    return [row["canonical"], *row.get("variants", [])]


def wrong_forms(row: dict[str, Any]) -> list[str]:
    return [wrong.get("regex") or re.escape(normal(wrong["text"])) for wrong in row.get("wrong", [])]


def cumulative(pack: Pack, key: str) -> bool:
    spec = pack.catalogue.get(key)
    return spec is not None and spec.cumulative


def ends(slug: str, text: str) -> list[int]:
    """Where each section ends: at the next one, the last at the end of the file."""
    return [section["offset"] for section in sections(slug)[1:]] + [len(text)]


def without_furniture(slug: str, text: str) -> str:
    for piece in record(slug, "seed")["furniture"]:
        start, end = piece["offset"], piece["offset"] + piece["length"]
        text = text[:start] + " " * piece["length"] + text[end:]
    return text


# -- the records by themselves -----------------------------------------------------------


def test_there_is_one_folder_for_each_seed() -> None:
    assert {path.name for path in SEEDS.iterdir() if path.is_dir()} == set(SLUGS)
    assert (SEEDS / "README.md").is_file()


@every_seed
def test_a_folder_holds_the_four_records(slug: str) -> None:
    names = {path.name for path in (SEEDS / slug).iterdir()}

    assert names == {"seed.yaml", "outline.yaml", "figures.yaml", "phrases.yaml"}


def test_no_two_seeds_come_from_one_file() -> None:
    sources = [record(slug, "seed")["source"] for slug in SLUGS]

    assert len({source["file"] for source in sources}) == len(SLUGS)
    assert len({source["sha256"] for source in sources}) == len(SLUGS)


@every_seed
def test_seed_says_what_the_report_is(slug: str) -> None:
    seed = record(slug, "seed")

    assert list(seed) == SEED_KEYS
    assert seed["genre"] == SLUGS[slug]
    assert str(seed["year"]) in slug
    assert seed["level"] == seed["region"][-1]
    assert seed["place"].endswith(seed["region"])
    assert seed["place"] in seed["organ"]
    assert all(isinstance(note, str) for note in seed["notes"])


@every_seed
def test_seed_identifies_the_source(slug: str) -> None:
    source = record(slug, "seed")["source"]

    assert list(source) == ["file", "sha256", "bytes", "characters", "encoding", "url"]
    assert re.fullmatch("[0-9a-f]{64}", source["sha256"])
    assert source["encoding"] == "utf-8"


@every_seed
def test_sections_are_well_formed(slug: str) -> None:
    for section in sections(slug):
        assert set(section) <= {
            *("text", "name", "level", "run_in", "functions", "offset", "characters", "figures"),
            *("leads", "captions", "honours"),
        }
        assert (section["text"] is None) == ("name" in section)
        assert isinstance(section["run_in"], bool)
        assert section["characters"] > 0
        assert set(section["functions"]) <= functions()
        assert len(set(section["functions"])) == len(section["functions"])
        assert bool(section["functions"]) == (section["level"] > 1), title(section)
        for lead in section.get("leads", []):
            assert lead["functions"]
            assert set(lead["functions"]) <= functions()


@every_seed
def test_levels_begin_with_the_title_and_never_skip_one(slug: str) -> None:
    levels = [section["level"] for section in sections(slug)]

    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


@every_seed
def test_sections_have_titles_of_their_own(slug: str) -> None:
    titles = [title(section) for section in sections(slug)]

    assert len(set(titles)) == len(titles)


@every_seed
def test_figures_are_well_formed(slug: str, pack: Pack) -> None:
    for figure in figures(slug):
        assert set(figure) - {"own", "note"} == FIGURE_KEYS
        assert figure["key"] in pack.catalogue or figure.get("own") is True, figure["key"]
        assert re.fullmatch("[a-z][a-z0-9_]*", figure["key"])
        assert figure["label"]
        assert figure["approx"] in ("", *APPROXIMATIONS)
        assert figure["span"] or not cumulative(pack, figure["key"]), figure


@every_seed
def test_a_key_has_one_value(slug: str) -> None:
    keys = [figure["key"] for figure in figures(slug)]

    assert len(set(keys)) == len(keys)


@every_seed
def test_a_figure_agrees_with_its_surface(slug: str) -> None:
    for figure in figures(slug):
        value, approx, unit = figure["value"], figure["approx"], figure["unit"]
        chinese = {2: ["两"]}.get(value, []) + ([chinese_numeral(value)] if value < 100 else [])
        assert figure["text"] in [f"{number}{approx}{unit}" for number in [str(value), *chinese]], figure


@every_seed
def test_the_outline_lists_the_figures_of_each_section(slug: str) -> None:
    expected: dict[str, list[str]] = {title(section): [] for section in sections(slug)}
    for figure in sorted(figures(slug), key=lambda f: f["offset"]):
        expected[figure["section"]].append(figure["key"])

    assert {title(section): section["figures"] for section in sections(slug)} == expected


@every_seed
def test_identities_say_whether_they_hold(slug: str) -> None:
    values = {figure["key"]: figure["value"] for figure in figures(slug)}
    for identity in record(slug, "figures")["identities"]:
        left, sign, right = re.split(r"\s*(<=|>=|=)\s*", identity["expr"], maxsplit=1)
        sums = [sum(values[key] for key in side.split(" + ")) for side in (left, right)]
        compared = {"=": sums[0] == sums[1], "<=": sums[0] <= sums[1], ">=": sums[0] >= sums[1]}
        assert identity["holds"] is compared[sign], identity
        assert identity["figures"] == re.findall("[a-z]\\w*", identity["expr"])


@every_seed
def test_phrases_are_well_formed(slug: str) -> None:
    texts = [phrase["text"] for phrase in phrases(slug)]

    assert len(texts) >= 25
    assert len(set(texts)) == len(texts)
    for phrase in phrases(slug):
        assert set(phrase) - {"wrong"} == {"text", "count", "formulation", "role"}
        assert phrase["text"] == normal(phrase["text"])
        assert phrase["role"] in ROLES, phrase
        assert phrase["count"] > 0
        assert phrase["formulation"] or len(phrase["text"]) <= LONGEST_PHRASE, phrase
        assert "。" not in phrase["text"]


@every_seed
def test_formulations_are_those_of_the_pack(slug: str) -> None:
    for phrase in phrases(slug):
        if phrase["formulation"]:
            row = formulations()[phrase["formulation"]]
            if phrase.get("wrong"):
                assert any(re.search(form, phrase["text"]) for form in wrong_forms(row)), phrase
            else:
                forms = [pattern(form) for form in correct_forms(row)]
                assert any(re.fullmatch(form, phrase["text"]) for form in forms), phrase


# -- the records against the originals ---------------------------------------------------


@every_seed
def test_the_original_is_the_one_recorded(slug: str) -> None:
    data = original_path(slug).read_bytes()
    source = record(slug, "seed")["source"]

    assert hashlib.sha256(data).hexdigest() == source["sha256"]
    assert (len(data), len(data.decode("utf-8"))) == (source["bytes"], source["characters"])


@every_seed
def test_the_facts_of_the_seed_stand_in_the_original(slug: str) -> None:
    text, seed = normal(original(slug)), record(slug, "seed")
    names = [seed["speaker"], *(person["name"] for person in seed["byline"])]

    for fact in [seed["title"], seed["subtitle"], seed["session"] and seed["session"]["text"], *names]:
        assert not fact or normal(fact) in text, fact


@every_seed
def test_headings_stand_at_their_offsets_in_order(slug: str) -> None:
    text = original(slug)
    offsets = [section["offset"] for section in sections(slug)]

    assert offsets == sorted(set(offsets))
    for section in sections(slug):
        start = section["offset"]
        line_start = text.rfind("\n", 0, start) + 1
        line = text[start : (text + "\n").index("\n", start)]
        assert re.fullmatch("(#+ | *)", text[line_start:start]), title(section)
        if section["run_in"]:
            assert section["text"] == line[: line.index("。") + 1]
        elif section["text"]:
            assert section["text"] == line


@every_seed
def test_sections_have_the_characters_recorded(slug: str) -> None:
    text = original(slug)
    bare = without_furniture(slug, text)
    for section, end in zip(sections(slug), ends(slug, text), strict=True):
        own = re.sub(r"(?m)^#+ |\s", "", bare[section["offset"] : end])
        assert len(own) == section["characters"], title(section)


@every_seed
def test_nothing_but_furniture_stands_before_the_first_section(slug: str) -> None:
    text = without_furniture(slug, original(slug))

    assert re.sub(r"[#\s]", "", text[: sections(slug)[0]["offset"]]) == ""


@every_seed
def test_leads_and_captions_stand_in_their_sections(slug: str) -> None:
    text = original(slug)
    for section, end in zip(sections(slug), ends(slug, text), strict=True):
        for lead in section.get("leads", []):
            assert section["offset"] <= lead["offset"] < end
            assert text.startswith(lead["text"], lead["offset"]), lead
        for caption in section.get("captions", []):
            start = caption["offset"]
            line = text[start : text.index("\n", start)]
            assert section["offset"] <= start < end
            assert text[start - 1] == "\n"
            assert len(normal(line)) == caption["characters"]


@every_seed
def test_figures_stand_at_their_offsets_in_their_sections(slug: str) -> None:
    text = original(slug)
    spans = zip(sections(slug), ends(slug, text), strict=True)
    places = {title(section): range(section["offset"], end) for section, end in spans}
    for figure in figures(slug):
        assert text.startswith(figure["text"], figure["offset"]), figure
        assert figure["offset"] in places[figure["section"]], figure
        assert figure["span"] in text, figure


@every_seed
def test_no_arabic_number_is_overlooked(slug: str) -> None:
    text = original(slug)
    known = [(row["offset"], row["text"]) for row in figures(slug) + record(slug, "figures")["others"]]
    covered = [range(offset, offset + len(surface)) for offset, surface in known]
    covered += [range(f["offset"], f["offset"] + f["length"]) for f in record(slug, "seed")["furniture"]]
    covered += [range(*m.span()) for m in re.finditer(r"(?m)\d{4}年|\d+月|\d+日|^\d+\. ", text)]

    assert all(text.startswith(surface, offset) for offset, surface in known)
    for number in re.finditer(r"\d+", text):
        assert any(number.start() in place for place in covered), text[number.start() - 9 : number.end() + 9]


@every_seed
def test_page_breaks_part_sentences(slug: str) -> None:
    text = original(slug)
    for offset in record(slug, "seed")["page_breaks"]:
        assert text.startswith("\n\n", offset)
        assert text[offset - 1] not in "。\n"


@every_seed
def test_honour_lists_have_the_entries_recorded(slug: str) -> None:
    text = original(slug)
    for section, end in zip(sections(slug), ends(slug, text), strict=True):
        if "honours" in section:
            body = text[section["offset"] + len(section["text"]) : end]
            numbered = re.findall(r"(?m)^\d+\. ", body)
            cells = [cell for cell in re.split(r"[\t\n]", body) if cell.strip()]
            assert len(numbered or cells) == section["honours"]["entries"], title(section)
            assert str(section["honours"]["stated"]) in section["text"]


@every_seed
def test_phrases_are_counted_exactly(slug: str) -> None:
    text = normal(original(slug))
    counted = {phrase["text"]: text.count(phrase["text"]) for phrase in phrases(slug)}

    assert counted == {phrase["text"]: phrase["count"] for phrase in phrases(slug)}


@every_seed
def test_no_phrase_is_a_whole_sentence_of_the_original(slug: str) -> None:
    lines = [line.strip() for line in original(slug).translate(MARKS).split("\n")]
    sentences = {part.strip("。！？") for line in lines for part in re.findall("[^。！？]+[。！？]", line)}
    for phrase in phrases(slug):
        if phrase["role"] != "courtesy":
            assert phrase["text"] not in sentences, phrase


@cache
def quotable() -> tuple[str, ...]:
    """What may be recorded at any length: titles, headings, formulations. Longest first."""
    allowed = {form for row in formulations().values() for form in correct_forms(row)}
    for slug in SLUGS:
        seed = record(slug, "seed")
        allowed |= {section["text"] for section in sections(slug)} | {seed["title"], seed["subtitle"]}
    return tuple(sorted({normal(text) for text in allowed if text}, key=len, reverse=True))


@every_seed
def test_no_sentence_of_the_original_is_in_the_repository(slug: str) -> None:
    text, size = normal(original(slug)), LONGEST_QUOTE + 1
    passages = {text[i : i + size] for i in range(len(text) - size + 1)}
    for path in sorted(SEEDS.rglob("*.*")):
        ours = normal(path.read_text(encoding="utf-8"))
        for allowed in quotable():
            ours = ours.replace(allowed, "\0")
        found = [ours[i : i + size] for i in range(len(ours) - size + 1) if ours[i : i + size] in passages]
        assert not found, path
