"""The tags by which sentences live with missing data."""

from __future__ import annotations

from decimal import Decimal

import pytest

from toolkit.compose.markup import plain, spans
from toolkit.compose.render import Renderer
from toolkit.compose.tags import STATE
from toolkit.compose.values import Missing, Number, State
from toolkit.errors import TemplateError
from toolkit.figures import Figure


def render(source: str, **values: int | str | None) -> str:
    """Render a line; an int is a figure, None a known name without a value."""
    state = State()
    context: dict[str, object] = {STATE: state}
    for key, value in values.items():
        if value is None:
            context[key] = Missing(state, key, f"名称{key}")
        elif isinstance(value, int):
            context[key] = Number(Figure(key, Decimal(value), unit="件"), state)
        else:
            context[key] = value
    return plain(Renderer().line(source, "skeleton", context))


SENTENCE = (
    "{% sentence %}一年来，{% clause %}甲{{ a }}次{% clause %}乙{{ b }}次"
    "{% clause %}丙{{ c }}次{% tail %}，收到实效{% endsentence %}"
)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((1, 2, 3), "一年来，甲1次，乙2次，丙3次，收到实效。"),
        ((None, 2, 3), "一年来，乙2次，丙3次，收到实效。"),
        ((1, None, 3), "一年来，甲1次，丙3次，收到实效。"),
        ((1, 2, None), "一年来，甲1次，乙2次，收到实效。"),
        ((None, None, 3), "一年来，丙3次，收到实效。"),
        ((None, None, None), ""),
    ],
)
def test_a_sentence_drops_the_clauses_that_lack_a_value(
    values: tuple[int | None, ...], expected: str
) -> None:
    assert render(SENTENCE, **dict(zip("abc", values, strict=True))) == expected


def test_a_sentence_may_be_laid_out_over_lines() -> None:
    source = """{% sentence %}一年来，
    {% clause %}甲{{ a }}次
    {% clause %}乙{{ b }}次
    {% endsentence %}"""
    assert render(source, a=1, b=2) == "一年来，甲1次，乙2次。"


def test_clauses_may_be_joined_by_semicolons() -> None:
    source = '{% sentence ";" %}{% clause %}甲{% clause %}乙{% endsentence %}'
    assert render(source) == "甲；乙。"


def test_a_clause_that_prints_nothing_counts_as_absent() -> None:
    source = "{% sentence %}{% clause %}{% if a > 9 %}多{% endif %}{% clause %}乙{% endsentence %}"
    assert render(source, a=1) == "乙。"


def test_a_tail_that_lacks_a_value_goes_alone() -> None:
    source = "{% sentence %}{% clause %}甲{% tail %}，丙{{ c }}次{% endsentence %}"
    assert render(source, c=None) == "甲。"


def test_a_sentence_without_clauses_left_leaves_no_placeholder_of_its_lead() -> None:
    source = "{% sentence %}{{ a }}期间，{% clause %}乙{{ b }}{% endsentence %}"
    assert render(source, a=None, b=None) == ""


@pytest.mark.parametrize(("value", "expected"), [(3, "（其中甲3件）"), (None, "（未分类）")])
def test_optional_takes_its_else_when_a_value_is_missing(value: int | None, expected: str) -> None:
    source = "{% optional %}（其中甲{{ a }}件）{% else %}（未分类）{% endoptional %}"
    assert render(source, a=value) == expected


def test_optional_without_else_goes_as_a_whole() -> None:
    assert render("前{% optional %}，甲{{ a }}，乙{{ b }}{% endoptional %}后", a=1, b=None) == "前后"


def test_an_inner_optional_does_not_take_the_outer_one_with_it() -> None:
    source = (
        "{% optional %}甲{{ a }}{% optional %}（乙{{ b }}）{% endoptional %}。{% else %}无{% endoptional %}"
    )
    assert render(source, a=1, b=None) == "甲1。"
    assert render(source, a=None, b=1) == "无"


def test_a_bare_missing_value_is_a_visible_placeholder() -> None:
    assert render("立案{{ a }}件", a=None) == "立案〔待填：名称a〕件"


def test_must_keeps_a_placeholder_inside_a_clause() -> None:
    source = "{% sentence %}{% clause %}立案{{ a | must }}件{% endsentence %}"
    assert render(source, a=None) == "立案〔待填：名称a〕件。"


def test_a_loop_over_a_missing_list_prints_nothing() -> None:
    assert render("{% for x in a %}{{ x }}{% endfor %}。", a=None) == "。"


def test_is_known_tells_missing_from_present() -> None:
    source = "{% if a is known %}有{% else %}无{% endif %}"
    assert render(source, a=1) == "有"
    assert render(source, a=None) == "无"


def test_comparing_with_a_missing_value_is_false_both_ways() -> None:
    assert render("{% if a > b or a < b %}不等{% else %}无从比{% endif %}", a=1, b=None) == "无从比"


def test_spans_say_since_when_once_in_a_sentence() -> None:
    state = State()
    context = {
        STATE: state,
        "a": Number(Figure("a_total", Decimal(5), span="五年来"), state),
        "b": Number(Figure("b_total", Decimal(6), span="五年来"), state),
        "c": Number(Figure("c_total", Decimal(7), span="近三年"), state),
    }
    source = (
        "{% sentence %}{% clause %}{{ a | since }}学习{{ a }}次{% clause %}{{ b | since }}视察{{ b }}次"
        "{% clause %}{{ c | since }}批示{{ c }}项{% endsentence %}{{ a | since }}"
    )
    text = plain(Renderer().line(source, "skeleton", context))
    assert text == "五年来累计学习5次，视察6次，近三年累计批示7项。五年来累计"


def test_a_sum_keeps_the_keys_of_its_parts() -> None:
    state = State()
    context = {
        STATE: state,
        "a": Number(Figure("a", Decimal(3)), state),
        "b": Number(Figure("b", Decimal(4), approx="余"), state),
    }
    found = spans(Renderer().line("{{ a + b }}", "skeleton", context))
    assert [(s.text, s.origin) for s in found] == [("7余", "figures.a+b")]


@pytest.mark.parametrize(
    ("source", "line", "said"),
    [
        ("一\n二{{ nothing }}", 2, "nothing"),
        ("一\n\n三{% sentence %}{% clause %}", 3, "endsentence"),
        ("{{ a", 1, "骨架写法错误"),
        ("一\n{{ ''.__class__.__mro__ }}", 2, "unsafe"),
    ],
)
def test_a_template_error_names_file_and_line(source: str, line: int, said: str) -> None:
    with pytest.raises(TemplateError) as caught:
        render(source, a=1)
    problem = caught.value.problems[0]
    assert (problem.location.path, problem.location.line) == ("skeleton", line)
    assert said in caught.value.render()
