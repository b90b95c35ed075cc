"""Quotations and titles keep their words; brands in quotation marks are our own words."""

from __future__ import annotations

import pytest

from tests.checks.kit import read


def _spares(text: str, words: str) -> bool:
    seen = read(text)
    at = seen.text.index(words)
    return seen.spared.covers(at, at + len(words))


@pytest.mark.parametrize(
    ("text", "words", "spared"),
    [
        ("学习《关于加强做出贡献的意见》精神。", "做出贡献", True),
        ("会议指出“要做出贡献”。", "做出贡献", True),
        ("他说：“居民反应的问题”要解决。", "居民反应", True),
        ("大家认为，“反应社情、汇聚民智，政协大有可为”。", "反应社情", True),
        ("深入开展“四不二直”调研。", "四不二直", False),
        ("打造“书香政协”品牌。", "书香政协", False),
        ("“两个确立”的决定性作用。", "“两个确立”", False),
        ("没有引号的做出贡献。", "做出贡献", False),
        ("引用“他说‘要做出贡献’，大家鼓掌”的话。", "做出贡献", True),
        ("他说：“学习《甲》《乙》《丙》《丁》《戊》，做出贡献。”", "做出贡献", True),
        ("前一句“没有收尾。\n后一段做出贡献”。", "做出贡献", False),
    ],
)
def test_what_is_spared(text: str, words: str, *, spared: bool) -> None:
    assert _spares(text, words) is spared


def test_a_stretch_that_reaches_out_of_a_quotation_is_not_spared() -> None:
    seen = read("会议强调“必须坚持党的领导、统一战线，做好各项工作”。")
    start = seen.text.index("工作”")
    assert not seen.spared.covers(start, start + 3)
    assert seen.spared.covers(start, start + 2)
