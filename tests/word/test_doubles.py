"""Bookmarks that a paste doubled stand once, where the original is."""

from __future__ import annotations

import itertools
import re
from typing import Any

import pytest
from lxml import etree

from toolkit.word.doubles import undouble
from toolkit.word.package import W

NS = W[1:-1]


def body(*paragraphs: str) -> Any:
    xml = re.sub(r"<(/?)(\w)", r"<\1w:\2", "".join(f"<p>{p}</p>" for p in paragraphs))
    xml = re.sub(r" (id|name)=", r" w:\1=", xml)
    return etree.fromstring(f'<w:body xmlns:w="{NS}">{xml}</w:body>')


def mark(name: str, id_: int, text: str = "字") -> str:
    return f'<bookmarkStart id="{id_}" name="{name}"/><r><t>{text}</t></r><bookmarkEnd id="{id_}"/>'


def left(root: Any) -> list[list[tuple[str, str]]]:
    return [[(e.get(f"{W}name"), e.get(f"{W}id")) for e in p.iter(f"{W}bookmarkStart")] for p in root]


def ends(root: Any) -> list[str]:
    return [e.get(f"{W}id") for e in root.iter(f"{W}bookmarkEnd")]


@pytest.mark.parametrize(("copy", "wanted"), [(1, [[("_d_a", "3")], []]), (0, [[], [("_d_a", "3")]])])
def test_the_pasted_paragraph_gives_its_bookmark_up(copy: int, wanted: list[Any]) -> None:
    root = body(mark("_d_a", 3), mark("_d_a", 3))
    changed = undouble(root, {root[copy]}, itertools.count(90))
    assert left(root) == wanted
    assert ends(root) == ["3"]
    assert changed == {root[copy]}


def test_nothing_doubled_nothing_changed() -> None:
    root = body(mark("_d_a", 3), mark("_d_b", 4) + mark("_f_x_1", 5))
    before = etree.tostring(root)
    assert undouble(root, {root[1]}, itertools.count(90)) == set()
    assert etree.tostring(root) == before


def test_another_bookmark_with_the_same_id_gets_a_new_one() -> None:
    root = body(mark("_d_a", 3), mark("mine", 3))
    undouble(root, set(), itertools.count(90))
    assert left(root) == [[("_d_a", "3")], [("mine", "90")]]
    assert ends(root) == ["3", "90"]


def test_text_stays_when_a_bookmark_goes() -> None:
    root = body(mark("_d_a", 3, "原"), mark("_d_a", 3, "抄"))
    undouble(root, {root[1]}, itertools.count(90))
    assert "".join(t.text for t in root.iter(f"{W}t")) == "原抄"


def test_halves_of_a_copy_that_was_split_go() -> None:
    start, rest = mark("_d_a", 3).split("<bookmarkEnd", 1)
    root = body(mark("_d_a", 3), start, f"<bookmarkEnd{rest}", f"<bookmarkEnd{rest}")
    undouble(root, {root[1], root[2], root[3]}, itertools.count(90))
    assert left(root) == [[("_d_a", "3")], [], [], []]
    assert ends(root) == ["3"]


def test_a_half_that_nothing_else_explains_stays() -> None:
    root = body(mark("_d_a", 3), '<bookmarkStart id="7" name="mine"/>')
    assert undouble(root, set(), itertools.count(90)) == set()
