"""Merge three texts of one report: as generated, as people edited it, as generated anew. No XML here."""
