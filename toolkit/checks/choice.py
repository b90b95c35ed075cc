"""Which rules are asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from toolkit.checks.computed import COMPUTED
from toolkit.checks.patterns import KINDS
from toolkit.checks.rule import Rule
from toolkit.errors import Location, Problem, TemplateError, ToolkitError, suggest
from toolkit.pack.pack import RULES


def chosen(rules: Mapping[str, Rule], select: Sequence[str], ignore: Sequence[str]) -> list[Rule]:
    """Return the rules that `select` names, all of them where it is empty, but for those of `ignore`.

    A name is a rule's id, the beginning of some and a star, or a severity.

    Raises:
        TemplateError: there is no code for a computed rule of a pack.
        ToolkitError: a name fits no rule.
    """
    if idle := [_idle(id_) for id_, rule in rules.items() if rule.kind == "computed" and id_ not in COMPUTED]:
        raise TemplateError(idle)
    wanted = _named(rules, select) if select else set(rules)
    unwanted = _named(rules, ignore)
    return [rule for name, rule in rules.items() if name in wanted and name not in unwanted]


def _named(rules: Mapping[str, Rule], names: Sequence[str]) -> set[str]:
    found: set[str] = set()
    for name in names:
        fits = {id_ for id_, rule in rules.items() if _fits(name, rule)}
        if not fits:
            hint = suggest(name, rules) or "列出全部规则：draft check --rules"
            raise ToolkitError(f"没有规则“{name}”", hint)
        found |= fits
    return found


def _idle(id_: str) -> Problem:
    hint = suggest(id_, COMPUTED) or f"“kind”可以写：{'、'.join(KINDS)}"
    return Problem(Location(f"{RULES}/{id_}.yaml"), f"没有推算“{id_}”的程序", hint)


def _fits(name: str, rule: Rule) -> bool:
    return name in (rule.id, rule.severity.value) or (name.endswith("*") and rule.id.startswith(name[:-1]))
