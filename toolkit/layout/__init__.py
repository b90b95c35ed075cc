"""A DOCX against the standard of official documents, GB/T 9704-2012: what of its layout deviates, and where.

The file may be anyone's: Word's, WPS's, LibreOffice's, pandoc's, with styles or without. The values
of the standard, their tolerances and the words that tell a title from a signature are data
(`templates/norms.yaml`); each rule's reason is its record in `templates/rules`.

The rooms, each importing only from those before it:

    deviation   Fault (one place) -> Deviation (one cause with all its places, told to people)
    norms       the standard's values
    theme       fonts that styles name by their place in the theme
    looks       what one layer of formatting says
    formats     the effective formatting: defaults, styles, numbering, direct
    sheets      sections: paper, margins, grid, what stands at the foot
    items       the paragraphs with text, looks, section
    roles       what each paragraph is: title, heading, body, signature …
    pages       the page a paragraph is likely on
    document    all of that together, as the rules see it
    paper, fonts, spacing, frame, feet    the rules: each yields Faults
    judge       all of them over one document
"""
