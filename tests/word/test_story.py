"""What people see is what is read, and every word leads back to its run."""

from __future__ import annotations

from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.pace import proportional
from tests.word.documents import THEIRS, W, document, p, r, settled, table, texts, tree
from tests.word.test_revise import paragraphs_xml
from toolkit.word.story import PICTURE, Paragraph, paragraphs, reread, single

FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>{}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
DELETED = f'<w:pPr><w:rPr><w:del w:id="1" {THEIRS}/></w:rPr></w:pPr>'
CONTROL = "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>"
MOVED = DELETED.replace("w:del", "w:moveFrom")


def _read(body: str) -> list[Paragraph]:
    return paragraphs(tree(body))


def _start(number: int, name: str) -> str:
    return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>'


def _end(number: int) -> str:
    return f'<w:bookmarkEnd w:id="{number}"/>'


SEEN = {
    "a symbol is no text": (p(r("甲"), '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>'), ["甲"]),
    "a soft hyphen is not seen": (p("<w:r><w:t>甲</w:t><w:softHyphen/><w:t>乙</w:t></w:r>"), ["甲乙"]),
    "a footnote's number is no text": (p(r("甲"), '<w:r><w:footnoteReference w:id="1"/></w:r>'), ["甲"]),
    "a picture is one sign": (p("<w:r><w:drawing/></w:r>", r("图")), [f"{PICTURE}图"]),
    "an empty w:t": (p("<w:r><w:t/></w:r>"), [""]),
    "a deleted mark joins": (p(DELETED, r("甲")) + p(r("乙")), ["甲乙"]),
    "three joined": (p(DELETED, r("甲")) + p(DELETED) + p(r("乙")) + p(r("丙")), ["甲乙", "丙"]),
    "a mark that moved away joins": (p(MOVED, r("甲")) + p(r("乙")), ["甲乙"]),
    "no joining over a table": (p(DELETED, r("甲")) + table([p(r("乙"))]) + p(), ["甲", "乙", ""]),
    "the last mark": (p(r("甲")) + p(DELETED, r("乙")), ["甲", "乙"]),
    "joining over marks between": (p(DELETED, r("甲")) + _start(1, "x") + p(r("乙")), ["甲乙"]),
    "moved text stands where it went": (
        p(f'<w:moveFrom w:id="2" {THEIRS}>{r("旧")}</w:moveFrom>', r("甲"))
        + p(f'<w:moveTo w:id="3" {THEIRS}>{r("旧")}</w:moveTo>'),
        ["甲", "旧"],
    ),
    "an inserted and deleted word": (
        p(f'<w:ins w:id="2" {THEIRS}>{r("乙")}<w:del w:id="3" {THEIRS}>{r("丙")}</w:del></w:ins>'),
        ["乙"],
    ),
    "controls within controls": (
        CONTROL.format(p(CONTROL.format(r("内")))),
        ["内"],
    ),
    "a deleted row": (
        table([p(r("甲"))], [p(r("乙"))]).replace(
            f"<w:tr><w:tc>{p(r('乙'))}",
            f'<w:tr><w:trPr><w:del w:id="1" {THEIRS}/></w:trPr><w:tc>{p(r("乙"))}',
        ),
        ["甲"],
    ),
    "an inserted row": (
        table([p(r("甲"))]).replace("<w:tr>", f'<w:tr><w:trPr><w:ins w:id="1" {THEIRS}/></w:trPr>'),
        ["甲"],
    ),
    "a deleted cell": (
        table([p(r("甲")), f'<w:tcPr><w:cellDel w:id="1" {THEIRS}/></w:tcPr>{p(r("乙"))}']),
        ["甲"],
    ),
    "nested tables": (table([table([p(r("内"))]) + p(r("外"))]) + p(), ["内", "外", ""]),
    "a box within a box is read once": (
        p(
            "<w:r><w:pict><w:txbxContent>"
            + p(r("外"), "<w:r><w:pict><w:txbxContent>" + p(r("内")) + "</w:txbxContent></w:pict></w:r>")
            + "</w:txbxContent></w:pict></w:r>"
        ),
        [PICTURE, f"外{PICTURE}", "内"],
    ),
    "a box of a deleted run": (
        p(
            f'<w:del w:id="1" {THEIRS}><w:r><w:pict><w:txbxContent>{p(r("框"))}</w:txbxContent>'
            "</w:pict></w:r></w:del>"
        ),
        [""],
    ),
    "alternatives are read once": (
        p(
            "<w:r><mc:AlternateContent><mc:Choice><w:t>新</w:t></mc:Choice><mc:Fallback><w:t>旧</w:t>"
            "</mc:Fallback></mc:AlternateContent></w:r>"
        ),
        ["新"],
    ),
    "a comment and an instruction": (p("<!-- 注 -->", "<?x y?>", r("甲")) + "<!-- 注 -->", ["甲"]),
    "no run": (p("<w:t>散</w:t>"), [""]),
}


@pytest.mark.parametrize(("body", "wanted"), SEEN.values(), ids=SEEN)
def test_the_text_that_people_see(body: str, wanted: list[str]) -> None:
    assert [q.text for q in _read(body)] == wanted


@given(st.lists(paragraphs_xml(), max_size=4).map("".join))
def test_the_text_is_that_of_the_document_with_all_changes_accepted(body: str) -> None:
    assert [q.text for q in _read(body)] == texts(settled(body, accept=True))


@given(paragraphs_xml())
def test_every_place_leads_to_its_run(xml: str) -> None:
    (paragraph,) = _read(xml)
    at = 0
    for piece in paragraph.pieces:
        assert (piece.start, piece.run.tag) == (at, f"{W}r")
        assert piece.element in list(piece.run)
        assert piece.element.tag != f"{W}t" or piece.element.text == piece.text
        at = piece.end
    assert at == paragraph.length == len(paragraph.text)


