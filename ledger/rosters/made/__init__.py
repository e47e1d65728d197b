"""Layouts that people make in the browser: drawn after a list that was uploaded, or taken in as a file.

`sketching` finds what a list has, `proposing` what that may mean, `drawing` makes the layout of what somebody said; a
layout is kept as the text of a file like those in `fixtures/layouts`, and read as they are.
"""
