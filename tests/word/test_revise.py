"""A person's document retyped and rearranged: accepted it is the new text, rejected it is as before."""

from __future__ import annotations

import re
from collections import Counter
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.pace import proportional
from tests.word.documents import (
    SECTION,
    THEIRS,
    W,
    body_of,
    document,
    done,
    opened,
    p,
    package,
    parts_of,
    r,
    reviser,
    settled,
    table,
    texts,
    tree,
    wrong,
)
from toolkit.errors import DocumentError
from toolkit.word.opened import Opened
from toolkit.word.revise import Retype, Reviser, Styles
from toolkit.word.story import paragraphs

MARK = 'w:author="draft" w:date="2025-01-06T09:30:00Z"'
COMMENTS = "word/comments.xml"


def _field(result: str) -> str:
    kinds = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")]
    return f"{kinds[0]}<w:r><w:instrText> DATE </w:instrText></w:r>{kinds[1]}{r(result)}{kinds[2]}"


# -- golden paragraphs: (before, edit, tracked, plain) --------------------------------------------

BOLD = "<w:rPr><w:b/></w:rPr>"
T = '<w:t xml:space="preserve">'
D = '<w:delText xml:space="preserve">'


def _ins(number: int, text: str, look: str = "") -> str:
    return f'<w:ins w:id="{number}" {MARK}><w:r>{look}{T}{text}</w:t></w:r></w:ins>'


def _del(number: int, text: str, look: str = "") -> str:
    return f'<w:del w:id="{number}" {MARK}><w:r>{look}{D}{text}</w:delText></w:r></w:del>'


def _figure(inner: str, number: int = 5, name: str = "_f_a_1") -> str:
    start = f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>'
    return f'{start}{inner}<w:bookmarkEnd w:id="{number}"/>'


