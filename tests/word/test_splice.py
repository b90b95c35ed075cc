"""What is not changed keeps its bytes, however the part is written."""

from __future__ import annotations

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from tests.word.documents import NAMESPACE, W, document, p, r, table
from toolkit.word.splice import TAGS, Splice

BOX = (
    '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><w:txbxContent>{0}</w:txbxContent>'
    "</w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent>{0}</w:txbxContent></w:pict></mc:Fallback>"
    "</mc:AlternateContent></w:r>"
)
PIECES = [
    "<w:p/>",
    '<w:p w:rsidR="00A1"/>',
    "<w:p ></w:p >",
    "<w:p><w:r/></w:p>",
    p(r("甲")),
    '<w:p w:x="a>b/>"><w:r><w:t>&gt;/&#62;</w:t></w:r></w:p>',
    "<w:p><w:r><w:t><![CDATA[<w:p/>]]></w:t></w:r></w:p>",
    "<w:p><!-- <w:p/> --><?draft <w:p> ?></w:p>",
    "<!-- <w:tbl> -->\n",
    "<?draft <w:p> ?>",
    table([p(r("格")), "<w:p/>"]),
    table([table([p(r("内"))]) + "<w:p/>"]),
    p(r("前"), BOX.format(p(r("框")))),
    f"<w:sdt><w:sdtPr/><w:sdtContent>{p(r('控件'))}<w:p/></w:sdtContent></w:sdt>",
    f"<w:customXml>{p(r('标'))}</w:customXml>",
    f'<w:ins w:id="9" w:author="张三"><w:p>{r("插")}</w:p></w:ins>',
    "<w:p\n  w:rsidR='00'\n>\n</w:p\n>",
]


def _splice(data: bytes) -> Splice:
    return Splice(data, etree.fromstring(data))


def _blocks(splice: Splice) -> list[etree._Element]:
    return [e for e in splice.ranges if e.tag == f"{W}p"]


@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join))
def test_nothing_changed_is_the_same_bytes(body: str) -> None:
    data = document(body).encode()
    assert _splice(data).result() == data


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=8).map("".join))
def test_every_block_is_found_where_it_stands(body: str) -> None:
    splice = _splice(document(body).encode())
    for element in splice.ranges:
        known = " ".join(f'xmlns:{k}="{v}"' for k, v in splice.root.nsmap.items())
        again = etree.fromstring(f"<x {known}>{splice.raw(element)}</x>")[0]
        twin = copy.deepcopy(element)
        twin.tail = None
        assert etree.tostring(again, method="c14n", exclusive=True) == etree.tostring(
            twin, method="c14n", exclusive=True
        )


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=8).map("".join), st.data())
def test_one_changed_paragraph_leaves_all_other_bytes(body: str, data: st.DataObject) -> None:
    source = document(body).encode()
    splice = _splice(source)
    if not _blocks(splice):
        return
    element = data.draw(st.sampled_from(_blocks(splice)))
    start, end = splice.ranges[element]
    element.set(f"{W}rsidP", "00FF")
    splice.changed.add(element)
    made = splice.result()
    assert made.startswith(source[:start])
    assert made.endswith(source[end:])
    assert b'w:rsidP="00FF"' in made[start : len(made) - (len(source) - end)]
    assert made.count(b"xmlns:w=") == source.count(b"xmlns:w=")


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=6).map("".join), st.data())
def test_any_changes_leave_a_part_that_reads_as_the_tree_would(body: str, data: st.DataObject) -> None:
    """What is told to the splice, done to a tree of its own by hand."""
    source = document(body).encode()
    splice, twin = _splice(source), etree.fromstring(source)
    places = dict(zip(splice.ranges, twin.iter(*TAGS), strict=True))
    if not _blocks(splice):
        return
    for element in data.draw(st.lists(st.sampled_from(_blocks(splice)), max_size=4, unique=True)):
        what = data.draw(st.sampled_from(["change", "remove", "before", "after"]))
        if any(a in splice.removed for a in (element, *element.iterancestors())):
            continue
        if what == "change":
            for one in (element, places[element]):
                one.set(f"{W}rsidP", "00FF")
            splice.changed.add(element)
        elif what == "remove":
            splice.removed.add(element)
            places[element].getparent().remove(places[element])
        else:
            new = f'<w:p xmlns:w="{NAMESPACE}"><w:r><w:t>新</w:t></w:r></w:p>'
            (splice.before if what == "before" else splice.after)[element].append(splice.bare(new))
            made = etree.fromstring(new)
            if what == "before":
                places[element].addprevious(made)
            else:
                tail, places[element].tail = places[element].tail, None
                places[element].addnext(made)
                made.tail = tail
    assert _plain(etree.fromstring(splice.result())) == _plain(twin)


