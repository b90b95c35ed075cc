"""`draft figures form`: the figures that a report needs, asked of the departments that have them."""

from __future__ import annotations

import dataclasses
import datetime
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from toolkit.brief.load import Brief, load_brief
from toolkit.errors import ToolkitError, display_path
from toolkit.figures import Figure, FigureSpec, format_number
from toolkit.ledger.form import Asked, Paper, form_xlsx
from toolkit.ledger.rows import Sources, defined, supplier_of
from toolkit.ledger.targets import checked
from toolkit.ledger.wanted import genre_of, used_by, wanted
from toolkit.pack.pack import Pack
from toolkit.resources import data_folder
from toolkit.workspace import safe_name, write_all

SHEET = ".xlsx"


@dataclass(frozen=True)
class Request:
    """What `draft figures form` is asked for: a brief, or a region."""

    figures: Path | None = None
    region: str = ""
    genre: str = ""
    year: int | None = None
    packs: Sequence[Path] = ()
    out: Path | None = None
    force: bool = False
    now: datetime.datetime | None = None


@dataclass(frozen=True)
class Formed:
    """The forms that were written: files by department, and what each asks for."""

    files: Mapping[str, Path]
    asked: Mapping[str, Sequence[Asked]]


def form(request: Request) -> Formed:
    """Write the forms that departments fill in.

    Raises:
        ToolkitError: the input is wrong or files are in the way; nothing has been written.
    """
    pack = Pack(request.packs)
    now = request.now or datetime.datetime.now().astimezone()
    brief = _brief(request, pack)
    terms = pack.mapping("ledger.yaml")
    region = brief.region if brief else request.region
    year = _year(request, brief, now)
    groups = _asked(request, brief, pack, year)
    if not groups:
        raise ToolkitError(
            "这个文种不用数据，没有可填报的", "换一个 --genre，或在底稿的 figures 里写上要问的数据"
        )
    paper = Paper(region, year, terms, pack.layout["fonts"], now)
    home = request.figures.parent if request.figures else Path()
    out = request.out or home / safe_name(paper.said("folder"))
    if out.suffix.lower() == SHEET:
        checked([out], force=request.force)
        write_all({out: form_xlsx(groups, paper)})
        return Formed(dict.fromkeys(groups, out), groups)
    if out.suffix:
        raise ToolkitError(
            f"{display_path(out)}: 填报表只能是 .xlsx", "--out 写文件夹，或以 .xlsx 结尾的文件名"
        )
    files = {name: out / f"{safe_name(paper.said('file', name))}{SHEET}" for name in groups}
    checked(list(files.values()), force=request.force)
    write_all({path: form_xlsx({name: groups[name]}, paper) for name, path in files.items()})
    return Formed(files, groups)


def _brief(request: Request, pack: Pack) -> Brief | None:
    """Return the brief that is given, or the region's bundled one, or None."""
    if request.figures is not None:
        brief = load_brief(request.figures, pack.vocabulary)
        if request.region and request.region != brief.region:
            raise ToolkitError(
                f"{brief.path}: 底稿是{brief.region}的，要的是{request.region}的填报表", "改 --region"
            )
        return brief
    if not request.region:
        raise ToolkitError("没有说给哪个地区做填报表", "写 --region 金山区，或用 --figures 给出底稿")
    sample = data_folder("samples") / f"{request.region}.yaml"
    return load_brief(sample, pack.vocabulary) if sample.is_file() else None


def _year(request: Request, brief: Brief | None, now: datetime.datetime) -> int:
    """Return the year asked about: until the end of March it is last year's that is reported."""
    if request.year is not None:
        return request.year
    return brief.year if brief else now.year - (now.month <= 3)


def _asked(request: Request, brief: Brief | None, pack: Pack, year: int) -> dict[str, list[Asked]]:
    """Return what is asked, by department, in the order of the catalogue."""
    genre = genre_of(brief, pack, request.genre)
    term = brief.term_change if brief else False
    terms = pack.mapping("ledger.yaml")
    keys = dict.fromkeys(wanted(genre, pack, term_change=term))
    keys.update(dict.fromkeys(used_by(brief) if brief else ()))
    order = {key: n for n, key in enumerate(pack.catalogue.keys)}
    groups: dict[str, list[Asked]] = defaultdict(list)
    for key in sorted(keys, key=lambda key: order.get(key, len(order))):
        spec = pack.catalogue.get(key) or _own_spec(brief, key)
        if spec is None or spec.parts:
            continue
        sources = Sources(brief, pack.catalogue, str(terms["unnamed"])) if brief else None
        supplier = supplier_of(key, sources) if sources else spec.supplier or str(terms["unnamed"])
        span = terms["form"]["span"] if term and spec.cumulative else ""
        definition = defined((spec.definition, spec.note), pack.catalogue)
        groups[supplier].append(_one(spec, supplier, _known(brief, key, year), span, definition))
    return dict(groups)


def _own_spec(brief: Brief | None, key: str) -> FigureSpec | None:
    figure = brief.figures.get(key) if brief else None
    return (
        FigureSpec(key, figure.label, figure.unit, kind="amount", definition=figure.note) if figure else None
    )


def _known(brief: Brief | None, key: str, year: int) -> tuple[Figure | None, Decimal | None]:
    """Return the figure and last year's value; a brief of the year before has only the latter."""
    figure = brief.figures.get(key) if brief else None
    if brief is None or figure is None:
        return None, None
    if brief.year == year:
        return figure, figure.previous
    exact = not figure.approx and not figure.span
    return None, figure.value if brief.year == year - 1 and exact else None


def _one(
    spec: FigureSpec,
    supplier: str,
    known: tuple[Figure | None, Decimal | None],
    span: str,
    definition: str,
) -> Asked:
    """Return what is asked for one figure."""
    figure, previous = known
    asked = Asked(
        key=spec.key,
        label=figure.label if figure and figure.label else spec.label,
        supplier=supplier,
        unit=figure.unit if figure and figure.unit else spec.unit,
        kind=spec.kind,
        definition=definition,
        cumulative=spec.cumulative,
        span=span,
        previous=previous,
    )
    if figure is None:
        return asked
    return dataclasses.replace(
        asked,
        span=figure.span or span,
        value=None if figure.approx else figure.value,
        given=figure.printed(format_number(figure.value)),
        as_of=figure.as_of,
    )
