"""Compose a report from a brief and a pack."""
