"""Computed rules of formulations, names and language."""