GOLDEN = {
    "a stretch within a run": (
        r("提案216件"),
        Retype(2, 5, "217"),
        r("提案") + _del(1, "216") + _ins(2, "217") + r("件"),
        r("提案") + r("217") + r("件"),
    ),
    "the look of what is replaced": (
        r("提案", "<w:b/>") + r("216件"),
        Retype(0, 2, "建议"),
        _del(1, "提案", BOLD) + _ins(2, "建议", BOLD) + r("216件"),
        r("建议", "<w:b/>") + r("216件"),
    ),
    "a figure in its bookmark": (
        r("共") + _figure(r("216")) + r("件"),
        Retype(1, 4, "217", ((0, 3, "a"),)),
        r("共") + _figure(_del(1, "216") + _ins(2, "217")) + r("件"),
        r("共") + _figure(r("217")) + r("件"),
    ),
    "behind a figure": (
        r("共") + _figure(r("216")) + r("件"),
        Retype(4, 4, "余"),
        r("共") + _figure(r("216")) + _ins(1, "余") + r("件"),
        r("共") + _figure(r("216")) + r("余") + r("件"),
    ),
    "before a figure that begins the paragraph": (
        _figure(r("216")) + r("件"),
        Retype(0, 0, "共"),
        _ins(1, "共") + _figure(r("216")) + r("件"),
        r("共") + _figure(r("216")) + r("件"),
    ),
    "behind a figure that we inserted": (
        _figure(_del(1, "216") + _ins(2, "217")) + r("件"),
        Retype(3, 3, "余"),
        _figure(_del(1, "216") + _ins(2, "217")) + _ins(3, "余") + r("件"),
        _figure(_del(1, "216") + _ins(2, "217")) + r("余") + r("件"),
    ),
    "words and a new figure for an old one": (
        r("共") + _figure(r("216")) + r("件"),
        Retype(0, 4, "计217", ((1, 4, "a"),)),
        _del(1, "共")
        + _figure(_del(2, "216"))
        + _ins(3, "计")
        + _figure(_ins(6, "217"), 4, "_f_a_2")
        + r("件"),
        r("计") + _figure(r("217"), 1, "_f_a_2") + r("件"),
    ),
    "our own insertion once more": (
        r("共") + _ins(1, "217") + r("件"),
        Retype(1, 4, "218"),
        r("共") + _ins(2, "218") + r("件"),
        r("共") + r("218") + r("件"),
    ),
    "within somebody's insertion": (
        f'<w:ins w:id="7" {THEIRS}>{r("共216件")}</w:ins>',
        Retype(1, 4, "217"),
        f'<w:ins w:id="7" {THEIRS}>{r("共")}{_del(1, "216")}</w:ins>{_ins(3, "217")}'
        f'<w:ins w:id="2" {THEIRS}>{r("件")}</w:ins>',
        f'<w:ins w:id="7" {THEIRS}>{r("共")}</w:ins>{r("217")}<w:ins w:id="1" {THEIRS}>{r("件")}</w:ins>',
    ),
    "behind a field": (
        r("于") + _field("1月8日"),
        Retype(5, 5, "召开"),
        r("于") + _field("1月8日") + _ins(1, "召开"),
        r("于") + _field("1月8日") + r("召开"),
    ),
    "behind a simple field": (
        f'<w:fldSimple w:instr=" DATE ">{r("1月8日")}</w:fldSimple>',
        Retype(4, 4, "召开"),
        f'<w:fldSimple w:instr=" DATE ">{r("1月8日")}</w:fldSimple>{_ins(1, "召开")}',
        f'<w:fldSimple w:instr=" DATE ">{r("1月8日")}</w:fldSimple>{r("召开")}',
    ),
    "a footnote stays": (
        '<w:r><w:t>提案</w:t><w:footnoteReference w:id="2"/><w:t>216件</w:t></w:r>',
        Retype(1, 3, "议"),
        f'{r("提")}{_del(1, "案")}<w:r><w:footnoteReference w:id="2"/></w:r>'
        f"{_del(3, '2')}{_ins(4, '议')}{r('16件')}",
        f'{r("提")}<w:r><w:footnoteReference w:id="2"/></w:r>{r("议")}{r("16件")}',
    ),
    "an empty paragraph, in its bookmark and with its mark's look": (
        f'<w:pPr><w:rPr><w:ins w:id="3" {THEIRS}/><w:b/></w:rPr></w:pPr>'
        '<w:bookmarkStart w:id="9" w:name="_d_x"/><w:bookmarkEnd w:id="9"/>',
        Retype(0, 0, "新"),
        f'<w:pPr><w:rPr><w:ins w:id="3" {THEIRS}/><w:b/></w:rPr></w:pPr>'
        f'<w:bookmarkStart w:id="9" w:name="_d_x"/>{_ins(1, "新", BOLD)}<w:bookmarkEnd w:id="9"/>',
        f'<w:pPr><w:rPr><w:ins w:id="3" {THEIRS}/><w:b/></w:rPr></w:pPr>'
        f'<w:bookmarkStart w:id="9" w:name="_d_x"/>{r("新", "<w:b/>")}<w:bookmarkEnd w:id="9"/>',
    ),
    "a line break and a tab": (
        r("甲"),
        Retype(1, 1, "\n乙\t丙"),
        r("甲") + f'<w:ins w:id="1" {MARK}><w:r><w:br/>{T}乙</w:t><w:tab/>{T}丙</w:t></w:r></w:ins>',
        r("甲") + f"<w:r><w:br/>{T}乙</w:t><w:tab/>{T}丙</w:t></w:r>",
    ),
}


@pytest.mark.parametrize("track", [True, False])
@pytest.mark.parametrize("case", GOLDEN.values(), ids=GOLDEN)
def test_a_paragraph_after_an_edit(case: tuple[str, Retype, str, str], track: bool) -> None:
    before, edit, tracked, plain = case
    changed = reviser(p(before), track=track)
    changed.retype(0, [edit])
    found = done(changed)
    wanted = tree(p(tracked if track else plain))
    assert _shape(found) == _shape(p(tracked if track else plain))
    assert texts(settled(found, accept=True)) == texts(settled(p(tracked if track else plain), accept=True))
    assert wanted is not None
    assert not wrong(found)


def _shape(body: str) -> str:
    """A body with ids numbered in their order and without spaces for xml:space: ids are nobody's business."""
    seen: dict[str, str] = {}
    numbered = re.sub(r'(?<= w:id=")\d+', lambda m: seen.setdefault(m[0], str(len(seen))), body)
    return numbered.replace(' xml:space="preserve"', "")


def test_new_text_behind_a_lead_does_not_look_like_one() -> None:
    lead = '<w:rStyle w:val="Lead"/>'
    for edit, wanted in ((Retype(2, 2, "新"), ""), (Retype(2, 2, "新", lead=True), lead)):
        changed = reviser(p(r("一是", lead), r("正文")), track=False, styles=Styles(frozenset({"Lead"})))
        changed.retype(0, [edit])
        assert r("新", wanted) in done(changed)


