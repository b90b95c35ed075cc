"""Computed rules of sessions, dates, anniversaries, plans and meetings.

mentions  whens  party       sessions, dates and meetings that a text names
heads  plenary  counted      title and subtitle; the body's sessions; what is counted by editions
local_party  meetings        local plenums; central meetings and documents
clock  holidays              impossible dates and weekdays; days kept every year
years  leftovers             the year reviewed; what another year left
spans  anniversaries  plans  how long, how often, which year of a plan, a congress, a term
structure                    salutation, request, done and planned
rules                        all of them by id
"""
