"""Computed rules of punctuation, numbers, numbering and what is left over."""
