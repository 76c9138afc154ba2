"""Search: words of editions, brought down to their stems, and what visitors ask for."""
