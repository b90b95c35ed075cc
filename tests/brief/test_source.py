from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.brief.source import MAX_SYNTAX_ERRORS, Node, Source, read_nodes, read_text
from toolkit.errors import ToolkitError

TAB = "用了制表符（Tab）"
UNSEEN = "YAML 写法错误：有看不见的控制字符"
COLON = "YAML 写法错误：缺少冒号"
EXTRA_COLON = "YAML 写法错误：这里多了一个“:”"
QUOTE = "YAML 写法错误：引号没有配对"
BRACKET = "YAML 写法错误：方括号 [ ] 没有配对，或中间缺逗号"
BRACE = "YAML 写法错误：花括号 { } 没有配对，或中间缺逗号"
INDENT = "YAML 写法错误：缩进不对，或这一行不是“键: 值”"
STAR = "YAML 写法错误：“*”开头的值要加引号"
AND = "YAML 写法错误：“&”开头的值要加引号"
START = "YAML 写法错误：这个字符不能放在值的开头"
DEEP = "内容嵌套太深或太大，不像底稿"


def read(text: str) -> tuple[object, list[tuple[int, int, str]]]:
    """Read a text: its content without places, and what was reported where."""
    source = Source("b.yaml", text)
    root = read_nodes(source)
    places = [(p.location.line, p.location.column, p.message) for p in source.problems]
    return None if root is None else content(root), places


def content(node: Node) -> object:
    if node.kind == "map":
        return {key.text: content(value) for key, value in node.pairs}
    return [content(item) for item in node.items] if node.kind == "list" else node.text


# -- places ------------------------------------------------------------------------------


def test_every_node_knows_its_line_and_column() -> None:
    root = read_nodes(Source("b.yaml", "# 说明\norgan:\n  place: 金山\nyear: 2024\n"))

    assert root is not None
    (organ, below), (year, value) = root.pairs
    place, name = below.pairs[0]
    assert [(n.line, n.column) for n in (organ, below, place, name, year, value)] == [
        (2, 1),
        (3, 3),
        (3, 3),
        (3, 10),
        (4, 1),
        (4, 7),
    ]


def test_items_of_a_list_know_their_place() -> None:
    root = read_nodes(Source("b.yaml", "topics:\n  - 甲\n\n  - 乙\nflow: [丙, 丁]\n"))

    assert root is not None
    items = [item for _, value in root.pairs for item in value.items]
    assert [(n.text, n.line, n.column) for n in items] == [
        ("甲", 2, 5),
        ("乙", 4, 5),
        ("丙", 5, 8),
        ("丁", 5, 11),
    ]


def test_nothing_is_resolved_to_numbers_dates_or_booleans() -> None:
    found, problems = read("a: 12:30\nb: no\nc: 1_000\nd: 2024-12-27\ne: 012\nf: !!int 5\n")

    assert (found, problems) == (
        {"a": "12:30", "b": "no", "c": "1_000", "d": "2024-12-27", "e": "012", "f": "5"},
        [],
    )


def test_a_value_is_found_by_its_key() -> None:
    root = read_nodes(Source("b.yaml", "a: 1\nb: 2\n"))

    assert root is not None
    found, missing = root.get("b"), root.get("c")
    assert found is not None
    assert (found.text, missing) == ("2", None)


@pytest.mark.parametrize("value", ["", "~", "null", '""', "''", '" "', "'　'"])
def test_a_value_without_content_is_empty(value: str) -> None:
    root = read_nodes(Source("b.yaml", f"a: {value}\n"))

    assert root is not None
    assert root.pairs[0][1].empty


@pytest.mark.parametrize("value", ["无", "0", "no", '"null"', "'~'", "[]", "{}"])
def test_a_value_with_content_is_not_empty(value: str) -> None:
    root = read_nodes(Source("b.yaml", f"a: {value}\n"))

    assert root is not None
    assert not root.pairs[0][1].empty


def test_a_problem_shows_its_line_with_a_caret_below() -> None:
    source = Source("b.yaml", "地区: 金山区\n地区: “中山区”\n")
    read_nodes(source)

    assert [problem.render() for problem in source.problems] == [
        "b.yaml:2:1: “地区”写了两次，第 1 行已有\n"
        "    2 | 地区: “中山区”\n"
        "      | ^\n"
        "      提示：删去一处；两处的值不同时请核对哪个对"
    ]


# -- duplicate keys ----------------------------------------------------------------------


def test_each_repetition_of_a_key_is_reported_and_the_first_counts() -> None:
    found, problems = read("a: 1\nb: 2\na: 3\na: 4\n")

    assert found == {"a": "1", "b": "2"}
    assert problems == [(3, 1, "“a”写了两次，第 1 行已有"), (4, 1, "“a”写了两次，第 1 行已有")]


