"""A report that people have edited: what it was generated from, and how a plan is carried out in it."""
