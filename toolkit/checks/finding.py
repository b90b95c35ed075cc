"""What a rule finds, and what people are told of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How grave a finding is: a mistake for sure, a doubt for a person to settle, a remark."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def name_for_people(self) -> str:
        """The word that the listing shows."""
        return {"error": "错误", "warning": "提示", "info": "备注"}[self.value]

    @property
    def rank(self) -> int:
        """0 for the gravest."""
        return list(Severity).index(self)


@dataclass(frozen=True)
class Hit:
    """What one rule found: characters `start` to `end` of the manuscript's text.

    An empty message, suggestion or severity is the rule's own. A suggestion is what the words should
    be, to be put in their place as it stands if the rule is a mechanical one.
    """

    start: int
    end: int
    message: str = ""
    suggestion: str = ""
    severity: Severity | None = None


@dataclass(frozen=True)
class Finding:
    """A mistake or a doubt, with its place.

    Attributes:
        rule: the rule's id.
        severity: how grave it is.
        line: paragraph of a DOCX, line of a text, from 1.
        column: character in that line, from 1.
        offset: index into the file's text (of a DOCX, into what `draft text` prints).
        text: the exact words.
        message: what is wrong, a Chinese sentence.
        suggestion: what they should be, where that is known.
        start: where the words begin in the manuscript, -1 for a finding on the file's layout.
        end: where they end there.
        page: the page, 0 where unknown.
    """

    rule: str
    severity: Severity
    line: int
    column: int
    offset: int
    text: str
    message: str
    suggestion: str = ""
    start: int = -1
    end: int = -1
    page: int = 0

    @property
    def order(self) -> tuple[int, int, str, str]:
        """What findings are listed by: the place, the graver first at one place."""
        return self.offset, self.severity.rank, self.rule, self.message
