"""Save wording that an office came to use as phrases of its own pack.

A phrase has neither number nor place, and phrases know no slots. So a wording is taken apart at
its marks: clauses with digits, counted Chinese numerals (三十六件), placeholders or the region's
name are left out, and neighbouring clauses that remain are one phrase, at most `LONGEST`
characters. Left out too is what is shorter than `SHORTEST`, what a known misquotation of the
formulations matches, and what the bank has already, whatever its punctuation.

Form decides on 四字格 and 排比三联; for other phrases the role is that of the bank's phrases which
begin alike. The rest is for the office to put right in `phrases/learned.yaml`.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from toolkit.brief.source import FAST, read_text
from toolkit.errors import Location, Problem, TemplateError, ToolkitError, display_path, suggest
from toolkit.pack.pack import Pack
from toolkit.pack.phrases import Phrase, full_width

FILE = "phrases/learned.yaml"
SHORTEST, LONGEST = 4, 60
HEAD = """\
# 从定稿里学来的词句，由程序添加，可以改、可以删；同样的词句不会再添。
# 各栏的意思见内置的 phrases/general.yaml。
# 请看一看 role（用法）和 fits（用在哪里）写得对不对；只在本地用得上的可以删去。
"""
BY_FORM = ("four_character", "parallel")
DEFAULT_ROLE = "measure"
OPEN, CLOSE = "“‘《（〔", "”’》）〕"
# Ends of clauses, and of sentences, which part phrases for good.
CLAUSE_ENDS, SENTENCE_ENDS = "，；：", "。！？…—"
NUMBERING = re.compile(r"(?:[（(][一二三四五六七八九十\d]+[）)]|[一二三四五六七八九十\d]+[、.．])+")
QUOTED = re.compile(r"[“《][^”》]*[”》]")
NUMERAL = "[〇零一二三四五六七八九十百千万亿两]+"
CALENDAR = ("年", "月", "日", "届", "次")
# Text that YAML takes as it stands.
PLAIN = re.compile(r"[\u3400-\u9fff“《（‘][\u3400-\u9fffA-Za-z0-9·、，；：—“”‘’《》（）]*")


@dataclass(frozen=True)
class Wording:
    """A sentence or paragraph as a person wrote it, and where: section function, region, year."""

    text: str
    function: str
    region: str
    year: int


def learn(folder: Path, wordings: Sequence[Wording]) -> dict[Path, bytes]:
    """Return the pack's file of learned phrases with new ones added; nothing where none is new.

    What the file has stays byte for byte. The caller writes it (`workspace.write_all`); the
    folder need not exist yet.

    Raises:
        ToolkitError: the folder is a file, the pack is broken, or there is no such function.
    """
    if folder.exists() and not folder.is_dir():
        raise ToolkitError(f"{display_path(folder)}: 不是文件夹，不能作模板包", "换一个 --learn 后面的路径")
    rows = _Learner(Pack([folder] if folder.exists() else [])).rows(wordings)
    if not rows:
        return {}
    path = folder / FILE
    return {path: _added(path, rows)}


class _Learner:
    """Makes rows of wordings, with what the pack says of phrases, units and formulations."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.known = {_letters(phrase.text) for phrase in pack.phrases.values()}
        self.ids = set(pack.phrases)
        units = {unit for spec in pack.catalogue for unit in (spec.unit, *spec.units)}
        counted = "|".join(map(re.escape, sorted({*units, *CALENDAR}, key=len, reverse=True)))
        self.number = re.compile(rf"百分之|(?<!每){NUMERAL}[余多]?(?:{counted})")
        rows = pack.rows("formulations.yaml", "formulations", "id")
        self.forms = [form for form in pack.formulations.values() if form.verified]
        fixed = sorted({form.canonical for form in self.forms}, key=len, reverse=True)
        self.fixed = re.compile("|".join(map(re.escape, fixed)) or r"(?!)")
        self.wrong = [re.compile(pattern) for row in rows for pattern in _misquotations(row)]

    def rows(self, wordings: Iterable[Wording]) -> list[dict[str, Any]]:
        """Return a row for every phrase that is new."""
        return [row for wording in wordings for row in self._rows_of(wording)]

    def _rows_of(self, wording: Wording) -> Iterator[dict[str, Any]]:
        if wording.function not in self.pack.functions:
            hint = suggest(wording.function, self.pack.functions) or "章节功能见 draft genres --functions"
            raise ToolkitError(f"没有“{wording.function}”这个章节功能", hint)
        for text in self._phrases(wording):
            letters = _letters(text)
            if letters not in self.known:
                self.known.add(letters)
                yield self._row(text, wording)

    def _phrases(self, wording: Wording) -> Iterator[str]:
        for sentence in _sentences(_clean(wording.text)):
            run: list[str] = []
            for clause in [*_split(sentence, CLAUSE_ENDS), ""]:
                if clause and self._general(clause, wording.region):
                    run.append(clause)
                else:
                    yield from filter(self._fit, _joined(run))
                    run = []

    def _general(self, clause: str, region: str) -> bool:
        """Whether a clause names neither number nor place; formulations count for neither."""
        if "〔" in clause or "{" in clause or self.number.search(QUOTED.sub("", clause)):
            return False
        rest = self.fixed.sub("", clause)
        places = {region, region[:-1] if len(region) > 2 else region} - {""}
        return not re.search(r"[0-9０-９%％]", rest) and not any(place in rest for place in places)

    def _fit(self, text: str) -> bool:
        long_enough = len(re.findall(r"[\u3400-\u9fff]", text)) >= SHORTEST
        return long_enough and len(text) <= LONGEST and not any(w.search(text) for w in self.wrong)

    def _row(self, text: str, wording: Wording) -> dict[str, Any]:
        alike = [p for p in self.pack.phrases.values() if wording.function in p.functions]
        registers = Counter(register for phrase in alike for register in phrase.register)
        inside = [form for form in self.forms if form.canonical in text]
        row: dict[str, Any] = {
            "id": self._id(text),
            "text": text,
            "role": self._role(text, alike),
            "functions": [wording.function],
            "register": [register for register, _ in registers.most_common()] or ["报告"],
            "fits": f"{wording.region}{wording.year}年定稿用语",
        }
        if inside:
            row["formulation"] = max(inside, key=lambda form: len(form.canonical)).id
        starts: list[datetime.date] = [form.start for form in inside if form.start]
        if starts:
            row["valid_from"] = str(max(starts))
        return row

    def _id(self, text: str) -> str:
        """Return an id that depends on the text alone, so that offices which learn alike agree."""
        digest = hashlib.sha256(_letters(text).encode()).hexdigest()
        free = (f"learned_{digest[:n]}" for n in range(10, len(digest)))
        made = next(name for name in free if name not in self.ids)
        self.ids.add(made)
        return made

    def _role(self, text: str, alike: Sequence[Phrase]) -> str:
        members = [member for member in re.split("[、，]", text) if member]
        if {len(member) for member in members} == {4}:
            return "parallel" if len(members) >= 3 else "four_character"
        if len(members) >= 3 and len({len(member) for member in members}) == 1:
            return "parallel"
        every = self.pack.phrases.values()
        for phrases in (
            [p for p in alike if p.text[:2] == text[:2]],
            [p for p in every if p.text[:2] == text[:2]],
            alike,
        ):
            roles = Counter(phrase.role for phrase in phrases if phrase.role not in BY_FORM)
            if roles:
                return roles.most_common(1)[0][0]
        return DEFAULT_ROLE


