"""Draft, keep and check the annual work reports of local CPPCC committees.

The house, from the ground up; a module imports only from floors below its own:

    0  errors  text  dates            values without knowledge of reports
    1  model  figures  resources  cache  readers/   the report between Jinja and Word; files as lines
    2  brief/  strokes  quantities/   the YAML a person fills in; names by strokes; figures in a text
    3  pack/                          templates/ as objects: genre, calendar, formulations
    4  compose/  word/  decompose/    brief + pack -> report <-> DOCX; text -> pack + brief (apart)
    5  workspace  tasks  lookups  decomposing   files and folders; the verbs without a terminal
    6  cli/                           the command line
"""

__version__ = "0.1.0"
