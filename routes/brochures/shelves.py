"""The shelves on which finished PDFs are kept, in the private storage."""

from catalogue.shelves import Shelf

# As many as there are published routes, villages and formats: nobody from outside adds to them.
PUBLISHED = Shelf("brochures")
# Anybody can ask for any trip and any basket. Some 400 of them.
VISITORS = Shelf("visitors-brochures", most_bytes=200 * 1024 * 1024)
