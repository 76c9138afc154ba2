"""Each time that published events take place: a table made of editions (`villages.happenings`)."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models


class Occurrence(models.Model):
    """An event on certain days, both included, in a language; or, without days, a yearly feast.

    Its tags are what the calendar is filtered by: region, theme, kind, and each month it touches.
    """

    language = models.CharField(max_length=2)
    source_id = models.BigIntegerField()
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    starts_at = models.TimeField(null=True)
    tags = ArrayField(models.CharField(max_length=80), default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="occurrence_once",
                fields=["language", "source_id", "starts_on"],
                nulls_distinct=False,
            ),
        ]
        indexes = [
            models.Index(name="occurrence_calendar", fields=["language", "ends_on"]),
            GinIndex(name="occurrence_tags", fields=["tags"]),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} ({self.language}) {self.starts_on or ''}"
