"""Reports as Word files, ours and those that people have worked on.

The rooms, by what they are for:

    write                          a report becomes a file, with styles, tables, drawings, charts
    opened  story  blocks          a person's file: its parts, its text with the way to every run, tables
    read  outline  comments        what can be known of it without changing it
    revise  redraw  foreign        `draft update`: our new text, charts and styles in a person's file
    carry  transplant  settled     `draft diff`, `draft merge`: what another version of the file changed
    runs  anchor  tracks  twins    what both need: words, where new ones go, tracked changes, copies,
    ranges  doubles  marks         bookmarks and other ranges,
    places  splice                 where blocks may come and go, and all other bytes as they were
"""