@given(paragraphs_xml())
def test_reading_again_finds_the_same(xml: str) -> None:
    (paragraph,) = _read(xml)
    before = [(x.start, x.text, x.fixed) for x in paragraph.pieces], paragraph.bookmarks
    reread(paragraph)
    assert ([(x.start, x.text, x.fixed) for x in paragraph.pieces], paragraph.bookmarks) == before
    assert single(paragraph.elements[0]).text == paragraph.text


@pytest.mark.parametrize(
    ("inner", "fixed"),
    [
        (r("第") + FIELD.format(r("12")) + r("页"), [(1, 3)]),
        (f'<w:fldSimple w:instr=" DATE ">{r("1月")}</w:fldSimple>' + r("日"), [(0, 2)]),
        (FIELD.format(FIELD.format(r("内")) + r("外")), [(0, 1), (1, 2)]),
        ("<w:r><w:drawing/></w:r>" + r("图"), [(0, 1)]),
        (f'<w:hyperlink w:anchor="x">{r("链")}</w:hyperlink>', []),
        ('<w:r><w:fldChar w:fldCharType="end"/></w:r>' + FIELD.format(r("1")), [(0, 1)]),
    ],
)
def test_what_cannot_be_retyped(inner: str, fixed: list[tuple[int, int]]) -> None:
    assert _read(p(inner))[0].fixed == fixed


def test_a_field_over_paragraphs_stays_fixed_when_one_is_read_again() -> None:
    begin, end = FIELD.split("{}")
    story = _read(p(begin, r("目")) + p(r("录")) + p(r("完"), end) + p(r("后")))
    assert [q.fixed for q in story] == [[(0, 1)], [(0, 1)], [(0, 1)], []]
    for paragraph in story:
        reread(paragraph)
    assert [q.fixed for q in story] == [[(0, 1)], [(0, 1)], [(0, 1)], []]


MARKS = {
    "in a paragraph": (p(r("甲"), _start(1, "x"), r("乙"), _end(1), r("丙")), [[("x", 1, 2)]], [[]]),
    "crossing ones": (
        p(_start(1, "x"), r("甲"), _start(2, "y"), r("乙"), _end(1), r("丙"), _end(2)),
        [[("x", 0, 2), ("y", 1, 3)]],
        [[]],
    ),
    "over paragraphs": (
        p(_start(1, "x"), r("甲")) + p(r("乙")) + p(r("丙"), _end(1), r("丁")) + p(),
        [[("x", 0, 1)], [], [], []],
        [[], ["x"], ["x"], []],
    ),
    "begun between paragraphs": (p() + _start(1, "x") + p(r("甲"), _end(1)), [[], [("x", 0, 1)]], [[], []]),
    "ended between paragraphs": (
        p(_start(1, "x"), r("甲")) + _end(1) + p(r("乙")),
        [[("x", 0, 1)], []],
        [[], []],
    ),
    "without an end": (p(_start(1, "x"), r("甲")) + p(r("乙")), [[("x", 0, -1)], []], [[], []]),
    "without a start": (p(r("甲"), _end(1)) + p(), [[], []], [[], []]),
    "copied with its id": (
        p(_start(1, "x"), r("甲"), _end(1)) + p(_start(1, "x"), r("甲乙"), _end(1)),
        [[("x", 0, 1)], [("x", 0, 2)]],
        [[], []],
    ),
    "written twice, ended once": (
        p(_start(1, "x"), r("甲")) + p(_start(1, "x"), r("乙"), _end(1)),
        [[("x", 0, -1)], [("x", 0, 1)]],
        [[], ["x"]],
    ),
    "ended in a deletion": (
        p(_start(1, "x"), r("甲"), f'<w:del w:id="9" {THEIRS}>{r("乙")}{_end(1)}</w:del>', r("丙")),
        [[("x", 0, 1)]],
        [[]],
    ),
    "round a deleted row": (
        p(_start(1, "x"), r("甲"))
        + table([p(r("乙"), _end(1))]).replace("<w:tr>", f'<w:tr><w:trPr><w:del w:id="9" {THEIRS}/></w:trPr>')
        + p(r("丙")),
        [[("x", 0, 1)], []],
        [[], []],
    ),
    "empty": (p(_start(1, "x"), _end(1), r("甲")), [[("x", 0, 0)]], [[]]),
    "in a joined paragraph": (
        p(DELETED, r("甲"), _start(1, "x")) + p(r("乙"), _end(1)),
        [[("x", 1, 2)]],
        [[]],
    ),
}


@pytest.mark.parametrize(("body", "marks", "inside"), MARKS.values(), ids=MARKS)
def test_where_bookmarks_stand(body: str, marks: list[object], inside: list[object]) -> None:
    story = _read(body)
    assert [[(b.name, b.start, b.end) for b in q.bookmarks] for q in story] == marks
    assert [q.inside for q in story] == inside


def test_paragraphs_know_their_innermost_table() -> None:
    story = _read(p() + table([table([p(r("内"))]) + p(r("外"))]) + p())
    assert [None if q.table is None else len(list(q.table.iter(f"{W}tbl"))) for q in story] == [
        None,
        1,
        2,
        None,
    ]


@pytest.mark.parametrize(
    "one",
    [
        p(r("提案") * 5),
        p(_start(1, "x").replace("1", "9"), r("甲")),
        p(FIELD.format(r("1"))),
        table([p(r("格"))] * 3) + p(),
    ],
    ids=["runs", "bookmarks without end", "fields", "tables"],
)
def test_time_grows_with_the_document_and_no_faster(one: str) -> None:
    assert proportional(lambda times: partial(paragraphs, tree(one * 200 * times)))
    assert document(one)