def test_the_shade_of_a_placeholder_goes_when_it_is_filled() -> None:
    shade = '<w:rStyle w:val="Shade"/>'
    for text, look in (("1月8日", ""), ("〔待填：日期〕", shade)):
        changed = reviser(
            p(r("于"), r("〔待填：时间〕", shade)), track=False, styles=Styles(placeholder="Shade")
        )
        changed.retype(0, [Retype(1, 8, text)])
        assert r(text, look) in done(changed)


def test_formatting_that_was_tracked_is_not_copied() -> None:
    look = f'<w:b/><w:rPrChange w:id="8" {THEIRS}><w:rPr/></w:rPrChange>'
    changed = reviser(p(r("提案", look)), track=True)
    changed.retype(0, [Retype(1, 1, "议")])
    assert _ins(1, "议", BOLD) in _numbered(done(changed))
    assert done(changed).count("rPrChange") == 4


def _numbered(body: str) -> str:
    return re.sub(r'w:ins w:id="\d+"', 'w:ins w:id="1"', body)


# -- any paragraph, any edits -----------------------------------------------------------------------

words = st.text(st.sampled_from("提案议政216协商，。 "), min_size=1, max_size=5)
looks = st.sampled_from(["", "", "<w:b/>", '<w:rFonts w:hint="eastAsia"/>'])


@st.composite
def paragraphs_xml(draw: st.DrawFn) -> str:
    """A paragraph as Word and its users leave it."""
    count = iter(range(100, 400))
    out = []
    for _ in range(draw(st.integers(0, 7))):
        text, look, n = draw(words), draw(looks), next(count)
        kinds = {
            "run": r(text, look),
            "two": f"<w:r><w:t>{text.strip() or '一'}</w:t><w:tab/><w:t>二</w:t><w:br/></w:r>",
            "ins": f'<w:ins w:id="{n}" {THEIRS}>{r(text, look)}{r("二")}</w:ins>',
            "del": f'<w:del w:id="{n}" {THEIRS}><w:r>{D}{text}</w:delText></w:r></w:del>',
            "ours": f'<w:ins w:id="{n}" {MARK}>{r(text, look)}</w:ins>',
            "both": f'<w:ins w:id="{n}" {THEIRS}>{r("丙")}<w:del w:id="{next(count)}" {MARK}><w:r>{D}丁'
            "</w:delText></w:r></w:del></w:ins>",
            "move": f'<w:moveTo w:id="{n}" {THEIRS}>{r(text)}</w:moveTo>',
            "link": f'<w:hyperlink w:anchor="x">{r(text)}{r("链")}</w:hyperlink>',
            "control": f"<w:sdt><w:sdtPr/><w:sdtContent>{r(text)}</w:sdtContent></w:sdt>",
            "figure": _figure(r(text), n, f"_f_k_{n}"),
            "passage": _figure(r(text) + r("段"), n, f"_d_k_{n}"),
            "comment": f'<w:commentRangeStart w:id="{n}"/>{r(text)}<w:commentRangeEnd w:id="{n}"/>'
            f'<w:r><w:commentReference w:id="{n}"/></w:r>',
            "note": f'<w:r><w:t>注</w:t><w:footnoteReference w:id="{n}"/><w:t>释</w:t></w:r>',
            "noise": f'<w:proofErr w:type="spellStart"/>{r(text)}<w:proofErr w:type="spellEnd"/>',
            "page": "<w:r><w:lastRenderedPageBreak/><w:t>页</w:t><w:softHyphen/></w:r>",
            "field": _field("8"),
        }
        out.append(kinds[draw(st.sampled_from(sorted(kinds)))])
    return p('<w:pPr><w:jc w:val="both"/></w:pPr>', *out)


@st.composite
def edits_of(draw: st.DrawFn, text: str, fixed: list[tuple[int, int]]) -> list[Retype]:
    """Edits that do not overlap, from the end to the beginning."""
    out, at = [], 0
    for _ in range(draw(st.integers(1, 4))):
        if at > len(text):
            break
        start = draw(st.integers(at, len(text)))
        end = draw(st.integers(start, min(len(text), start + 5)))
        if any((a < end and start < b) or a < start < b for a, b in fixed):
            continue
        new = draw(st.sampled_from(["", "新", "新217文", "\t", " 空 "]))
        slots = ((1, 4, "key"),) if new == "新217文" and draw(st.booleans()) else ()
        out.append(Retype(start, end, new, slots))
        at = end + 1
    return out[::-1]