def test_a_key_may_recur_in_another_mapping() -> None:
    assert read("a: {name: 1}\nb:\n  - name: 2\n  - name: 3\n")[1] == []


def test_a_key_that_is_no_text_is_refused() -> None:
    assert read("? [a]\n: b\nc: 1\n") == ({"c": "1"}, [(1, 3, "键只能是文字")])


# -- tabs and control characters ---------------------------------------------------------


def test_a_tab_is_reported_and_the_line_still_read() -> None:
    found, problems = read("organ:\n\tplace: 金山\n\tlevel:\t区\nyear: 2024\n")

    assert found == {"organ": {"place": "金山", "level": "区"}, "year": "2024"}
    assert problems == [(2, 1, TAB), (3, 1, TAB)]


def test_a_tab_in_a_comment_line_does_not_matter() -> None:
    assert read("a: 1\n\t# 说明\t\n") == ({"a": "1"}, [])


@pytest.mark.parametrize(
    "character", ["\x00", "\x07", "\x0b", "\x0c", "\x1c", "\x7f", "\x85", "\u2028", "\u2029", "\ufffe"]
)
def test_a_control_character_is_reported_where_an_editor_shows_it(character: str) -> None:
    found, problems = read(f"a: 1\nb: 甲{character}乙\nc: 2\nd 3\n")

    assert found == {"a": "1", "b": "甲 乙", "c": "2"}
    assert problems == [(2, 5, UNSEEN), (4, 1, COLON)]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_end_as_any_system_ends_them(end: str) -> None:
    found, problems = read(end.join(["a: 1", "b: 2", "a: 3", ""]))

    assert (found, problems) == ({"a": "1", "b": "2"}, [(3, 1, "“a”写了两次，第 1 行已有")])


# -- syntax errors -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "column", "message"),
    [
        ('b: "甲', 4, QUOTE),
        ("b: '甲", 4, QUOTE),
        ("b: [甲, 乙", 4, BRACKET),
        ("b: {value: 1", 4, BRACE),
        ("b: [甲 乙], 丙]", 9, INDENT),
        ("b: 甲: 乙", 5, EXTRA_COLON),
        ("b 甲", 1, COLON),
        ("b：甲", 1, COLON),
        ("b:甲", 1, COLON),
        ("b: *重点", 5, STAR),
        ("b: *zhongdian", 4, STAR),
        ("b: &重点", 5, AND),
        ("b: @甲", 4, START),
        ("b: `甲`", 4, START),
        ("b: %甲", 4, START),
        (" b: 甲", 2, INDENT),
        ("- 甲", 1, INDENT),
    ],
)
def test_a_syntax_error_is_reported_at_its_place_and_the_rest_is_read(
    line: str, column: int, message: str
) -> None:
    assert read(f"a: 1\n{line}\nc: 2\n") == ({"a": "1", "c": "2"}, [(2, column, message)])


@pytest.mark.parametrize("line", ["region 金山区", "region：金山区", "region:金山区"])
def test_the_first_line_is_blamed_for_its_own_missing_colon(line: str) -> None:
    assert read(f"# 说明\n{line}\nyear: 2024\n") == ({"year": "2024"}, [(2, 1, COLON)])


def test_the_first_line_of_a_block_is_blamed_for_its_own_missing_colon() -> None:
    text = "organ:   # 机构\n  place 金山区\n\n  short: 区政协\nitems:\n  - topic 甲\n    how: 乙\n"

    assert read(text) == ({"organ": {"short": "区政协"}, "items": ""}, [(2, 3, COLON), (6, 3, COLON)])


def test_each_of_several_lines_without_colon_is_blamed() -> None:
    found, problems = read("a 1\nb 2\nc: 3\n")

    assert (found, sorted(problems)) == ({"c": "3"}, [(1, 1, COLON), (2, 1, COLON)])


def test_a_wrapped_sentence_with_a_colon_is_not_taken_for_a_missing_colon() -> None:
    found, problems = read("text: 第一行\n  第二行\n  第三行: 完\nb: 1\n")

    assert (found, problems) == ({"text": "第一行 第二行", "b": "1"}, [(3, 6, EXTRA_COLON)])


@pytest.mark.parametrize("later", ['b: "乙"', 'b: ""', '- "乙"', 'b: ["乙", 丙]'])
def test_an_open_quote_is_blamed_though_a_later_line_closes_it(later: str) -> None:
    problems = read(f'a: "甲\n{later}\n')[1]

    assert problems == [(1, 4, QUOTE)]


def test_a_quoted_text_may_run_over_lines() -> None:
    assert read('a: "甲\n  乙"\nb: 丙\n') == ({"a": "甲 乙", "b": "丙"}, [])


