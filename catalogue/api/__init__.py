"""The read API: editions, and nothing but editions, for other people's programs.

One table (`operations`) says which addresses there are and which parameters they take. The OpenAPI
document is written out of it, the parameters are read by it, and the page for people is drawn from
the document. Rooms bring their kinds of things (`collections`). Decision 0024 tells why so.
"""