def _expected(text: str, edits: list[Retype]) -> str:
    for edit in edits:
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def _kept(body: str) -> list[object]:
    """What of a person's no edit may lose."""
    root = tree(body)
    theirs = [
        "".join(t.text or "" for t in e.iter(f"{W}t", f"{W}delText"))
        for kind in ("ins", "moveTo", "del")
        for e in root.iter(f"{W}{kind}")
        if e.get(f"{W}author") == "张三"
    ]
    names = ("commentRangeStart", "commentReference", "footnoteReference", "fldChar", "proofErr", "hyperlink")
    counts = Counter(e.tag for name in names for e in root.iter(f"{W}{name}"))
    marks = sorted(e.get(f"{W}name") for e in root.iter(f"{W}bookmarkStart"))
    return ["".join(theirs), counts, marks]


@given(paragraphs_xml(), st.data())
def test_accepted_is_the_new_text_and_rejected_the_old(xml: str, data: st.DataObject) -> None:
    body = p(r("前")) + xml + p(r("后"))
    changed = reviser(body, track=True)
    paragraph = changed.paragraphs[1]
    old = paragraph.text
    edits = data.draw(edits_of(old, paragraph.fixed))
    changed.retype(1, edits)
    wanted = _expected(old, edits)
    assert paragraph.text == wanted
    found = done(changed)
    assert texts(settled(found, accept=True)) == ["前", wanted, "后"]
    ours = "ours" if MARK in xml else ""
    if not ours:
        assert texts(settled(found, accept=False, author="draft")) == texts(
            settled(body, accept=False, author="draft")
        )
        assert texts(settled(found, accept=False)) == texts(settled(body, accept=False))
    assert wrong(found) == []
    before, after = _kept(body), _kept(found)
    assert after[0] == before[0]
    assert set(before[2]) <= set(after[2])
    assert after[1] == before[1]


@given(paragraphs_xml(), st.data())
def test_a_second_round_of_edits_leaves_no_layers(xml: str, data: st.DataObject) -> None:
    changed = reviser(xml, track=True)
    for _ in range(3):
        paragraph = changed.paragraphs[0]
        old = paragraph.text
        edits = data.draw(edits_of(old, paragraph.fixed))
        changed.retype(0, edits, comment="改")
        again = Reviser(Opened(changed.data(), "文稿.docx"), _now(), track=True)
        assert again.paragraphs[0].text == _expected(old, edits)
        assert wrong(body_of(changed.opened.data())) == []
        changed = again


def _ours(body: str) -> str:
    marks = [e for e in tree(body).iter(f"{W}ins", f"{W}del") if e.get(f"{W}author") == "draft"]
    return "".join(t.text or "" for mark in marks for t in mark.iter(f"{W}t", f"{W}delText"))


@given(paragraphs_xml(), st.data())
def test_plain_edits_leave_no_change_of_ours(xml: str, data: st.DataObject) -> None:
    changed = reviser(xml, track=False)
    paragraph = changed.paragraphs[0]
    old = paragraph.text
    edits = data.draw(edits_of(old, paragraph.fixed))
    changed.retype(0, edits)
    found = done(changed)
    assert texts(settled(found, accept=True)) == [_expected(old, edits)]
    assert len(_ours(found)) <= len(_ours(xml))
    assert wrong(found) == []
    assert _kept(found)[1] == _kept(xml)[1]


@given(paragraphs_xml(), st.data())
def test_figures_bookmarks_hold_their_values_alone(xml: str, data: st.DataObject) -> None:
    changed = reviser(xml, track=data.draw(st.booleans()))
    paragraph = changed.paragraphs[0]
    before = {
        b.name: paragraph.text[b.start : b.end] for b in paragraph.bookmarks if b.name.startswith("_f_")
    }
    spots = [i for i in range(len(paragraph.text) + 1) if not any(a < i < b for a, b in paragraph.fixed)]
    inner = {i for b in paragraph.bookmarks if b.name in before for i in range(b.start + 1, b.end)}
    place = data.draw(st.sampled_from(sorted(set(spots) - inner)))
    changed.retype(0, [Retype(place, place, "约217件", ((1, 4, "new"),))])
    found = paragraphs(tree(done(changed)))[0]
    after = {b.name: found.text[b.start : b.end] for b in found.bookmarks if b.name.startswith("_f_")}
    assert after == {**before, "_f_new_1": "217"}


@given(paragraphs_xml(), st.booleans(), st.data())
def test_a_note_changes_no_word(xml: str, track: bool, data: st.DataObject) -> None:
    changed = reviser(xml, track=track)
    text = changed.paragraphs[0].text
    start = data.draw(st.integers(0, len(text)))
    changed.note(0, start, data.draw(st.integers(start, len(text))), "请核对\n第二行")
    assert changed.paragraphs[0].text == text
    found = done(changed)
    assert texts(settled(found, accept=True)) == [text]
    assert found.count("commentReference") == xml.count("commentReference") + 1
    assert wrong(found) == []


