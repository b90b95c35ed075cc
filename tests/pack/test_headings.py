"""Matched sets of headings are told from unmatched ones."""

from __future__ import annotations

import pytest

from toolkit.pack.headings import score
from toolkit.pack.pack import Pack

MATCHED = ["坚持党的领导　把牢政治方向", "聚焦中心任务　深化协商议政", "突出监督特色　助推决策落实"]


def test_a_matched_set_scores_high() -> None:
    assert score(MATCHED) > 0.85


@pytest.mark.parametrize(
    "worse",
    [
        "开展监督",
        "突出监督特色，助推决策落实，服务发展大局",
        "突出协商式民主监督的鲜明特色　助推落实",
    ],
)
def test_one_that_does_not_fit_lowers_the_score(worse: str) -> None:
    assert score([*MATCHED[:2], worse]) < score(MATCHED) - 0.1


def test_a_repeated_key_word_lowers_the_score() -> None:
    assert score([*MATCHED[:2], "聚焦监督特色　深化协商监督"]) < score(MATCHED)


def test_a_single_heading_matches_itself() -> None:
    assert score(["坚持党的领导"]) == 1.0


def test_every_set_that_the_pack_offers_is_matched() -> None:
    pack = Pack()
    for name in pack.genre_ids():
        genre = pack.genre(name)
        for block in ("headings", "headings_term"):
            for headings in genre.data.get(block, ()):
                assert score(list(headings.values())) >= 0.75, headings
