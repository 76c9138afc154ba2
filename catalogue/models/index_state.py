"""Which version of the code made the rows of each index."""

from django.db import models
from django.utils import timezone


class IndexState(models.Model):
    """The state of one index (see `catalogue.indexes`)."""

    name = models.CharField(max_length=30, primary_key=True)
    version = models.PositiveIntegerField()
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.name}, {self.version}"
