"""A row of a list as a loaded brief, with the text of the file that says the same."""

from __future__ import annotations

import dataclasses

from toolkit import regions
from toolkit.batch import briefs
from toolkit.batch.dealing import Settings, year_of
from toolkit.batch.filling import Listed
from toolkit.batch.rows import FileRow, Row
from toolkit.brief.load import Brief, brief_of, load_brief
from toolkit.errors import InputProblems
from toolkit.pack.pack import Pack


def brief_of_row(row: Row, settings: Settings, pack: Pack, listed: Listed | None) -> Brief:
    """Return the brief that a row makes; the rows of a list are read with `listed`.

    Raises:
        InputProblems: the row has mistakes, each with its place in the list.
        ToolkitError: a brief's file cannot be read.
    """
    words = pack.vocabulary
    if isinstance(row, FileRow):
        return load_brief(row.file, words)
    assert listed is not None
    given = briefs.given(row, settings.head, listed.columns)
    region = briefs.said(given.root, "region")
    year = briefs.said(given.root, "year") or str(year_of(settings, region))
    sample = regions.sample_path(region) if region else None
    if sample is not None and briefs.is_bare(given.root) and year == str(regions.sample_year(sample)):
        return load_brief(sample, words)  # as `draft new` does for a region and nothing else
    level = regions.level_of(region, pack)
    known = {"organ.place": region, "organ.level": level, "year": year} if region else {"year": year}
    briefs.complete(given.root, {path: value for path, value in known.items() if value})
    try:
        brief = brief_of(given.root, given.source, words)
    except InputProblems as error:
        raise InputProblems(briefs.placed(error.problems, row)) from error
    return dataclasses.replace(brief, text=listed.form.filled(given.root))