def _plain(root: etree._Element) -> bytes:
    return b"".join(
        etree.tostring(e, method="c14n", exclusive=True, with_tail=False) for e in root.iter("{*}body")
    ).replace(b"\n", b"")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
def test_parts_in_other_encodings_keep_theirs(encoding: str) -> None:
    text = document("<w:p/>" + p(r("提案㸀")) + p(r("后")))
    declared = (
        "UTF-8" if encoding == "utf-8-sig" else encoding.upper().removesuffix("-LE").removesuffix("-BE")
    )
    mark = "\ufeff" if encoding in ("utf-16-le", "utf-16-be") else ""
    data = (mark + text.replace("UTF-8", declared)).encode(encoding)
    assert _splice(data).result() == data
    splice = _splice(data)
    paragraph = _blocks(splice)[1]
    paragraph[0][0].text = "社情民意"
    splice.changed.add(paragraph)
    assert splice.result().decode(encoding) == data.decode(encoding).replace("提案㸀", "社情民意")


def test_other_prefixes_than_w_are_kept() -> None:
    source = document(p(r("甲")) + "<w:p/>").replace("w:", "x:").replace("xmlns:w=", "xmlns:x=").encode()
    splice = _splice(source)
    paragraph = _blocks(splice)[0]
    etree.SubElement(paragraph, f"{W}r").set(f"{W}rsidR", "00")
    splice.changed.add(paragraph)
    assert b'<x:r x:rsidR="00"/></x:p><x:p/>' in splice.result()
    assert b"xmlns:ns0" not in splice.result()


def test_a_prefix_declared_on_the_paragraph_itself_stays() -> None:
    source = document('<w:p xmlns:k="urn:k" k:id="7"><w:r/></w:p><w:p/>').encode()
    splice = _splice(source)
    splice.changed.add(_blocks(splice)[0])
    assert b'<w:p xmlns:k="urn:k" k:id="7"><w:r/></w:p><w:p/>' in splice.result()


def test_what_follows_comes_before_what_precedes_the_next() -> None:
    splice = _splice(document(p(r("甲")) + p(r("乙"))).encode())
    first, second = _blocks(splice)
    splice.before[second].append("<w:p>前</w:p>")
    splice.after[first] += ["<w:p>后1</w:p>", "<w:p>后2</w:p>"]
    splice.removed.add(second)
    assert (
        "甲</w:t></w:r></w:p><w:p>后1</w:p><w:p>后2</w:p><w:p>前</w:p><w:sectPr>" in splice.result().decode()
    )


def test_changes_inside_a_paragraph_that_is_written_anew_are_not_lost() -> None:
    box = BOX.format(p(r("框一")) + p(r("框二"))).replace("mc:", "w:").replace("AlternateContent", "smartTag")
    splice = _splice(document(p(r("主"), box)).encode())
    host, one, two, *_ = _blocks(splice)
    splice.changed |= {host, one}
    splice.removed.add(two)
    splice.after[one].append("<w:p><w:r><w:t>框三</w:t></w:r></w:p>")
    made = splice.result().decode()
    assert made.count("框二") == 1
    assert "框一</w:t></w:r></w:p><w:p><w:r><w:t>框三" in made
