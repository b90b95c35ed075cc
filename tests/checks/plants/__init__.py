"""Mistakes to plant into clean texts, a table for each room of rules."""