def _now():  # type: ignore[no-untyped-def]
    from tests.word.documents import NOW

    return NOW


# -- paragraphs ---------------------------------------------------------------------------------------

A, B, C = p(r("甲")), p(r("乙")), p(r("丙"))
ROWS = table([p(r("一")), p(r("二"))], [p(r("三")), p(r("四"))])
LISTED = {
    "plain": A + B + C,
    "table last": A + B + ROWS + p(),
    "between tables": A + ROWS + B + ROWS + C,
    "before a table": A + B + ROWS + C,
    "in a control": A + f"<w:sdt><w:sdtPr/><w:sdtContent>{B}</w:sdtContent></w:sdt>" + C,
    "two in a control": A + f"<w:sdt><w:sdtPr/><w:sdtContent>{B}{C}</w:sdtContent></w:sdt>" + C,
    "ends a section": A + p(f"<w:pPr>{SECTION}</w:pPr>", r("乙")) + C,
    "deleted mark": A + p(f'<w:pPr><w:rPr><w:del w:id="4" {THEIRS}/></w:rPr></w:pPr>', r("乙")) + C,
    "inserted mark": A + p(f'<w:pPr><w:rPr><w:ins w:id="4" {THEIRS}/></w:rPr></w:pPr>', r("乙")) + C,
    "crossed by bookmarks": p('<w:bookmarkStart w:id="1" w:name="x"/>', r("甲"))
    + p('<w:bookmarkStart w:id="2" w:name="y"/>', r("乙"), '<w:bookmarkEnd w:id="1"/>')
    + p(r("丙"), '<w:bookmarkEnd w:id="2"/>'),
    "crossed by a comment": p('<w:commentRangeStart w:id="1"/>', r("甲"))
    + p(r("乙"), '<w:commentRangeEnd w:id="1"/><w:r><w:commentReference w:id="1"/></w:r>')
    + C,
    "with a picture": A + p("<w:r><w:drawing/></w:r>", r("乙"), _field("1")) + C,
}


def _seen(body: str) -> list[str]:
    return [t for t in texts(settled(body, accept=True)) if t]


@pytest.mark.parametrize("track", [True, False])
@pytest.mark.parametrize("body", LISTED.values(), ids=LISTED)
def test_any_paragraph_can_go(body: str, track: bool) -> None:
    story = [q.text for q in reviser(body, track=track).paragraphs]
    for number, text in enumerate(story):
        changed = reviser(body, track=track)
        changed.remove([number], comment="删去")
        found = done(changed)
        left = [*story[:number], *story[number + 1 :]]
        assert [t.replace("\ufffc", "") for t in _seen_by_us(found)] == [
            t.replace("\ufffc", "") for t in left if t
        ], (number, text)
        assert wrong(found) == []
        if track:
            assert texts(settled(found, accept=False)) == texts(settled(body, accept=False))


def _seen_by_us(body: str) -> list[str]:
    return [q.text for q in paragraphs(tree(body)) if q.text]


@pytest.mark.parametrize("track", [True, False])
@pytest.mark.parametrize("body", LISTED.values(), ids=LISTED)
def test_all_paragraphs_can_go(body: str, track: bool) -> None:
    changed = reviser(body, track=track)
    changed.remove(range(len(changed.paragraphs)), comment="删去")
    found = done(changed)
    assert _seen_by_us(found) == []
    assert _seen(found) == []
    assert wrong(found) == []
    assert "<w:p" in found
    if track:
        assert texts(settled(found, accept=False)) == texts(settled(body, accept=False))


@pytest.mark.parametrize("track", [True, False])
@pytest.mark.parametrize("new", [p(r("新")), table([p(r("新"))])], ids=["paragraph", "table"])
@pytest.mark.parametrize("body", LISTED.values(), ids=LISTED)
def test_a_block_comes_in_anywhere(body: str, new: str, track: bool) -> None:
    count = len(reviser(body, track=track).paragraphs)
    for after in range(-1, count):
        changed = reviser(body, track=track)
        story = [q.text for q in changed.paragraphs]
        changed.insert(after, [new, new], comment="新加")
        found = done(changed)
        assert wrong(found) == []
        seen = _seen_by_us(found)
        assert seen.count("新") == 2
        assert [t for t in seen if t != "新"] == [t for t in story if t]
        assert "新" not in _inside_tables(found) or new.startswith("<w:tbl")
        if track:
            assert _rejected(found) == _rejected(body)


