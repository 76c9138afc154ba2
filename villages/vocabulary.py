"""Theme and municipality names as shared words."""

from catalogue import shared_words
from villages.models import Municipality, Theme

shared_words.register(
    "theme",
    lambda language: shared_words.rows(
        Theme.objects.all(), "theme", name=f"name_{language}", motif="motif"
    ),
)
shared_words.register(
    "municipality",
    lambda language: shared_words.rows(
        Municipality.objects.all(), "municipality", name=f"name_{language}", country="country"
    ),
)
