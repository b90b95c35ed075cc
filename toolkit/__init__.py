"""Draft, keep and check the annual work reports of local CPPCC committees.

The house, from the ground up; a module imports only from floors below its own:

    0  errors  text  dates            values without knowledge of reports
    1  model  figures  resources  cache   the report between Jinja and Word; quantities; shipped data
    2  brief/  strokes  quantities/   the YAML a person fills in; names by strokes; figures in a text
    3  pack/                          templates/ as objects: genre, calendar, formulations
    4  compose/        word/          brief + pack -> report      report <-> DOCX (never each other)
    5  workspace  tasks  lookups      files and folders; the verbs without a terminal
    6  cli/                           the command line
"""

__version__ = "0.1.0"