def _rejected(body: str) -> list[str]:
    """The texts without our changes; the mark that ends a document cannot be rejected: empty ones are out."""
    return [text for text in texts(settled(body, accept=False, author="draft")) if text]


def _inside_tables(body: str) -> list[str]:
    return [text for element in tree(body).iter(f"{W}tc") for text in texts(element)]


@pytest.mark.parametrize("track", [True, False])
@pytest.mark.parametrize("body", LISTED.values(), ids=LISTED)
def test_a_paragraph_moves(body: str, track: bool) -> None:
    first = reviser(body, track=track)
    story = [q.text for q in first.paragraphs]
    free = [n for n, q in enumerate(first.paragraphs) if q.table is None and q.text]
    for number in free:
        for after in [-1, *free]:
            if after == number:
                continue
            changed = reviser(body, track=track)
            changed.move(number, after, comment="移到这里")
            found = done(changed)
            rest = [t for n, t in enumerate(story) if n != number]
            at = after + 1 if after < number else after
            wanted = [*rest[:at], story[number], *rest[at:]]
            assert [t for t in _seen_by_us(found) if t] == [t for t in wanted if t]
            assert wrong(found) == []
            if track:
                assert _rejected(found) == _rejected(body)


def test_a_moved_paragraph_takes_its_bookmark_along_and_leaves_its_comment() -> None:
    reference = '<w:r><w:commentReference w:id="1"/></w:r>'
    comment = f'<w:commentRangeStart w:id="1"/>{{}}<w:commentRangeEnd w:id="1"/>{reference}'
    body = p(_figure(comment.format(r("甲")), 3, "_d_x")).replace("<w:p>", '<w:p w14:paraId="01">') + B + C
    body = body.replace("w14:paraId", "w:paraId")
    changed = reviser(body, track=True)
    changed.move(0, 2)
    found = done(changed)
    twin = found[found.rindex("<w:p>") :]
    assert "_d_x" in twin
    assert found.count("_d_x") == 1
    assert found.count("<w:commentReference") == 1
    assert "commentReference" not in twin
    assert found.count("paraId") == 1


def test_a_picture_goes_with_its_paragraph() -> None:
    changed = reviser(A + p("<w:r><w:drawing/></w:r>") + C, track=True)
    changed.remove([1])
    assert "<w:del " in done(changed).partition("<w:drawing/>")[0]
    assert "drawing" not in "".join(e.tag for e in settled(done(changed), accept=True).iter())


def test_a_paragraph_that_we_inserted_before_goes_without_a_trace() -> None:
    ours = p(f'<w:pPr><w:rPr><w:ins w:id="4" {MARK}/></w:rPr></w:pPr>', _ins(5, "新"))
    changed = reviser(A + ours + C, track=True)
    changed.remove([1], comment="删去")
    assert done(changed) == A + C
    assert COMMENTS not in changed.opened.parts


def test_a_table_that_we_inserted_before_goes_without_a_trace() -> None:
    ours = table([p(_ins(5, "新"))]).replace("<w:tr>", f'<w:tr><w:trPr><w:ins w:id="4" {MARK}/></w:trPr>')
    changed = reviser(A + ours + C, track=True)
    changed.remove([1], comment="删去")
    assert done(changed) == A + C
    assert COMMENTS not in changed.opened.parts


def test_a_comment_of_the_xml_within_a_run_is_no_hindrance() -> None:
    for track in (True, False):
        changed = reviser(p("<w:r><!-- 注 --><w:t>甲乙</w:t></w:r>") + C, track=track)
        changed.retype(0, [Retype(0, 1, "新")])
        assert texts(settled(done(changed), accept=True)) == ["新乙", "丙"]
        changed = reviser(p("<w:r><!-- 注 --><w:t>甲乙</w:t></w:r>") + C, track=track)
        changed.remove([0])
        assert _seen_by_us(done(changed)) == ["丙"]


def test_a_twin_has_nothing_that_may_stand_only_once() -> None:
    once = (
        f'<w:moveToRangeStart w:id="1" w:name="m" {THEIRS}/><w:moveTo w:id="2" {THEIRS}>{r("甲")}</w:moveTo>'
        '<w:moveToRangeEnd w:id="1"/><w:permStart w:id="3" w:edGrp="everyone"/><w:permEnd w:id="3"/>'
        f'<w:sdt><w:sdtPr><w:id w:val="7"/></w:sdtPr><w:sdtContent>{r("乙")}</w:sdtContent></w:sdt>'
    )
    changed = reviser(p(once) + C, track=True)
    changed.move(0, 1)
    found = done(changed)
    assert _seen_by_us(found) == ["丙", "甲乙"]
    assert [found.count(name) for name in ('w:name="m"', "permStart", "<w:id ")] == [1, 1, 1]


