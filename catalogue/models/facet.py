"""Which items carry a tag: what counts beside the choices of a filter are made from."""

from django.conf import settings
from django.db import models


class Facet(models.Model):
    """A bit map of the current editions of a kind in a language that carry `tag`.

    Bit n, counted as PostgreSQL's `get_bit` does, stands for the item with `source_id` n. Under
    the empty tag stand all. Derived from editions by `catalogue.facet_index`.
    """

    kind = models.CharField(max_length=10)
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    tag = models.CharField(max_length=100)
    members = models.BinaryField()
    count = models.GeneratedField(
        expression=models.Func("members", function="bit_count"),
        output_field=models.BigIntegerField(),
        db_persist=True,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(name="facet_once", fields=["kind", "language", "tag"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.language} {self.tag}"
