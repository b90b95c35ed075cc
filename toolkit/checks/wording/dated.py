"""Words that belong to a time: organs renamed, campaigns over, documents under another title."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from functools import lru_cache

from toolkit.checks.finding import Hit, Severity
from toolkit.checks.manuscript import Manuscript
from toolkit.checks.rule import Rule
from toolkit.checks.wording.formulations import YEAR, rows
from toolkit.pack.pack import Pack

TITLE = re.compile(r"《([^《》\n]{8,40})》")


def former_names(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """Find organs under a name that they no longer had in the year of the report.

    `data` of the rule: names [{was, now, since}], `since` the year from which the new name counts.
    """
    if manuscript.day is None:
        return
    for row in rule.data["names"]:
        if manuscript.day.year <= int(row["since"]) + 1:
            continue
        for match in rule.compiled(row["was"]).finditer(manuscript.text):
            years = [
                int(y[0]) for y in YEAR.finditer(manuscript.text, *manuscript.sentence_at(match.start()))
            ]
            if not years or min(years) > int(row["since"]):
                said = f"“{{text}}”{row['since']}年起已改为“{row['now']}”"
                yield Hit(*match.span(), said, row["now"])


def campaigns(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """Find campaigns of study told of before they began, or as under way years after they ended.

    `data` of the rule: margin (days before the start), under_way (pattern beside the name).
    """
    day, year, pack = manuscript.day, manuscript.year, manuscript.pack
    if day is None:
        return
    for row in rows(pack):
        form = pack.formulations[row["id"]]
        if row["category"] != "campaign" or form.start is None or form.end is None:
            continue
        for match in re.finditer(re.escape(row["canonical"]), manuscript.text):
            if (form.start - day).days > int(rule.data["margin"]):
                said = f"“{{text}}”{row['in_force_from']}才开始，报告日期是{day.isoformat()}"
                grave = None if manuscript.day_known else Severity.WARNING
                yield Hit(*match.span(), said, severity=grave)
            elif year and form.end.year < year and _under_way(manuscript, rule, match):
                said = f"“{{text}}”已于{row['in_force_until']}结束，回顾{year}年不宜写成正在开展"
                yield Hit(*match.span(), said, severity=Severity.WARNING)


def _under_way(manuscript: Manuscript, rule: Rule, match: re.Match[str]) -> bool:
    """Tell whether the words beside a campaign tell of it as of this year's, in a report of one year."""
    text = manuscript.text
    start, end = manuscript.sentence_at(match.start())
    if re.search(r"[五四三]年来|历次|先后|以来", text[start:end]) or YEAR.search(text, start, end):
        return False
    near = text[max(start, match.start() - 8) : min(end, match.end() + 8)]
    return bool(rule.compiled(rule.data["under_way"]).search(near))


@lru_cache(maxsize=4)
def documents(pack: Pack) -> tuple[str, ...]:
    """Return the titles of the documents that reports refer to, without marks."""
    found = []
    for row in pack.mapping("meetings.yaml").get("key_documents", ()):
        if row.get("verified") and (title := re.search(r"《([^》]+)》", row["name"])):
            found.append(title[1])
    return tuple(found)


def document_titles(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """Find titles that miss one of the known documents by a little.

    `data` of the rule: close (how alike, 0 to 1), own (pattern before the title of local documents), apart
    (words that make it another document).
    """
    data = rule.data
    own, apart = rule.compiled(data["own"]), rule.compiled(data["apart"])
    for match in TITLE.finditer(manuscript.text):
        before = manuscript.text[max(0, match.start() - 14) : match.start()]
        local = own.search(re.split("[，。；]", before)[-1]) and not match[1].startswith("中共中央")
        if match[1] in documents(manuscript.pack) or local:
            continue
        for known in documents(manuscript.pack):
            if set(apart.findall(match[1])) ^ set(apart.findall(known)):
                continue
            part = match[1] in known and known.removeprefix("中共中央") == match[1]
            alike = difflib.SequenceMatcher(None, match[1], known, autojunk=False)
            if not part and alike.quick_ratio() > data["close"] and alike.ratio() > data["close"]:
                yield Hit(*match.span(), f"文件原名为《{known}》，请核对", f"《{known}》")
                break