def test_a_row_goes_and_its_table_stays() -> None:
    for track in (True, False):
        changed = reviser(ROWS + p(), track=track)
        changed.remove([2, 3], comment="删去")
        found = done(changed)
        assert _seen_by_us(found) == ["一", "二"]
        assert found.count("<w:tr>") == (2 if track else 1)
        assert found.count("<w:commentReference") == (1 if track else 0)


def test_an_outer_table_stays_while_a_nested_one_has_something() -> None:
    nested = table([table([p(r("内"))]) + p(r("外"))]) + p()
    changed = reviser(nested, track=False)
    assert [q.text for q in changed.paragraphs] == ["内", "外", ""]
    changed.remove([1])
    assert _seen_by_us(done(changed)) == ["内"]


def test_marks_of_rows_and_paragraphs_stand_in_the_schema_s_order() -> None:
    mark = (
        f'<w:pPr><w:jc w:val="left"/><w:rPr><w:ins w:id="4" {THEIRS}/><w:b/></w:rPr>'
        f'<w:pPrChange w:id="6" {THEIRS}>'
    )
    changed = reviser(p(f"{mark}<w:pPr/></w:pPrChange></w:pPr>", r("甲")) + B, track=True)
    changed.remove([0])
    assert re.search(
        r"<w:rPr><w:ins [^>]*张三[^>]*/><w:del [^>]*draft[^>]*/><w:b/></w:rPr><w:pPrChange", done(changed)
    )
    change = f'<w:trPrChange w:id="6" {THEIRS}><w:trPr/></w:trPrChange>'
    row = f'<w:trPr><w:cantSplit/><w:ins w:id="4" {THEIRS}/>{change}</w:trPr>'
    changed = reviser(ROWS.replace("<w:tr>", f"<w:tr>{row}", 1) + p(), track=True)
    changed.remove([0, 1])
    assert re.search(r"<w:cantSplit/><w:ins [^>]*/><w:del [^>]*draft[^>]*/><w:trPrChange", done(changed))


def test_a_document_without_a_paragraph_cannot_take_one() -> None:
    with pytest.raises(DocumentError, match="没有段落"):
        reviser("", track=True).insert(-1, [A])


def test_ids_are_free_even_where_somebody_took_the_highest() -> None:
    changed = reviser(
        p('<w:bookmarkStart w:id="2147483647" w:name="x"/><w:bookmarkEnd w:id="2147483647"/>', r("甲")),
        track=True,
    )
    changed.retype(0, [Retype(0, 1, "乙")])
    ids = [int(e.get(f"{W}id")) for e in tree(done(changed)).iter(f"{W}ins", f"{W}del")]
    assert len(set(ids)) == 2
    assert max(ids) < 2**31 - 1


def test_a_text_box_is_retyped_and_what_is_put_behind_it_stands_behind_its_paragraph() -> None:
    box = f"<w:r><w:pict><w:txbxContent>{p(r('框'))}</w:txbxContent></w:pict></w:r>"
    changed = reviser(p(r("主"), box) + B, track=False)
    changed.retype(1, [Retype(0, 1, "栏")])
    changed.retype(0, [Retype(0, 1, "客")])
    changed.insert(1, [p(r("新"))])
    assert _seen_by_us(done(changed)) == ["客\ufffc", "栏", "新", "乙"]


# -- any document, any plan ------------------------------------------------------------------------------

FREE = [
    p(r("甲")),
    p(r("乙丙")),
    p(),
    p(f'<w:pPr><w:rPr><w:ins w:id="X" {THEIRS}/></w:rPr></w:pPr>', r("丁")),
]
BLOCKS = [
    *FREE,
    ROWS,
    table([table([p(r("内"))]) + p(r("外"))], [p(r("下"))]),
    f"<w:sdt><w:sdtPr/><w:sdtContent>{p(r('控'))}</w:sdtContent></w:sdt>",
    f"<w:sdt><w:sdtPr/><w:sdtContent>{p(r('控'))}{p(r('制'))}</w:sdtContent></w:sdt>",
    f"<w:sdt><w:sdtPr/><w:sdtContent>{p(r('控'))}{ROWS}</w:sdtContent></w:sdt>",
    p(f'<w:pPr><w:rPr><w:del w:id="X" {THEIRS}/></w:rPr></w:pPr>', r("删")),
    p(f"<w:pPr>{SECTION}</w:pPr>", r("节")),
    p('<w:bookmarkStart w:id="X" w:name="bX"/>', r("起")) + p(r("止"), '<w:bookmarkEnd w:id="X"/>'),
]


