"""The command line `draft`."""
