"""What a careful reviewer would find in a finished text.

A rule is a file in templates/rules: what it is called, how grave, on whose authority, and what to
look for. Its cases are in tests/rules under the same name.

The rooms, each importing only from those before it:

    finding                 Hit (a rule's own) and Finding (told to people)
    needles                 the words that a pattern cannot do without
    rule                    templates/rules as records; the words their patterns share
    spared                  quotations and titles, which keep their words
    traces                  where a brief's values stand in a text, and which words people wrote
    manuscript              a text as rules see it: paragraphs, figures, session, day, brief
    patterns                the kinds existence, substitution, occurrence, consistency
    wording/                computed rules of formulations, names and language
    marks/                  … of punctuation, numbers, numbering and what is left over
    sessions/               … of sessions, dates, anniversaries, plans and meetings
    data/                   … of figures: with each other, with the words round them, with the brief
    computed                every computed rule by its id
    choice                  the rules that are asked for
    run, laid_out           all rules over one manuscript; over the layout of a DOCX
    accepted, checked       what a person let stand; a file with what was found in it
"""
