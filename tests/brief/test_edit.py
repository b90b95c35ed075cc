"""Figures of a brief are changed in its text: those scalars and nothing else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from toolkit.brief import splice
from toolkit.brief.blank import blank_brief
from toolkit.brief.edit import BriefNotEditable, FigureChange, revised
from toolkit.brief.load import Vocabulary, parse_brief
from toolkit.brief.source import Source
from toolkit.errors import Problem
from toolkit.figures import APPROXIMATIONS

BASE: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
SAMPLES = Path(__file__).parents[2] / "samples"


def to(
    value: str | None = None, approx: str | None = None, span: str | None = None, **parts: Any
) -> FigureChange:
    return FigureChange(Decimal(value) if value is not None else None, approx, span, **parts)


@pytest.fixture(params=["libyaml", "python"])
def loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both parsers of PyYAML give usable places, though not the same ones everywhere."""
    if request.param == "python":
        monkeypatch.setattr(splice, "FAST", yaml.SafeLoader)


# -- one figure ------------------------------------------------------------------------------------

CASES = [
    # plain and quoted numbers, with what stands behind them
    ("  a: 216", to("217"), "  a: 217"),
    ("  a:   216   # 说明：216  ", to("217"), "  a:   217   # 说明：216  "),
    ("  a: '216'", to("217"), "  a: '217'"),
    ('  a: "216"', to("3.50"), '  a: "3.50"'),
    ("  a: 216", to("216"), "  a: 216"),
    ("  a: 100%", to("98.5"), "  a: 98.5%"),
    ("  a: 150余  # c", to("160"), "  a: 160余  # c"),
    ("  a: 150余", to("160", "多"), "  a: 160多"),
    ("  a: 150余", to("160", ""), "  a: 160"),
    ("  a: 150余", to("160", "近"), "  a: {value: 160, approx: 近}"),
    ("  a: 150", to(None, "余"), "  a: {value: 150, approx: 余}"),
    ("  a: '150'  # c", to("160", "约"), "  a: {value: '160', approx: 约}  # c"),
    ("  a: 150", to("160", "", "五年来"), "  a: {value: 160, span: 五年来}"),
    # nothing yet
    ("  a:", to("5"), "  a: 5"),
    ("  a:   # 提案（件），提案委", to("5"), "  a: 5   # 提案（件），提案委"),
    ("  a: # c", to("5", "余"), "  a: {value: 5, approx: 余} # c"),
    ("  a: ~", to("5"), "  a: 5"),
    ("  a: null # c", to("5"), "  a: 5 # c"),
    ('  a: ""', to("5"), '  a: "5"'),
    # mappings in braces
    ("  a: {value: 150, approx: 余}", to("160"), "  a: {value: 160, approx: 余}"),
    ("  a: {value: 150, approx: 余}", to("160", ""), "  a: {value: 160}"),
    ("  a: {approx: 余, value: 150}", to(None, ""), "  a: {value: 150}"),
    ("  a: { value: 150 ,  approx: 余 }  # c", to("160", "近"), "  a: { value: 160 ,  approx: 近 }  # c"),
    ("  a: {value: 150, approx: '余', span: 五年来}", to("9", ""), "  a: {value: 9, span: 五年来}"),
    (
        "  a: {value: 150, span: 五年来, previous: 150, source: 150}",
        to("160", "多"),
        "  a: {value: 160, approx: 多, span: 五年来, previous: 150, source: 150}",
    ),
    ("  a: {value: '150余'}", to("160"), "  a: {value: '160余'}"),
    ("  a: {value: 150余, approx: 余}", to("160", "近"), "  a: {value: 160, approx: 近}"),
    ("  a: {value: , approx: 余}", to("160"), "  a: {value: 160, approx: 余}"),
    ("  a: {value: 7}", to("8", "", "近三年"), "  a: {value: 8, span: 近三年}"),
    ("  a: {value: 7, approx: }", to("8", "余"), "  a: {value: 8, approx: 余}"),
    ("  a: {value: 150, # 甲\n    approx: 余} # 乙", to("9"), "  a: {value: 9, # 甲\n    approx: 余} # 乙"),
    ("  a: {value: 150, # 甲\n    approx: 余} # 乙", to("9", ""), "  a: {value: 9, # 甲\n    } # 乙"),
    ("  a: {value: 150,\n    approx: 余}", to("9", ""), "  a: {value: 9}"),
    # block mappings
    ("  a:\n    value: 150\n    approx: 余", to("160", ""), "  a:\n    value: 160"),
    ("  a:\n    approx: 余\n    value: 150 # c", to("160", ""), "  a:\n    value: 160 # c"),
    ("  a:\n    value: 1\n    approx: 余 # 甲\n    span: 五年来", to("2", ""),
     "  a:\n    value: 2\n    # 甲\n    span: 五年来"),
    ("  a:   # 甲\n      value: 150   # 乙\n      source: 丙", to("160", "超"),
     "  a:   # 甲\n      value: 160   # 乙\n      approx: 超\n      source: 丙"),
    ("  a:\n    value:\n    source: 丙", to("160", "余"),
     "  a:\n    value: 160\n    approx: 余\n    source: 丙"),
    ("  a:\n    value: 1\n    note: |\n      第一行\n\n      第二行", to("2"),
     "  a:\n    value: 2\n    note: |\n      第一行\n\n      第二行"),
    # where it is from, and since when
    ("  a: 216   # c", to("217", source="提案委.xlsx/Sheet1/F7", as_of="2024-12-20"),
     '  a: {value: 217, as_of: 2024-12-20, source: "提案委.xlsx/Sheet1/F7"}   # c'),
    ("  a: 216", to(source="提案委"), "  a: {value: 216, source: 提案委}"),
    ("  a: 150余", to(as_of="2024-12"), "  a: {value: 150余, as_of: 2024-12}"),
    ("  a:", to("5", "约", "五年来", previous=Decimal("4.5"), source="甲: #乙"),
     '  a: {value: 5, approx: 约, span: 五年来, previous: 4.5, source: "甲: #乙"}'),
    ("  a: {value: 1, source: 甲委, as_of: 2024-06-30}", to("2", source='"甲", 乙', as_of="2024-12-31"),
     '  a: {value: 2, source: "\\"甲\\", 乙", as_of: 2024-12-31}'),
    ("  a: {value: 1, source: '甲委'}", to("2", source="甲's"), "  a: {value: 2, source: '甲''s'}"),
    ('  a: {value: 1, source: "甲委"}', to("2", source='"乙"'), '  a: {value: 2, source: "\\"乙\\""}'),
    ("  a:\n    value: 1   # 甲\n    note: 乙", to("2", "余", source="丙/丁/B2"),
     '  a:\n    value: 2   # 甲\n    approx: 余\n    note: 乙\n    source: "丙/丁/B2"'),
    ("  a: {value: 1, source: }", to(source="true"), '  a: {value: 1, source: "true"}'),
    ("  a: {value: 1, as_of: 2024-06-30, source: 甲}", to("2", as_of="", source="乙"),
     "  a: {value: 2, source: 乙}"),
    ("  a: 1", to("2", as_of=""), "  a: 2"),
    ("  a: {value: 1, previous: 7}", to(previous=Decimal(8)), "  a: {value: 1, previous: 8}"),
]  # fmt: skip
AROUND = (
    ("region: 金山区  \nfigures:  # 216\n  b: 216\n",
     "\n\n  # 注：a: 216\n  c: {value: 216}\n\nfacts:\n  x: [a, b]\n"),
    ("figures:\n", ""),
)  # fmt: skip


