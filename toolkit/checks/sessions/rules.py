"""The computed rules of this room by id."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from toolkit.checks.finding import Hit
from toolkit.checks.manuscript import Manuscript
from toolkit.checks.rule import Rule
from toolkit.checks.sessions import (
    anniversaries,
    clock,
    counted,
    heads,
    holidays,
    leftovers,
    local_party,
    meetings,
    plans,
    plenary,
    spans,
    structure,
    years,
)

RULES: Mapping[str, Callable[[Manuscript, Rule], Iterable[Hit]]] = {
    "title-subtitle-term": heads.title_term,
    "outgoing-term": heads.outgoing_term,
    "title-subtitle-committee": heads.title_place,
    "subtitle-missing": heads.subtitle_missing,
    "mandate-term": heads.mandate_term,
    "since-own-session": plenary.since_own_session,
    "session-to-come": plenary.session_to_come,
    "held-session-in-plan": plenary.planned_again,
    "other-term-session": plenary.other_term,
    "sessions-disagree": plenary.sessions_disagree,
    "members-of-other-term": plenary.members_of_other_term,
    "session-year-apart": plenary.sessions_apart,
    "party-committee-term": local_party.local_plenums,
    "standing-meeting-order": counted.standing_order,
    "edition-not-advanced": counted.edition_not_advanced,
    "impossible-date": clock.impossible_dates,
    "impossible-time": clock.impossible_times,
    "wrong-weekday": clock.wrong_weekdays,
    "range-reversed": clock.backward_ranges,
    "holiday-date": holidays.wrong_holiday,
    "years-disagree": years.years_disagree,
    "left-over-year": leftovers.left_over_year,
    "date-after-report": leftovers.after_the_report,
    "other-period": spans.other_period,
    "years-miscounted": spans.miscounted_years,
    "anniversary-miscounted": anniversaries.miscounted,
    "plan-year-role": plans.wrong_role,
    "congress-year-role": plans.wrong_opener,
    "term-year-role": plans.term_year,
    "plan-years": plans.wrong_span,
    "plan-before-its-time": plans.early_plan,
    "ended-plan": plans.ended_plan,
    "meeting-not-yet-held": meetings.not_yet_held,
    "no-such-meeting": meetings.no_such_meeting,
    "plenums-short-of-latest": meetings.short_of_latest,
    "plenum-list-order": meetings.list_order,
    "outdated-congress": meetings.outdated_congress,
    "wrong-meeting-date": meetings.wrong_meeting_date,
    "document-before-publication": meetings.early_documents,
    "salutation-missing": structure.no_salutation,
    "deliberation-not-asked": structure.no_request,
    "done-in-plan": structure.done_in_plan,
    "planned-in-review": structure.planned_in_review,
    "all-done-but-pending": structure.all_but_pending,
}