@st.composite
def bodies(draw: st.DrawFn) -> str:
    """A body as the schema allows it: tables do not touch and do not end it."""
    out: list[str] = []
    for n, block in enumerate(draw(st.lists(st.sampled_from(BLOCKS), min_size=1, max_size=6))):
        if out and "<w:tbl>" in block and "<w:tbl>" in out[-1]:
            out.append(p())
        out.append(block.replace("X", str(900 + n)))
    return "".join(out) + ("" if out[-1].startswith("<w:p>") else p())


def _behind(changed: Reviser, number: int) -> int:
    """The paragraph behind which stands what is put behind this one: a table's last one."""
    tables = [list(q.elements[0].iterancestors(f"{W}tbl"))[-1:] for q in changed.paragraphs]
    same = [n for n, t in enumerate(tables) if t and number >= 0 and t == tables[number]]
    return same[-1] if same else number


@given(bodies(), st.booleans(), st.data())
def test_any_plan_is_carried_out(body: str, track: bool, data: st.DataObject) -> None:
    changed = reviser(body, track=track)
    story = [q.text for q in changed.paragraphs]
    numbers = list(range(len(story)))
    free = [n for n in numbers if changed.paragraphs[n].table is None]
    gone = data.draw(st.sets(st.sampled_from(numbers), max_size=4))
    moved = data.draw(st.sets(st.sampled_from(free), max_size=1)) - gone if free else set()
    retyped = data.draw(st.sets(st.sampled_from(numbers), max_size=3)) - gone
    placed = data.draw(st.lists(st.tuples(st.sampled_from([-1, *numbers]), st.booleans()), max_size=3))
    for n in retyped:
        changed.retype(n, [Retype(len(story[n]), len(story[n]), "改"), Retype(0, 0, "先")], comment="改")
        story[n] = f"先{story[n]}改"
    behind: dict[int, list[str]] = {}
    for after, listed in placed:
        place = -1 if after < 0 else _behind(changed, after)
        changed.insert(after, [table([p(r("新"))]) if listed else p(r("新"))], comment="新加")
        behind.setdefault(place, []).append("新")
    for n in moved:
        changed.move(n, -1)
        behind.setdefault(-1, []).append(story[n])
    changed.remove(sorted(gone), comment="删去")
    found = done(changed)
    wanted = [*behind.get(-1, [])]
    for n, text in enumerate(story):
        wanted += [text] * (n not in gone and n not in moved) + behind.get(n, [])
    assert [t for t in _seen_by_us(found) if t] == [t for t in wanted if t]
    assert wrong(found) == []
    if track:
        assert _rejected(found) == _rejected(body)
    else:
        assert found.count('w:author="draft"') == 0


# -- as fast as the document is long ------------------------------------------------------------------


def _report(copies: int) -> bytes:
    lines = "".join(
        p(_figure(r(f"共收到提案{n}件，立案{n % 97}件。") * 6, n + 1, f"_d_{n}")) for n in range(100 * copies)
    )
    return package(document(lines))


def _edit(data: bytes) -> None:
    changed = Reviser(Opened(data, "x"), _now(), track=True)
    for number in range(0, len(changed.paragraphs), 10):
        changed.retype(number, [Retype(5, 6, "九"), Retype(0, 1, "已")], comment="改")
    changed.insert(5, [p(r("新"))])
    changed.remove([9])
    assert "九" in "".join(parts_of(changed.data())["word/document.xml"].decode())


def test_time_grows_with_the_document_and_no_faster() -> None:
    assert proportional(lambda times: partial(_edit, _report(2 * times)))


def test_other_parts_keep_their_bytes() -> None:
    odd = b"\x00\x01 not xml at all"
    made = Reviser(opened(A, {"word/media/a.bin": odd}), _now(), track=True)
    made.retype(0, [Retype(0, 1, "乙")], comment="改")
    after = parts_of(made.data())
    assert after["word/media/a.bin"] == odd
    assert set(after) - set(parts_of(package(document(A)))) == {
        "word/media/a.bin",
        COMMENTS,
        "word/_rels/document.xml.rels",
    }
