"""Brochures: published routes and villages laid out for paper, in several formats.

`content` says what a brochure tells, `formats` on which paper it is told, `making` turns its page
into a PDF that is made once. `routes.press` prints, and knows nothing of Django.
"""
