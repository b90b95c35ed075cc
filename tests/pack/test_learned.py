"""Wording that an office came to use is saved as phrases of its pack: shape, what is left out, the file."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.errors import TemplateError, ToolkitError
from toolkit.lookups import find_phrases
from toolkit.pack.learned import FILE, HEAD, LONGEST, Wording, learn
from toolkit.pack.pack import Pack
from toolkit.pack.phrases import ROLES
from toolkit.workspace import write_all

OWN = """\
# 本单位的
- id: ours   # 不要动
  text: 沉到一线听民声
  role: opener
  functions: [proposals]
"""


def wording(text: str, function: str = "proposals", region: str = "金山区") -> Wording:
    return Wording(text, function, region, 2025)


def rows(folder: Path, *texts: str) -> list[dict[str, Any]]:
    """What is learned of texts, as rows."""
    made = learn(folder, [wording(text) for text in texts])
    return yaml.safe_load(made[folder / FILE].decode()) if made else []


def learned(folder: Path, *texts: str) -> list[str]:
    return [row["text"] for row in rows(folder, *texts)]


# -- what is learned of a text -------------------------------------------------------------------

TEXTS = [
    ("以提案小切口撬动治理大变化。", ["以提案小切口撬动治理大变化"]),
    ("把准选题关，用好协商台，跑出办理加速度。", ["把准选题关，用好协商台，跑出办理加速度"]),
    # Sentences are phrases of their own; marks become full-width, spaces and numbering go.
    ("提案先调研再动笔。办理先沟通再答复！", ["提案先调研再动笔", "办理先沟通再答复"]),
    ("3.提案先调研 再动笔,办理先沟通再答复", ["提案先调研再动笔，办理先沟通再答复"]),
    ("（二）提案先调研再动笔", ["提案先调研再动笔"]),
    ('办理从"纸上"走到"田头"', ["办理从“纸上”走到“田头”"]),
    # A clause with a figure, counted in whatever digits, with the region or a placeholder is left out.
    ("收到提案217件，逐件上门问需于民，办复率100%，让委员看得见变化。",
     ["逐件上门问需于民", "让委员看得见变化"]),
    ("办好每一件提案", ["办好每一件提案"]),
    ("开展视察三十六次，边看边议找症结", ["边看边议找症结"]),
    ("三十余名委员结对帮办，边看边议找症结", ["边看边议找症结"]),
    ("２０２５年提案提早征集，边看边议找症结", ["边看边议找症结"]),
    ("办结率达到百分之九十，边看边议找症结", ["边看边议找症结"]),
    ("服务金山转型塑形；边看边议找症结", ["边看边议找症结"]),
    ("收到提案〔待填：立案提案（件）〕，边看边议找症结", ["边看边议找症结"]),
    ("打造“365”工作法，边看边议找症结", ["边看边议找症结"]),
    # Names in marks may hold numerals, and marks inside them do not part clauses.
    ("用“两张清单，三本台账”管到底", ["用“两张清单，三本台账”管到底"]),
    # Formulations name neither number nor place.
    ("守护绿水青山就是金山银山的底色", ["守护绿水青山就是金山银山的底色"]),
    # Too short, without a pair, a known misquotation, or in the bank already.
    ("好。", []),
    ("办理从“纸上走到田头", []),
    ("用习近平新时代中国特色社会主义理论指导提案", []),
    ("凝心聚力", []),
    ("“凝心聚力”", []),
    ("", []),
    ("，，。", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "phrases"), TEXTS)
def test_a_text_gives_phrases(tmp_path: Path, text: str, phrases: list[str]) -> None:
    assert learned(tmp_path / "new", text) == phrases


def test_a_long_sentence_is_parted_between_clauses(tmp_path: Path) -> None:
    clause = "甲乙丙丁戊己庚辛壬癸"
    text = "，".join(f"{clause}{n}" for n in "子丑寅卯辰巳午未申")
    found = learned(tmp_path, text)
    assert "，".join(found) == text
    assert len(found) == 2
    assert max(map(len, found)) <= LONGEST
    assert learned(tmp_path, clause * 7) == []


ROLE = [
    ("撬动发展", "four_character"),
    ("问需于企、问计于民", "four_character"),
    ("问需于企、问计于民、问效于社", "parallel"),
    ("把准选题关，用好协商台，跑好接力棒", "parallel"),
    ("沉到村居问冷暖、沉到车间问难处", "call"),
]


@pytest.mark.parametrize(("text", "role"), ROLE)
def test_the_role_follows_from_form_or_from_phrases_that_begin_alike(
    tmp_path: Path, text: str, role: str
) -> None:
    write_all({tmp_path / "phrases/own.yaml": OWN.replace("opener", "call").encode()})
    assert [row["role"] for row in rows(tmp_path, text)] == [role]


def test_a_formulation_inside_is_named_with_its_date(tmp_path: Path, pack: Pack) -> None:
    form = pack.formulations["two_upholds"]
    (row,) = rows(tmp_path, f"把做到{form.canonical}落到每一件提案")
    assert (row["formulation"], row["valid_from"]) == ("two_upholds", str(form.start))


# -- the rows and the pack -----------------------------------------------------------------------


def test_a_row_has_what_a_phrase_must_have(tmp_path: Path, pack: Pack) -> None:
    found = rows(tmp_path, *(text for text, _ in TEXTS))
    assert len(found) == len({row["id"] for row in found}) == len({row["text"] for row in found}) > 8
    for row in found:
        assert re.fullmatch(r"learned_[0-9a-f]{10}", row["id"])
        assert row["role"] in ROLES
        assert row["functions"] == ["proposals"]
        assert set(row["register"]) <= {"报告", "综述", "通讯"}
        assert row["register"]
        assert row["fits"] == "金山区2025年定稿用语"


def test_what_is_learned_is_found_by_a_search_of_the_pack(tmp_path: Path) -> None:
    folder = tmp_path / "我的模板包"
    write_all(learn(folder, [wording("以提案小切口撬动治理大变化。")]))
    pack = Pack([folder])
    first = find_phrases(pack, "小切口 大变化", "proposals", "", 5)[0]
    assert (first["text"], first["fits"]) == ("以提案小切口撬动治理大变化", "金山区2025年定稿用语")
    assert len(pack.phrases) == len(Pack().phrases) + 1
    for genre in pack.genre_ids():
        assert pack.genre(genre).name
    command = [sys.executable, "-m", "toolkit", "phrases", "撬动治理", "--pack", str(folder), "--json"]
    done = subprocess.run(command, cwd=Path(__file__).parents[2], capture_output=True, check=True)
    assert json.loads(done.stdout)[0]["text"] == "以提案小切口撬动治理大变化"


def test_nothing_is_learned_twice(tmp_path: Path) -> None:
    texts = ["提案先调研再动笔。", "提案先调研，再动笔", "提案先调研再动笔"]
    made = learn(tmp_path, [wording(text) for text in texts])
    assert [row["text"] for row in yaml.safe_load(made[tmp_path / FILE])] == ["提案先调研再动笔"]
    write_all(made)
    assert learn(tmp_path, [wording(text) for text in texts]) == {}


def test_what_another_file_of_the_pack_has_is_not_learned(tmp_path: Path) -> None:
    write_all({tmp_path / "phrases/own.yaml": OWN.encode()})
    assert learn(tmp_path, [wording("沉到一线、听民声。")]) == {}


# -- the file ------------------------------------------------------------------------------------


def test_a_new_file_begins_with_what_it_is(tmp_path: Path) -> None:
    data = learn(tmp_path / "a/b", [wording("提案先调研再动笔")])
    assert list(data) == [tmp_path / "a/b" / FILE]
    assert data[tmp_path / "a/b" / FILE].decode().startswith(f"{HEAD}\n- id: learned_")
    assert not (tmp_path / "a").exists()


FILES = {
    "as it is": OWN.encode(),
    "crlf": OWN.replace("\n", "\r\n").encode(),
    "bom": b"\xef\xbb\xbf" + OWN.encode(),
    "no last line end": OWN.rstrip().encode(),
    "blank lines": f"\n\n{OWN}\n\n".encode(),
    "indented": re.sub(r"(?m)^(?=.)", "  ", OWN).encode(),
}


@pytest.mark.parametrize("data", FILES.values(), ids=FILES)
def test_what_the_file_has_stays_byte_for_byte(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / FILE
    write_all({path: data})
    made = learn(tmp_path, [wording("提案先调研再动笔"), wording("边看边议找症结")])
    assert made[path].startswith(data)
    assert made[path].count(b"\r\n") == (made[path].count(b"\n") if b"\r\n" in data else 0)
    write_all(made)
    phrases = Pack([tmp_path]).phrases
    texts = [phrase.text for phrase in phrases.values() if phrase.id.startswith("learned_")]
    assert texts == ["提案先调研再动笔", "边看边议找症结"]
    assert ("ours" in phrases) == (b"ours" in data)


@pytest.mark.parametrize("text", ["[]\n", "a: 1\n", "- {id: a\n", OWN + "...\n", "--- |\n  a\n"])
def test_a_file_that_cannot_take_more_is_told_with_its_place(tmp_path: Path, text: str) -> None:
    write_all({tmp_path / FILE: text.encode()})
    with pytest.raises(TemplateError) as caught:
        learn(tmp_path, [wording("提案先调研再动笔")])
    assert caught.value.problems[0].location.path.endswith("learned.yaml")


def test_a_folder_that_is_a_file_and_an_unknown_function_are_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(ToolkitError, match="不是文件夹"):
        learn(tmp_path / "file", [wording("提案先调研再动笔")])
    with pytest.raises(ToolkitError, match="没有“proposal”") as caught:
        learn(tmp_path, [wording("提案先调研再动笔", "proposal")])
    assert "proposals" in caught.value.hint


MARKS = "，。；：！？、—…“”‘’《》（）'\"#-&*!|>%@`{}[]:, \n\t"
TEXT = st.text(st.sampled_from(f"{MARKS}0９三件次金山区提案先调研再动笔边看议找症结"), max_size=80)


@given(st.lists(TEXT, max_size=4))
@settings(max_examples=25)
def test_whatever_is_written_makes_a_valid_file(texts: list[str]) -> None:
    folder = Path("/nowhere/pack")
    found = rows(folder, *texts)
    assert len({row["id"] for row in found}) == len(found)
    for row in found:
        assert re.findall(r"[0-9０-９\s,;:!?()\"。！？…〔〕]|金山", row["text"]) == []
        assert len(row["text"]) <= LONGEST
    assert rows(folder, *(row["text"] for row in found)) == found
