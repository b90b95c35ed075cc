"""Draft, keep and check the annual work reports of local CPPCC committees.

The house, from the ground up; a module imports only from floors below its own:

    0  errors  text  dates            values without knowledge of reports
    1  model  figures  resources  cache  readers/   the report between Jinja and Word; files as lines
    2  brief/  strokes  quantities/   the YAML a person fills in; names by strokes; figures in a text
    3  pack/                          templates/ as objects: genre, calendar, formulations
    4  compose/   word/   merge/   decompose/   brief + pack -> report <-> DOCX; three texts; apart
    5  workspace  carrying  sources  regions   the folder of a report; versions as one file; any report
                                      opened; what a name of a region says
    6  edited/   layout/              a report that people have edited; a DOCX against the standard
    7  checks/   ledger/   batch/   making     rules over a finished text; tables that departments sign; many
                                      reports at once; one report's files in memory
    8  tasks  updating  pulling  restoring  comparing  merging  decomposing  checking  correcting  ledgers
    8  accepting  forms  importing  batching  lookups
                                      the verbs without a terminal
    9  cli/                           the command line
"""

__version__ = "0.1.0"
