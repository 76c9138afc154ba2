"""Brochures: published routes and villages laid out for paper, in several formats.

`content` says what a brochure tells, of its stops in `stops`; `formats` on which paper it is told,
with `measures` and `panels` for sizes and places. `laying_out` makes its page, and `making` turns
the page into a PDF that is made once and stands on one of the `shelves`. `routes.press` prints, and
knows nothing of Django; `routes.printing` is for what goes to a print shop, and is kept.
"""
