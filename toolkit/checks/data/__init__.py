"""Computed rules of figures: with each other, with the words round them, with the brief."""
