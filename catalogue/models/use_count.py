"""How often something was done lately, by whom nobody knows."""

from django.db import models


class UseCount(models.Model):
    """`key` is a hash of the day; see `catalogue/limits.py`."""

    key = models.CharField(max_length=64, primary_key=True)
    number = models.PositiveIntegerField()
    ends_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.number} until {self.ends_at}"
