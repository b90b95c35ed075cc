"""Computed rules of sessions, dates, anniversaries, plans and meetings.

mentions  whens  party       sessions, dates and meetings that a text names
heads  plenary  counted      title and subtitle; the body's sessions; what is counted by editions
local_party  meetings        local plenums; central meetings and documents
clock  years  leftovers      impossible dates; the year reviewed; what another year left
spans  anniversaries  plans  how long, how often, which five years
structure                    salutation, request, done and planned
rules                        all of them by id
"""
