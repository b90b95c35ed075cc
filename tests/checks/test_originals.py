"""The five published reports: no error but the real ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checks.kit import ORIGINALS, rules, using
from toolkit.checks.finding import Severity
from toolkit.checks.manuscript import manuscript
from toolkit.checks.run import check
from toolkit.sources import open_source

# What the reports really have: by the number that their files begin with.
REAL = {"002": ["四不二直", "居民反应", "聚焦“提升消费能级", "思想科学为指引"]}


@pytest.mark.parametrize("path", sorted(ORIGINALS.glob("*.txt")), ids=lambda path: path.stem[:3])
def test_no_error_is_told_that_is_none(path: Path) -> None:
    source = open_source(path)
    findings = [
        f
        for f in check(manuscript(source, using()), rules().values())
        if f.severity is Severity.ERROR and rules()[f.rule].kind != "layout"
    ]
    wanted = REAL.get(path.stem[:3], [])
    assert len(findings) == len(wanted), [(f.rule, f.text, f.message) for f in findings]
    for finding, words in zip(findings, wanted, strict=True):
        assert words in source.text[finding.offset - 8 : finding.offset + len(finding.text) + 8]


def test_the_reports_are_at_hand() -> None:
    if not ORIGINALS.is_dir():
        pytest.skip("../shared/seeds is not beside this checkout")
    assert len(list(ORIGINALS.glob("*.txt"))) == 5
