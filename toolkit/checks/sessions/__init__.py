"""Computed rules of sessions, dates, anniversaries, plans and meetings."""
