"""What each section is for: cues in its heading and its text, weighed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from toolkit.decompose.knowledge import Cues, Knowledge
from toolkit.decompose.sections import Section

HEADING_WEIGHT = 3.0
WEAK_WEIGHT = 1.5
REPEATED = 0.8  # a second cue in one heading adds less than the first
TEXT_WEIGHT = 1.0
TEXT_CAP = 4.0
AGAIN = 0.25
EARLY = 0.75
KEEP = 0.34  # of the best score: what counts as a function, too
MOST = 6
TOP = 30.0  # more than any cues add up to: the place alone decides
TASKS, OVERVIEW = "next_year_tasks", "next_year_overview"
GENERAL = ("opening", OVERVIEW, TASKS, "overall_thinking", "closing", "thanks_and_summary", "problems",
           "experience", "mandate")  # fmt: skip
# What these are about stands in every section: without a word in the heading their text counts half.
OVERVIEWS = ("consultation_overview", "self_building_overview")
NAMED = ("thanks_and_summary", "problems", "closing", OVERVIEW, "overall_thinking")


@dataclass(frozen=True)
class Judged:
    """The functions of a section with their scores, best first."""

    scores: Mapping[str, float]

    @property
    def names(self) -> list[str]:
        """The names, best first."""
        return list(self.scores)

    @property
    def best(self) -> str:
        """The best name; a section always has one."""
        return next(iter(self.scores))


def judge(sections: Sequence[Section], texts: Sequence[tuple[str, str]], known: Knowledge) -> list[Judged]:
    """Return the functions of each section; `texts` has the heading and text of each."""
    coming = _coming(sections, texts, known)
    listed = _listed(sections, texts, known)
    closing = max((n for n, section in enumerate(sections) if section.heading is None), default=-1)
    judged = []
    scored: dict[tuple[str, str], dict[str, float]] = {}
    for number, (section, (heading, text)) in enumerate(zip(sections, texts, strict=True)):
        if (heading, text) not in scored:
            scored[heading, text] = _scores(heading, text, known)
        scores = dict(scored[heading, text])
        _by_place(scores, section, number, closing, coming[number])
        if listed[number]:
            scores["honours"] += TOP
        judged.append(Judged(_best(scores)))
    return _inherited(judged, sections)


def _scores(heading: str, text: str, known: Knowledge) -> dict[str, float]:
    scores: dict[str, float] = {}
    said = known.asides.sub(lambda match: " " * len(match[0]), heading)
    for name, cues in known.functions.items():
        scores[name] = _in_text(cues, text) if text else 0.0
        if name in OVERVIEWS and not any(cue.search(said) for cue in cues.heading):
            scores[name] /= 2
        if not cues.any.search(heading):
            continue
        hits = [match.start() for cue in cues.heading if (match := cue.search(said))]
        weak = [match.start() for cue in cues.weak if (match := cue.search(said))]
        aside = sum(1 for cue in (*cues.heading, *cues.weak) if cue.search(heading)) - len(hits) - len(weak)
        score = HEADING_WEIGHT * (1 + REPEATED * (len(hits) - 1)) if hits else 0.0
        score += WEAK_WEIGHT * (min(2, len(weak)) + min(1, aside) / 2)
        if hits or weak:
            score += 0.5 * (1 - min(hits + weak) / max(1, len(heading)))
        scores[name] += score
    return scores


def _in_text(cues: Cues, text: str) -> float:
    """Return what the text adds: each cue once, a little more where it comes again, or early."""
    places = [[match.start() for match in cue.finditer(text)] for cue in cues.body]
    found = [row for row in places if row]
    if not found:
        return 0.0
    early = EARLY * (1 - min(row[0] for row in found) / len(text))
    return early + min(TEXT_CAP, sum(TEXT_WEIGHT + AGAIN * min(4, len(row) - 1) for row in found))


def _coming(sections: Sequence[Section], texts: Sequence[tuple[str, str]], known: Knowledge) -> list[int]:
    """Return for each section: 0 outside the part on the year to come, 1 what leads it, 2 inside."""
    state, level, found = 0, 0, []
    for section, (heading, _) in zip(sections, texts, strict=True):
        here = section.heading
        if here is not None and here.level > 1:
            if state and here.level <= level:
                state = 0
            if known.next_heading.search(heading) and not known.next_past.search(heading) and not state:
                state, level = 1, here.level
                found.append(1)
                continue
        found.append(2 if state else 0)
        if here is None and section.kind == OVERVIEW:
            found[-1] = 1 if not state else 2
    return found


def _listed(sections: Sequence[Section], texts: Sequence[tuple[str, str]], known: Knowledge) -> list[bool]:
    """Return which sections lie in an honours list: its title and all below it."""
    level, found = 0, []
    for section, (heading, _) in zip(sections, texts, strict=True):
        here = section.heading
        if here is not None and (not level or here.level <= level):
            opens = not here.run_in and known.honours.search(heading) is not None
            level = here.level if opens else 0
        found.append(bool(level))
    return found


def _by_place(scores: dict[str, float], section: Section, number: int, closing: int, coming: int) -> None:
    """Let the place of a section speak: the beginning, the end, the year to come, blocks by their cue."""
    if coming == 1:
        scores[OVERVIEW] += 6
    elif coming == 2:
        scores[TASKS] += 3 if section.heading is None else TOP
    else:
        scores[TASKS] = 0.0
        scores[OVERVIEW] = scores[OVERVIEW] if section.heading is None else 0.0
    if section.heading is not None:
        low = section.heading.run_in or section.heading.level > 2
        scores["mandate"] = 0.0
        scores["opening"] = min(scores["opening"], 1.0 if low else TOP)
        scores["closing"] = min(scores["closing"], 1.0 if low else 3.0)
        return
    if number == 0:
        scores["opening"] += 8
        scores["mandate"] *= 6
    if section.kind in NAMED:
        scores[section.kind] += 9
    if number == closing and number > 0 and section.kind in ("address", "closing"):
        scores["closing"] += 8


def _best(scores: Mapping[str, float]) -> dict[str, float]:
    ordered = sorted(scores.items(), key=lambda row: -row[1])
    top = ordered[0][1]
    if top <= 0:
        return {"consultation_overview": 0.0}
    if top >= TOP:
        ordered = [ordered[0], *(row for row in ordered[1:] if row[0] not in GENERAL)]
        top = ordered[1][1]
    kept = [(name, round(score, 2)) for name, score in ordered if score >= KEEP * top and score > 0]
    return dict(kept[:MOST])


def _inherited(judged: list[Judged], sections: Sequence[Section]) -> list[Judged]:
    """A section without any cue has the function of the one that it stands under."""
    out: list[Judged] = []
    for number, (found, section) in enumerate(zip(judged, sections, strict=True)):
        weak = not found.scores or max(found.scores.values()) <= 0
        if weak and section.heading is not None and number:
            out.append(Judged({out[-1].best: 0.0}))
        else:
            out.append(found)
    return out