def test_several_syntax_errors_are_reported_at_once_each_at_its_line() -> None:
    text = "\n".join(
        [
            "region: 金山区",
            "organ 金山",
            "year: 2024: 2025",
            "session:",
            '  place: "礼堂',
            "  term: 7",
            "topics: [甲, 乙",
            "figures:",
            "  a: {value: 1",
            "  b: 2",
            "c: @3",
            "d: 4",
        ]
    )

    found, problems = read(text)

    assert found == {"region": "金山区", "session": {"term": "7"}, "figures": {"b": "2"}, "d": "4"}
    assert sorted(problems) == [
        (2, 1, COLON),
        (3, 11, EXTRA_COLON),
        (5, 10, QUOTE),
        (7, 9, BRACKET),
        (9, 6, BRACE),
        (11, 4, START),
    ]


def test_a_wrong_indent_is_reported_at_its_line() -> None:
    assert read("a:\n    b: 1\n  c: 2\nd: 3\n") == ({"a": {"b": "1"}, "d": "3"}, [(3, 3, INDENT)])


def test_a_second_document_is_reported() -> None:
    assert read("a: 1\n---\nb: 2\n") == ({"a": "1", "b": "2"}, [(2, 1, "YAML 写法错误")])


def test_a_file_full_of_errors_ends_after_the_most_that_are_reported() -> None:
    found, problems = read("a: @\n" * (MAX_SYNTAX_ERRORS + 10))

    assert found is None
    assert [line for line, _, _ in problems] == list(range(1, MAX_SYNTAX_ERRORS + 1))


# -- nesting -----------------------------------------------------------------------------


@pytest.mark.parametrize("count", [40, 500, 100_000])
def test_deep_nesting_is_refused(count: int) -> None:
    problems = read(f"a: 1\nb: {'[' * count}{']' * count}\n")[1]

    assert [(line, message) for line, _, message in problems] == [(2, DEEP)]


@pytest.mark.parametrize("text", ["- " * 100_000 + "x", "? " * 5_000, "[" * 100_000, "{a: " * 5_000])
def test_deep_nesting_of_any_kind_is_refused(text: str) -> None:
    assert read(text) == (None, [(1, 1, DEEP)])


def test_a_block_as_deep_as_its_indent_is_refused() -> None:
    text = "\n".join(" " * depth + "a:" for depth in range(400))

    assert read(text) == (None, [(301, 1, DEEP)])


def test_an_alias_of_itself_is_refused() -> None:
    assert set(read("a: &a [*a]\n")[1]) == {(1, 4, DEEP)}


# -- files -------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", "\n", "# 只有说明\n", "\ufeff"])
def test_a_file_without_content_has_no_tree_and_no_problem(text: str, tmp_path: Path) -> None:
    path = tmp_path / "b.yaml"
    path.write_text(text, encoding="utf-8")

    assert read(read_text(path)) == (None, [])


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    path = tmp_path / "b.yaml"
    path.write_bytes(b"\xef\xbb\xbfa: 1\r\n")

    assert read_text(path) == "a: 1\r\n"


@pytest.mark.parametrize(
    ("data", "line"),
    [
        ("a: 1\nregion: 金山区\n".encode("gb18030"), 2),
        ("region: 金山区\n".encode("utf-16"), 1),
        ("a: 金\nb: ".encode() + b"\xff", 2),
    ],
)
def test_a_file_in_another_encoding_is_refused_at_its_line(data: bytes, line: int, tmp_path: Path) -> None:
    path = tmp_path / "b.yaml"
    path.write_bytes(data)

    with pytest.raises(ToolkitError) as caught:
        read_text(path)

    assert caught.value.render() == (
        f"{path}:{line}: 不是 UTF-8 编码的文本\n提示：用记事本打开，另存为时把编码选成 UTF-8"
    )


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ToolkitError) as caught:
        read_text(tmp_path / "无.yaml")

    assert caught.value.message == f"{tmp_path / '无.yaml'}: 没有这个文件"


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(ToolkitError) as caught:
        read_text(tmp_path)

    assert caught.value.message == f"{tmp_path}: 不能读取，是文件夹或没有权限"


# -- whatever is typed -------------------------------------------------------------------


@given(st.text(st.sampled_from("ab甲 \n\t\"'[]{}:,-#&*!|>%@`?“\r\x0c\u2028"), max_size=40))
def test_whatever_is_typed_gives_a_tree_or_problems_on_lines_of_the_file(text: str) -> None:
    source = Source("b.yaml", text)

    root = read_nodes(source)

    lines = {problem.location.line for problem in source.problems}
    assert lines <= set(range(1, len(source.lines) + 1))
    assert root is not None or source.problems or is_blank(text)


def is_blank(text: str) -> bool:
    """Only comments, white space and markers of documents."""
    bare = [line.split("#")[0].strip() for line in Source("b.yaml", text).lines]
    return all(line in ("", "---") or not set(line) & set("ab甲") for line in bare)
