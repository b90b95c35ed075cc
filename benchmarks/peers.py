"""The others: docxtpl as its manual uses it, and the floor, a Jinja string compiled beforehand and zipped.

`python3 benchmarks/peers.py NAME TEMPLATE VALUES OUT [PROCESSES]` runs one as a process of its own:
once, or for every set of values of a file on so many worker processes.
"""

from __future__ import annotations

import io
import json
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

Values = dict[str, str]
_READY: dict[str, Callable[[Values], bytes]] = {}


def docxtpl(template: str) -> Callable[[Values], bytes]:
    """Return what fills a template with docxtpl; it wants the template opened anew for every document."""
    from docxtpl import DocxTemplate

    def render(values: Values) -> bytes:
        document = DocxTemplate(template)
        document.render(values, autoescape=True)
        out = io.BytesIO()
        document.save(out)
        return out.getvalue()

    return render


def floor(template: str) -> Callable[[Values], bytes]:
    """Return what fills document.xml as one string: no model, no bookmarks, no proof."""
    import jinja2

    with zipfile.ZipFile(template) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    body = jinja2.Environment(autoescape=True).from_string(parts["word/document.xml"].decode())

    def render(values: Values) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
            for name, data in parts.items():
                package.writestr(name, body.render(values) if name == "word/document.xml" else data)
        return out.getvalue()

    return render


PEERS = {"docxtpl": docxtpl, "floor": floor}


def _start(name: str, template: str) -> None:
    _READY["render"] = PEERS[name](template)


def _one(job: tuple[str, Values]) -> None:
    path, values = job
    Path(path).write_bytes(_READY["render"](values))


def main() -> None:
    """Run one peer as the command line says."""
    name, template, given, out, *more = sys.argv[1:]
    sets = json.loads(Path(given).read_text("utf-8"))
    jobs = [(f"{out}/{number}.docx", values) for number, values in enumerate(sets)]
    Path(out).mkdir(parents=True, exist_ok=True)
    if not more:
        _start(name, template)
        _one(jobs[0])
        return
    import multiprocessing

    with multiprocessing.Pool(int(more[0]), _start, (name, template)) as pool:
        pool.map(_one, jobs, chunksize=4)


if __name__ == "__main__":
    main()