def _misquotations(row: Mapping[str, Any]) -> Iterator[str]:
    """The patterns of a formulation's misquotations that are errors beyond doubt."""
    for case in row.get("wrong") or ():
        if case.get("level") == "error" and case.get("detect") in ("exact", "regex"):
            yield case["regex"] if "regex" in case else re.escape(case["text"])


def _letters(text: str) -> str:
    return re.sub(r"[\W_]", "", full_width(text))


def _clean(text: str) -> str:
    """Return a text as phrases are written: full-width marks, curly quotes, no spaces or numbering."""
    text = re.sub(r'"([^"]*)"', r"“\1”", re.sub(r"\s+", "", text))
    return NUMBERING.sub("", full_width(text), count=1) if NUMBERING.match(text) else full_width(text)


def _sentences(text: str) -> list[str]:
    return _split(text, SENTENCE_ENDS)


def _split(text: str, ends: str) -> list[str]:
    """Split behind marks that stand outside quotes and brackets; each piece keeps its mark."""
    pieces, start, depth = [], 0, 0
    for at, character in enumerate(text):
        if character in OPEN:
            depth += 1
        elif character in CLOSE:
            depth = max(0, depth - 1)
        elif character in ends and not depth:
            pieces.append(text[start : at + 1])
            start = at + 1
    return [*pieces, text[start:]]


def _joined(clauses: Sequence[str]) -> Iterator[str]:
    """Join clauses to phrases of at most the longest length; marks at the ends are dropped."""
    text = ""
    for clause in clauses:
        if text and len(text) + len(clause) > LONGEST:
            yield _bare(text)
            text = ""
        text += clause
    yield _bare(text)


def _bare(text: str) -> str:
    """Return a phrase without marks at its ends, or nothing where its quotes do not pair."""
    text = text.strip(CLAUSE_ENDS + SENTENCE_ENDS + "、")
    paired = all(text.count(a) == text.count(b) for a, b in zip(OPEN, CLOSE, strict=True))
    return text if paired and '"' not in text else ""


def _added(path: Path, rows: Sequence[Mapping[str, Any]]) -> bytes:
    """Return the bytes of the file with rows added behind what it has."""
    data = path.read_bytes() if path.is_file() else b""
    old = read_text(path) if data else ""
    break_ = "\r\n" if "\r\n" in old else "\n"
    before, margin = _list(path, old)
    text = "" if data else HEAD
    if old and not old.endswith("\n"):
        text += break_
    text += "".join(f"\n{_entry(row, margin)}" for row in rows).replace("\n", break_)
    try:
        after = yaml.load(old + text, Loader=FAST)
    except yaml.YAMLError:
        after = None
    if after != [*before, *rows]:
        raise _unfit(path, max(1, old.count("\n")))
    return data + text.encode()


def _list(path: Path, text: str) -> tuple[list[Any], str]:
    """Return the rows of the file and the margin at which they stand."""
    root = yaml.compose(text, Loader=FAST)
    if root is None:
        return [], ""
    if not isinstance(root, yaml.SequenceNode) or root.flow_style:
        raise _unfit(path, root.start_mark.line + 1)
    return yaml.load(text, Loader=FAST), " " * root.start_mark.column


def _unfit(path: Path, line: int) -> TemplateError:
    hint = "语汇文件逐条写，每条以“- id:”开头；改好后再学"
    return TemplateError([Problem(Location(display_path(path), line), "不能在这个文件末尾添加词句", hint)])


def _entry(row: Mapping[str, Any], margin: str) -> str:
    lines = [f"{name}: {_written(value)}" for name, value in row.items()]
    return f"{margin}- " + f"\n{margin}  ".join(lines) + "\n"


def _written(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_written, value))}]"
    if PLAIN.fullmatch(value) or re.fullmatch(r"[a-z]\w*", value):
        return str(value)
    if re.fullmatch(r"[\d-]+", value):
        return f"'{value}'"
    return json.dumps(value, ensure_ascii=False)
