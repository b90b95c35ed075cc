"""Which of the genres a report is."""

from __future__ import annotations

from collections.abc import Mapping

from toolkit.decompose.knowledge import Knowledge


def genre_scores(title: str, text: str, known: Knowledge) -> Mapping[str, float]:
    """Return a score for each genre, best first; equal ones in the order of the data."""
    scores = {
        name: cues.weight * bool(cues.title.search(title)) + sum(bool(cue.search(text)) for cue in cues.body)
        for name, cues in known.genres.items()
    }
    return dict(sorted(scores.items(), key=lambda row: -row[1]))
