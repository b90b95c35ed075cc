"""Any edits, then any new figures: what people typed is there, what they deleted is gone, figures are new."""

from __future__ import annotations

import random
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.merge.plan import Plan, applied
from toolkit.merge.texts import Line, passages
from toolkit.merge.three_way import merge
from toolkit.model import Block, Report, Span

SUBJECTS = ["提案", "视察", "协商", "信息", "调研", "走访", "监督", "学习", "培训", "联谊"]
VERBS = ["共收到", "组织开展", "累计报送", "先后召开", "认真办理", "持续推动", "广泛征集", "逐项落实"]
OBJECTS = ["重点事项", "意见建议", "界别活动", "专题会议", "民生实事", "社情民意", "履职成果", "交流材料"]
TAILS = ["得到党委政府重视。", "成效比较明显。", "群众反响良好！", "推动了问题解决；", "形成了长效机制。"]


def report(rng: random.Random, values: dict[int, int]) -> Report:
    """A report of varied sentences in which every figure has a number that stands nowhere else."""
    blocks, key = [], 0
    for n in range(rng.randint(3, 8)):
        spans: list[Span] = []
        for _ in range(rng.randint(1, 4)):
            words = f"{rng.choice(SUBJECTS)}方面{rng.choice(VERBS)}{rng.choice(OBJECTS)}"
            spans.append(Span(words))
            if rng.random() < 0.7:
                values.setdefault(key, 1000 + 37 * key)
                spans += [Span(str(values[key]), f"figures.k{key}"), Span("件，")]
                key += 1
            else:
                spans.append(Span("，"))
            spans.append(Span(rng.choice(TAILS)))
        blocks.append(Block(f"s{n}-1", "body", f"s{n}", tuple(spans)))
    return Report("work_report", "", tuple(blocks))


def renewed(old: Report, changed: dict[int, int]) -> Report:
    """The same report with other values."""
    blocks = []
    for block in old.blocks:
        spans = tuple(
            Span(str(changed.get(int(s.figure[1:]), int(s.text))), s.origin) if s.figure else s
            for s in block.spans
        )
        blocks.append(Block(block.id, block.kind, block.function, spans))
    return Report(old.genre, old.title, tuple(blocks))


class Person:
    """Edits lines at random and remembers what was typed and what was deleted."""

    def __init__(self, lines: list[str], rng: random.Random) -> None:
        self.lines, self.rng = lines, rng
        self.typed: list[str] = []
        self.count = 0

    def words(self) -> str:
        self.count += 1
        return f"〖手写{'甲乙丙丁戊己庚辛壬癸'[self.count % 10] * (1 + self.count // 10)}〗"

    def edit(self) -> None:
        kind = self.rng.choice(
            ["type", "type", "type", "cut", "cut", "new", "drop", "split", "merge", "move", "copy"]
        )
        if self.lines:
            getattr(self, kind)()

    def _line(self) -> int:
        return self.rng.randrange(len(self.lines))

    def _place(self, text: str) -> int:
        """A place that is not inside a number or inside what was typed."""
        banned = [m.span() for m in re.finditer(r"\d+|〖[^〗]*〗", text)]
        places = [n for n in range(len(text) + 1) if not any(a < n < b for a, b in banned)]
        return self.rng.choice(places)

    def type(self) -> None:
        n = self._line()
        at, words = self._place(self.lines[n]), self.words()
        self.lines[n] = self.lines[n][:at] + words + self.lines[n][at:]
        self.typed.append(words)

    def cut(self) -> None:
        """Delete a few characters between numbers and typed words."""
        n = self._line()
        text = self.lines[n]
        a = self._place(text)
        b = next((p for p in range(min(len(text), a + 6), a, -1) if not re.search(r"[\d〖〗]", text[a:p])), a)
        self.lines[n] = text[:a] + text[b:]

    def new(self) -> None:
        words = self.words()
        self.lines.insert(self._line(), words + "新写的一段。")
        self.typed.append(words)

    def drop(self) -> None:
        n = self._line()
        if "〖" not in self.lines[n] and len(self.lines) > 2:
            del self.lines[n]

    def split(self) -> None:
        n = self._line()
        at = self._place(self.lines[n])
        self.lines[n : n + 1] = [self.lines[n][:at], self.lines[n][at:]]

    def merge(self) -> None:
        n = self._line()
        if n + 1 < len(self.lines):
            self.lines[n : n + 2] = [self.lines[n] + self.lines[n + 1]]

    def move(self) -> None:
        text = self.lines.pop(self._line())
        self.lines.insert(self.rng.randint(0, len(self.lines)), text)

    def copy(self) -> None:
        self.lines.insert(self._line(), self.lines[self._line()])


def _merged(base: Report, lines: list[str], new: Report) -> tuple[list[str], Plan]:
    there = [Line(text) for text in lines]
    plan = merge(passages(base), there, passages(new), {}, {})
    return applied(there, plan, passages(new)), plan


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 10**9), st.integers(0, 14), st.floats(0, 1))
def test_edits_stay_and_figures_are_new(seed: int, edits: int, share: float) -> None:
    rng = random.Random(seed)
    values: dict[int, int] = {}
    base = report(rng, values)
    person = Person([p.text for p in passages(base)], rng)
    for _ in range(edits):
        person.edit()
    changed = {k: v + 20000 for k, v in values.items() if rng.random() < share}
    result, plan = _merged(base, list(person.lines), renewed(base, changed))
    text = "\n".join(result)
    assert [words for words in person.typed if words not in text] == []
    before = "\n".join(person.lines)
    assert re.sub(r"\d+", "#", text) == re.sub(r"\d+", "#", before)
    reported = " ".join([*(k.text for k in plan.kept), *(c.edited for c in plan.conflicts)])
    stale = [v for k, v in values.items() if k in changed and re.search(rf"(?<!\d){v}(?!\d)", text)]
    assert [v for v in stale if str(v) not in reported] == []


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 10**9), st.integers(0, 14))
def test_without_new_figures_nothing_happens(seed: int, edits: int) -> None:
    rng = random.Random(seed)
    base = report(rng, {})
    person = Person([p.text for p in passages(base)], rng)
    for _ in range(edits):
        person.edit()
    result, plan = _merged(base, list(person.lines), base)
    assert result == person.lines
    assert not plan.changes