@pytest.mark.usefixtures("loader")
@pytest.mark.parametrize("around", AROUND, ids=["within", "alone"])
@pytest.mark.parametrize("break_", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
@pytest.mark.parametrize(("before", "change", "after"), CASES)
def test_a_figure_is_changed(
    before: str, change: FigureChange, after: str, break_: str, around: tuple[str, str]
) -> None:
    head, tail = around
    old, new = (f"{head}{figure}{tail}".replace("\n", break_) for figure in (before, after))
    assert revised(old, {"a": change}) == new
    assert revised(new, {"a": change}) == new
    assert revised("\ufeff" + old, {"a": change}) == "\ufeff" + new


# -- a figure that is not there --------------------------------------------------------------------

MISSING = [
    ("figures:\n  a: 1 # c\n\nfacts:\n", "figures:\n  a: 1 # c\n  n: 5\n\nfacts:\n"),
    ("figures:\n    a: {value: 1}\n", "figures:\n    a: {value: 1}\n    n: 5\n"),
    ("figures:\n  a:\n    value: 1\n    note: 乙 # c\nfacts:\n",
     "figures:\n  a:\n    value: 1\n    note: 乙 # c\n  n: 5\nfacts:\n"),
    ("figures:\n  a: 1", "figures:\n  a: 1\n  n: 5"),
    ("figures:\n  a:   # 待填\n  # —— 末组 ——\n", "figures:\n  a:   # 待填\n  n: 5\n  # —— 末组 ——\n"),
    ("figures:      # 说明\n  # —— 总述 ——\nfacts:\n",
     "figures:      # 说明\n  n: 5\n  # —— 总述 ——\nfacts:\n"),
    ("figures:", "figures:\n  n: 5"),
    ("figures: ~\nfacts:\n", "figures: {n: 5}\nfacts:\n"),
    ("figures: {}    # 没有统计数字\n", "figures: {n: 5}    # 没有统计数字\n"),
    ("figures: {a: 1, b: {value: 2}} # c\n", "figures: {a: 1, b: {value: 2}, n: 5} # c\n"),
    ("figures: {a: 1,\n  b: 2, # c\n}\n", "figures: {a: 1,\n  b: 2, n: 5, # c\n}\n"),
    ("region: 甲\n\n# 完\n", "region: 甲\n\n# 完\nfigures:\n  n: 5\n"),
    ("region: 甲", "region: 甲\nfigures:\n  n: 5"),
    ("  region: 甲\n  year: 1\n", "  region: 甲\n  year: 1\n  figures:\n    n: 5\n"),
    ("{region: 甲, year: 2024}\n", "{region: 甲, year: 2024, figures: {n: 5}}\n"),
    ("# 还没有内容\n", "# 还没有内容\nfigures:\n  n: 5\n"),
    ("", "figures:\n  n: 5\n"),
    ("note: |\n  乙\n\n", "note: |\n  乙\n\nfigures:\n  n: 5\n"),
]  # fmt: skip


@pytest.mark.usefixtures("loader")
@pytest.mark.parametrize("break_", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize(("before", "after"), MISSING)
def test_a_missing_figure_is_added(before: str, after: str, break_: str) -> None:
    if "\n" not in before:
        break_ = "\n"
    old, new = before.replace("\n", break_), after.replace("\n", break_)
    assert revised(old, {"n": to("5")}) == new
    two = revised(old, {"n": to("5"), "m": to("6", "余")})
    assert yaml.safe_load(two)["figures"]["m"] == {"value": 6, "approx": "余"}
    assert [line for line in new.split(break_) if line not in two.split(break_)] in ([], [_one(new, "n: 5")])


def _one(text: str, part: str) -> str:
    return next(line for line in re.split(r"\r\n|\n", text) if part in line)


def test_figures_are_filled_added_and_freed_of_approximations_at_once() -> None:
    old = "figures:\n  a:\n  b:\n    value: 1\n    approx: 余\n"
    changes = {"a": to("5"), "b": to("2", ""), "c": to("7"), "d": to("8", "近")}
    new = "figures:\n  a: 5\n  b:\n    value: 2\n  c: 7\n  d: {value: 8, approx: 近}\n"
    assert revised(old, changes) == new


def test_what_changes_nothing_leaves_even_odd_texts_alone() -> None:
    odd = "figures: \r\n  a :   1  \n  b: { }\r\n"
    assert revised(odd, {}) == odd
    assert revised(odd, {"a": to("1"), "x": to(None, "")}) == odd


# -- what is refused -------------------------------------------------------------------------------

REFUSED = [
    ("region: 甲\nfigures:\n  a: &x 1\n  b: *x\n", "a", 3, "引用"),
    ("region: &r 甲\nplace: *r\nfigures:\n  a: 1\n", "a", 1, "引用"),
    ("figures:\n  <<: {a: 1}\n", "a", 2, "合并键"),
    ("figures:\n  a: 1\n  a: 2\n", "a", 3, "写了两次"),
    ("figures:\n  a: !!str 1\n", "a", 2, "标记"),
    ("figures:\n  a: !!map {value: 1, approx: 余}\n", "n", 0, ""),
    ("figures:\n  a: |\n    1\n", "a", 2, "一行"),
    ("figures:\n  a: 1\n    2\n", "a", 2, "一行"),
    ("figures:\n  a: [1, 2]\n", "a", 2, "不是一个数"),
    ("figures:\n  a: {approx: 余}\n", "a", 2, "没有数值"),
    ("figures:\n  ? a\n", "a", 2, "填值"),
    ("figures: 216\n", "a", 1, "键: 值"),
    ("- a\n- b\n", "a", 1, "键: 值"),
    ("figures:\n  a: 1\n ：b\n  c: 2\n", "a", 3, "YAML 写法错误"),
    ("a: 1\n---\nfigures:\n  a: 1\n", "a", 2, ""),
    ("region: 甲\n...\n", "n", 1, "与原意不符"),
]


@pytest.mark.usefixtures("loader")
@pytest.mark.parametrize(("text", "key", "line", "words"), REFUSED)
def test_what_cannot_be_changed_safely_is_refused_with_its_place(
    text: str, key: str, line: int, words: str
) -> None:
    if not line:  # nothing of the marked mapping itself has to change
        assert revised(text, {key: to("5")}) == f"{text}  {key}: 5\n"
        return
    with pytest.raises(BriefNotEditable) as caught:
        revised(text, {key: to("5", "")}, "我的底稿.yaml")
    problem = caught.value.problems[0]
    assert (problem.location.path, problem.location.line) == ("我的底稿.yaml", line)
    assert words in problem.message
    assert f"我的底稿.yaml:{line}" in caught.value.render()


@pytest.mark.usefixtures("loader")
def test_an_approximation_without_a_number_is_refused() -> None:
    for text in ("figures:\n  a:\n", "figures:\n  b: 1\n", "figures:\n  a: {value: }\n"):
        with pytest.raises(BriefNotEditable, match="共 1 处"):
            revised(text, {"a": to(None, "余")})


def test_a_key_that_no_figure_can_have_is_refused() -> None:
    with pytest.raises(BriefNotEditable):
        revised("figures:\n  a: 1\n", {"b: 2\n  c": to("5")})


@pytest.mark.parametrize(
    "parts",
    [
        {"value": Decimal("NaN")},
        {"value": Decimal(-1)},
        {"previous": Decimal(-1)},
        {"approx": "大约"},
        {"span": "甲: 乙"},
        {"as_of": "12月20日"},
        {"source": "两\n行"},
        {"source": " "},
    ],
)
def test_a_change_that_no_brief_may_hold_is_a_mistake_of_the_caller(parts: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="not a"):
        FigureChange(**parts)


def test_an_edit_that_says_something_else_is_never_returned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(splice.Splicer, "result", lambda self: self.text.replace("1", "9"))
    with pytest.raises(BriefNotEditable, match="共 1 处") as caught:
        revised("year: 2011\nfigures:\n  a: 1\n", {"a": to("9")})
    assert "与原意不符" in caught.value.problems[0].message


# -- real briefs -----------------------------------------------------------------------------------


@pytest.mark.usefixtures("loader")
@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_figure_of_a_sample_can_be_changed_and_changed_back(path: Path, words: Vocabulary) -> None:
    text = path.read_bytes().decode()
    given = {k: f for k, f in parse_brief(Source(path, text), words).figures.items() if not f.derived}
    raised = {key: FigureChange(figure.value + 1) for key, figure in given.items()}
    new = revised(text, raised)
    old_lines, new_lines = text.split("\n"), new.split("\n")
    changed = [n for n, pair in enumerate(zip(old_lines, new_lines, strict=True), 1) if pair[0] != pair[1]]
    assert changed == sorted(figure.line for figure in given.values())
    assert revised(new, {key: FigureChange(figure.value) for key, figure in given.items()}) == text


def test_a_changed_brief_loads_with_the_new_values(words: Vocabulary) -> None:
    text = (SAMPLES / "金山区.yaml").read_text(encoding="utf-8")
    changes = {"consult_total": to("160", "多"), "key_tasks": to("70", "近"), "proposal_merged": to("59")}
    figures = parse_brief(Source("b.yaml", revised(text, changes)), words).figures
    assert [figures[key].text for key in changes] == ["160多", "近70", "59"]


def test_every_figure_of_a_blank_brief_can_be_filled_in(words: Vocabulary) -> None:
    text = blank_brief(words, {"region": "金山区"}, "x.json")
    keys = re.findall(r"^  (\w+):   #", text[text.index("\nfigures:") : text.index("\nfacts:")], re.MULTILINE)
    assert len(keys) > 100
    new = revised(text, {key: FigureChange(Decimal(number)) for number, key in enumerate(keys)})
    assert yaml.safe_load(new)["figures"] == {key: number for number, key in enumerate(keys)}
    assert re.sub(r"^(  \w+:) \d+(   #)", r"\1\2", new, flags=re.MULTILINE) == text


# -- any brief, any changes ------------------------------------------------------------------------

KEYS = ("a", "b", "c", "d", "e")
NUMBERS = st.one_of(
    st.integers(0, 9999).map(str), st.decimals(0, 999, places=2).map(lambda number: f"{number:f}")
)
APPROX = st.sampled_from(APPROXIMATIONS)
QUOTE = st.sampled_from(["", "'", '"'])
COMMENT = st.sampled_from(["", "", " ", "  # 说明 216", " # {value: 1, approx: 余}"])


@st.composite
def _figure(draw: st.DrawFn) -> str:
    """One figure in any layout, without its key."""
    number, quote, end = draw(NUMBERS), draw(QUOTE), draw(COMMENT)
    scalar = f"{quote}{number}{draw(st.sampled_from(['', '', '余', '多', '%']))}{quote}"
    layout = draw(st.sampled_from(["empty", "scalar", "flow", "flow lines", "block"]))
    if layout == "empty":
        return f"{end}"
    if layout == "scalar":
        return f" {scalar}{end}"
    parts = draw(st.permutations([("value", f"{quote}{number}{quote}"), *draw(_parts())]))
    written = [f"{name}: {text}" for name, text in parts]
    if layout == "flow":
        return f" {{{', '.join(written)}}}{end}"
    if layout == "flow lines":
        between = f", {end}\n      "
        return f" {{{between.join(written)}}}{end}"
    return f"{end}\n" + "\n".join(f"    {line}{draw(COMMENT)}" for line in written)


def _parts() -> st.SearchStrategy[list[tuple[str, str]]]:
    part = st.one_of(
        st.tuples(st.just("approx"), APPROX),
        st.tuples(st.just("span"), st.sampled_from(["五年来", "'近三年'"])),
        st.tuples(st.just("previous"), NUMBERS),
        st.tuples(st.just("source"), st.sampled_from(["提案委", '"委员 # 工作室"'])),
    )
    return st.lists(part, max_size=4, unique_by=lambda pair: pair[0])


@st.composite
def _brief(draw: st.DrawFn) -> str:
    figures = draw(st.dictionaries(st.sampled_from(KEYS), _figure(), max_size=5))
    between = st.sampled_from(["", "", "\n", "  # 甲：216\n"])
    block = "".join(f"  {key}:{text}\n{draw(between)}" for key, text in figures.items())
    head = draw(st.sampled_from(["", "region: 金山区  # 216\n", "# 216\nyear: 2024\n\n"]))
    tail = draw(st.sampled_from(["", "facts:\n  x: [a, 216]\n", "\nnote: |\n  b: 216\n\n  c\n"]))
    return f"{head}figures:{draw(COMMENT)}\n{block}{tail}"


CHANGES = st.dictionaries(
    st.sampled_from([*KEYS, "n", "m"]),
    st.builds(to, NUMBERS, st.one_of(st.none(), st.just(""), APPROX)),
    max_size=4,
)


def _said(text: str) -> tuple[dict[str, Any], dict[str, dict[str, str]]]:
    """What a brief says: all but the figures, and every figure by part, as text."""
    data = yaml.load(text, Loader=BASE)
    figures = data.pop("figures") or {}
    return data, {key: _parts_of(value) for key, value in figures.items()}


def _parts_of(value: Any) -> dict[str, str]:
    parts = dict(value) if isinstance(value, dict) else {"value": value}
    if parts["value"][-1:] in ("余", "多"):
        parts["approx"], parts["value"] = parts["value"][-1], parts["value"][:-1]
    return {name: text for name, text in parts.items() if text}


@given(_brief(), CHANGES, st.sampled_from(["\n", "\r\n"]), st.booleans(), st.booleans())
def test_data_differ_in_the_changed_values_alone_and_other_lines_are_the_same(
    brief: str, changes: dict[str, FigureChange], break_: str, marked: bool, ended: bool
) -> None:
    brief = brief if ended else brief.rstrip("\n")
    break_ = break_ if "\n" in brief else "\n"
    old = "\ufeff" * marked + brief.replace("\n", break_)
    new = revised(old, changes)
    others, figures = _said(old)
    for key, change in changes.items():
        assert change.value is not None
        percent = "%" * figures.get(key, {}).get("value", "").endswith("%")
        made = {**figures.get(key, {}), "value": f"{change.value:f}{percent}"}
        if change.approx is not None:
            made["approx"] = change.approx
        figures[key] = {name: text for name, text in made.items() if text}
    assert _said(new) == (others, figures)
    assert _untouched(new, changes, break_) == _untouched(old, changes, break_)
    assert revised(new, changes) == new


def _untouched(text: str, changes: dict[str, FigureChange], break_: str) -> list[str]:
    """The lines outside the changed figures; comment lines and blank ones all count."""
    kept, inside = [], False
    for line in text.removeprefix("\ufeff").split(break_):
        key = re.match(r"(\S|  (?=\w))", line) and line.strip().partition(":")[0]
        if key:
            inside = line.startswith("  ") and key in changes
        if not inside or not line.strip() or re.match(r"  #", line):
            kept.append(line)
    while kept and not kept[-1]:
        kept.pop()
    return kept


@given(_brief(), CHANGES)
def test_comments_of_changed_figures_stay(brief: str, changes: dict[str, FigureChange]) -> None:
    assert revised(brief, changes).count("# 说明 216") == brief.count("# 说明 216")


def test_a_text_64_times_as_long_takes_no_more_than_about_64_times_as_long() -> None:
    def text(count: int) -> str:
        return "figures:\n" + "".join(f"  k{n}: {{value: 1, approx: 余}} # c\n" for n in range(count))

    def steps(count: int) -> int:
        import sys

        calls = 0

        def note(*_: object) -> None:
            nonlocal calls
            calls += 1

        before = sys.getprofile()
        sys.setprofile(note)
        try:
            revised(text(count), {f"k{n}": to("2", "") for n in range(count)})
        finally:
            sys.setprofile(before)
        return calls

    assert steps(1280) < 80 * steps(20)


@given(
    st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=20),
    st.sampled_from(
        ["1", "150余", "{value: 1}", "{value: 1, source: 甲}", "{value: 1, source: '甲'}", "'1'"]
    ),
)
def test_any_source_reads_back_as_it_was_given(source: str, before: str) -> None:
    text = revised(f"figures:\n  a: {before}\n", {"a": to("2", source=source)})
    assert yaml.load(text, BASE)["figures"]["a"]["source"] == source


LETTERS = ["figures", "value", "approx", "余", "---", "...", "*x", *"ab1#'\"|>{}[],:\n\r\t"]
PIECES = st.sampled_from([*LETTERS, ": ", "\n  ", "\n    ", "- ", "? ", "&x ", "!!str ", "<<: ", " # c"])


@given(st.lists(PIECES, max_size=25).map("".join), st.booleans())
def test_any_text_is_edited_or_refused_with_a_place(text: str, headed: bool) -> None:
    text = f"figures:\n  a: {text}" if headed else text
    problems: Sequence[Problem] = ()
    said: dict[str, Any] = {}
    try:
        said = _said(revised(text, {"a": to("5", "近"), "b": to("6", "")}))[1]
    except BriefNotEditable as error:
        problems = error.problems
    assert all(problem.location.line >= 1 for problem in problems)
    assert bool(problems) != bool(said)
    assert problems or (said["a"], said["b"]["value"]) == ({**said["a"], "value": "5", "approx": "近"}, "6")
