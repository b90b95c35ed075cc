"""Figures on paper: the ledger that departments sign, the forms they fill in, and taking those back.

    places   where every figure stands in a report
    rows     a ledger: every figure with its values, places and supplier; words  a row in words
    page     a ledger as DOCX            sheets   a ledger as XLSX
    wanted   the figures that a genre asks for            form   the XLSX that asks for them
    tables   XLSX and CSV as tables      cells    what a cell says      filled   a filled form's entries
    taking   entries against a brief: what goes in, what is in conflict
    workbook safe cells, fonts and paper for every XLSX that is written; targets  files that may be written

Words, columns and fonts are in `templates/ledger.yaml`. The spreadsheet library is imported late.
"""
