"""Files as people have them, read into text and lines; what a line says stays the callers' concern."""
