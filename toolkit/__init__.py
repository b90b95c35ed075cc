"""Draft, keep and check the annual work reports of local CPPCC committees.

The house, from the ground up; a module imports only from floors below its own:

    0  errors  text  dates            values without knowledge of reports
    1  model  figures  resources  cache  readers/   the report between Jinja and Word; files as lines
    2  brief/  strokes  quantities/   the YAML a person fills in; names by strokes; figures in a text
    3  pack/                          templates/ as objects: genre, calendar, formulations
    4  compose/   word/   merge/   decompose/   brief + pack -> report <-> DOCX; three texts; apart
    5  workspace  carrying  sources   the folder of a report; versions as one file; any report opened
    6  edited/   checks/              a report that people have edited; rules over a finished text
    7  tasks  updating  pulling  restoring  comparing  merging  decomposing  lookups   verbs, no terminal
    8  cli/                           the command line
"""

__version__ = "0.1.0"
