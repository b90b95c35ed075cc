"""Template packs as objects."""
