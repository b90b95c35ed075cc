"""A published report taken apart: furniture, headings, functions, slots, figures, lists; and a pack of it."""
