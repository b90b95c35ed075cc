"""The computed rules of this room by id."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from toolkit.checks.data import (
    again,
    averages,
    chains,
    changes,
    lists,
    quorum,
    rough,
    same,
    shares,
    sizes,
    sums,
    tables,
)
from toolkit.checks.finding import Hit
from toolkit.checks.manuscript import Manuscript
from toolkit.checks.rule import Rule

RULES: Mapping[str, Callable[[Manuscript, Rule], Iterable[Hit]]] = {
    "attendance-below-quorum": quorum.attendance_below_quorum,
    "attendance-does-not-add-up": sums.attendance_does_not_add_up,
    "average-mismatch": averages.average_mismatch,
    "chain-inverted": chains.chain_inverted,
    "change-against-values": changes.change_against_values,
    "honours-miscounted": lists.honours_miscounted,
    "implausible-size": sizes.implausible_size,
    "list-count-mismatch": lists.list_count_mismatch,
    "money-without-myriads": sizes.money_without_myriads,
    "part-exceeds-whole": sums.part_exceeds_whole,
    "parts-miss-total": sums.parts_miss_total,
    "percent-over-hundred": shares.percent_over_hundred,
    "percentages-miss-hundred": shares.percentages_miss_hundred,
    "person-times-below-persons": chains.person_times_below_persons,
    "proposals-do-not-add-up": sums.proposals_do_not_add_up,
    "rate-mismatch": shares.rate_mismatch,
    "rough-share-mismatch": rough.rough_share_mismatch,
    "same-figure-two-values": same.same_figure_two_values,
    "share-mismatch": shares.share_mismatch,
    "table-column-miscounted": tables.column_miscounted,
    "taken-up-count-differs": again.taken_up_count_differs,
    "total-below-year": chains.total_below_year,
}
