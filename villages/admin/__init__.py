"""Villages, their offers, events and words at the workplace of staff."""

from villages.admin import enquiry, event, offer, village, words  # noqa: F401 - they register
