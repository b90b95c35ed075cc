"""The short way to our own objects leaves the sandbox as tight as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from toolkit.compose.assemble import compose
from toolkit.compose.render import Renderer
from toolkit.errors import TemplateError
from toolkit.pack.pack import Pack
from toolkit.tasks import load_brief, sample_path

FORBIDDEN = [
    "{{ f.__class__ }}",
    "{{ f._look_up('x') }}",
    "{{ f.proposal_filed._figure }}",
    "{{ f.proposal_filed.__init__.__globals__ }}",
    "{{ facts.no_such_fact }}",
    "{{ w.__dict__ }}",
    "{% sentence %}{% clause %}{{ organ.__class__.__mro__ }}{% endsentence %}",
    "{{ ''.__class__ }}",
]


@pytest.mark.parametrize("text", FORBIDDEN)
def test_what_skeletons_must_not_reach_is_refused(text: str, tmp_path: Path) -> None:
    sections = tmp_path / "genres" / "work_report" / "sections"
    sections.mkdir(parents=True)
    for number in (1, 2):
        (sections / f"mandate.{number}.j2").write_text(f"一段。\n{text}\n", encoding="utf-8")
    pack = Pack([tmp_path])
    path = sample_path("金山区")
    assert path is not None
    with pytest.raises(TemplateError) as caught:
        compose(load_brief(path, pack.vocabulary), pack, pack.genre("work_report"))
    assert caught.value.problems[0].location.line == 2


def test_a_renderer_s_reports_do_not_touch_one_another() -> None:
    pack, renderer = Pack(), Renderer()
    genre = pack.genre("work_report")
    briefs = [
        load_brief(path, pack.vocabulary) for name in ("金山区", "中山区") if (path := sample_path(name))
    ]
    alone = [compose(brief, pack, genre) for brief in briefs]
    assert [compose(brief, pack, genre, 0, renderer) for brief in [*briefs, *briefs]] == [*alone, *alone]
