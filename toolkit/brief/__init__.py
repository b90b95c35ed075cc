"""The brief: the YAML file that a person fills in."""
