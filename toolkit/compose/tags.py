"""The Jinja tags that let sentences live with missing data: `sentence` and `optional`.

    {% sentence %}一年来，{% clause %}甲{{ f.a }}次{% clause %}乙{{ f.b }}次{% tail %}，丙{% endsentence %}

drops clauses that lack a value, joins the rest by ， and ends with 。; without any clause left
the whole sentence goes. `{% optional %}…{% else %}…{% endoptional %}` goes as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.ext import Extension
from jinja2.parser import Parser
from jinja2.runtime import Context

from toolkit.compose.markup import CLAUSE, CLAUSE_END, SINCE, SINCE_END, TAIL, TAIL_END, plain
from toolkit.compose.values import MissingData, State

STATE = "draft_state"
BROKEN = re.compile(r"\s*\n\s*")
CLAUSES = re.compile(f"{CLAUSE}([^{CLAUSE_END}]*){CLAUSE_END}")
SPANS = re.compile(f"{SINCE}([^{SINCE_END}]*){SINCE_END}")
TAILS = re.compile(f"{TAIL}([^{TAIL_END}]*){TAIL_END}")


class SentenceTags(Extension):
    """`sentence` with its `clause` and `tail` parts, and `optional` with its `else`."""

    tags = {"sentence", "optional"}  # noqa: RUF012 - declared so by Jinja

    def parse(self, parser: Parser) -> nodes.Node:
        """Turn a tag and its parts into call blocks of the methods below."""
        token = next(parser.stream)
        if token.value == "optional":
            return self._parse_optional(parser, token.lineno)
        return self._parse_sentence(parser, token.lineno)

    def _parse_sentence(self, parser: Parser, line: int) -> nodes.Node:
        between: nodes.Expr = nodes.Const("，")
        if parser.stream.current.type != "block_end":
            between = parser.parse_expression()
        ends = ("name:clause", "name:tail", "name:endsentence")
        body = list(parser.parse_statements(ends))
        while parser.stream.current.value != "endsentence":
            part = next(parser.stream)
            method = "_clause" if part.value == "clause" else "_tail"
            inner = parser.parse_statements(ends)
            body.append(self._block(method, [], inner, part.lineno))
        next(parser.stream)
        return self._block("_sentence", [between], body, line)

    def _parse_optional(self, parser: Parser, line: int) -> nodes.Node:
        body = parser.parse_statements(("name:else", "name:endoptional"))
        made = self._block("_optional", [], body, line)
        if next(parser.stream).value != "else":
            return made
        other = parser.parse_statements(("name:endoptional",), drop_needle=True)
        return nodes.Scope([made, self._block("_otherwise", [], other, line)]).set_lineno(line)

    def _block(self, method: str, args: list[Any], body: list[nodes.Node], line: int) -> nodes.Node:
        call = self.call_method(method, [nodes.ContextReference(), *args], lineno=line)
        return nodes.CallBlock(call, [], [], body).set_lineno(line)

    @staticmethod
    def _guarded(context: Context, body: Callable[[], str]) -> str | None:
        """Return what the body renders to, or None where it needs a value that is missing."""
        state: State = context.parent[STATE]
        state.guard += 1
        try:
            return body()
        except MissingData:
            return None
        finally:
            state.guard -= 1

    def _clause(self, context: Context, body: Callable[[], str]) -> str:
        text = (self._guarded(context, body) or "").strip()
        return f"{CLAUSE}{text}{CLAUSE_END}" if text else ""

    def _tail(self, context: Context, body: Callable[[], str]) -> str:
        text = self._guarded(context, body) or ""
        return f"{TAIL}{text.strip()}{TAIL_END}"

    def _sentence(self, context: Context, between: str, body: Callable[[], str]) -> str:
        text = BROKEN.sub("", body())
        clauses = CLAUSES.findall(text)
        if not clauses:
            return ""
        clauses = _spans_once(clauses)
        lead = text[: text.index(CLAUSE)].strip()
        between = {";": "；", ",": "，"}.get(between, between)
        return f"{lead}{between.join(clauses)}{''.join(TAILS.findall(text))}。"

    def _optional(self, context: Context, body: Callable[[], str]) -> str:
        text = self._guarded(context, body)
        context.parent[STATE].dropped = text is None
        return text or ""

    def _otherwise(self, context: Context, body: Callable[[], str]) -> str:
        return body() if context.parent[STATE].dropped else ""


class Generator(CodeGenerator):
    """Jinja's generator, for which the body of our tags is a plain function.

    A macro of Jinja's takes arguments and checks them; ours never have any, and there are hundreds of
    bodies in a report.
    """

    def visit_CallBlock(self, node: nodes.CallBlock, frame: Frame) -> None:  # noqa: N802 - Jinja's name
        """Write the body as a function and the call of the tag's method with it."""
        called = node.call.node
        ours = isinstance(called, nodes.ExtensionAttribute) and called.identifier == SentenceTags.identifier
        if not ours:
            super().visit_CallBlock(node, frame)
            return
        self.macro_body(node, frame)
        self.start_write(frame, node)
        self.visit(called, frame)
        self.write("(")
        for argument in node.call.args:
            self.visit(argument, frame)
            self.write(", ")
        self.write("macro)")
        self.end_write(frame)


def _spans_once(clauses: list[str]) -> list[str]:
    """Say 五年来累计 only in the first of several clauses that share a span."""
    if not any(SINCE in clause for clause in clauses):
        return clauses
    said = ""
    kept = []
    for clause in clauses:
        span = SPANS.search(clause)
        own = plain(span[1]) if span else ""
        kept.append(SPANS.sub("", clause) if own and own == said else clause)
        said = own or said
    return kept
