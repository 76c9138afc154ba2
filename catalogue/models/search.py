"""What search looks things up in: derived from editions, made anew at any time."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models


class SearchEntry(models.Model):
    """Something that can be found, in one language: a village, one of its offers, a route…

    `part` is where on the item's page it stands, empty for the page itself. `twin` tells the same
    thing in other languages from other things of the same item.
    """

    kind = models.CharField(max_length=10)
    source_id = models.BigIntegerField()
    language = models.CharField(max_length=2)
    what = models.CharField(max_length=20)
    part = models.CharField(max_length=20)
    twin = models.CharField(max_length=40)
    slug = models.CharField(max_length=120)
    title = models.TextField()
    title_key = models.TextField()  # the title's words in small letters without diacritics
    place = models.TextField()
    names = models.TextField()  # weigh like the title, and are shown nowhere
    text = models.TextField()
    also = models.TextField()  # is found like the text, and shown nowhere
    ends_on = models.DateField(null=True)
    words = SearchVectorField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="searchentry_once", fields=["kind", "source_id", "twin", "language"]
            )
        ]
        indexes = [GinIndex(name="searchentry_words", fields=["words"])]

    def __str__(self) -> str:
        return f"{self.title} ({self.language})"


class SearchWord(models.Model):
    """A word of what is published in a language, and in how many entries it stands."""

    language = models.CharField(max_length=2)
    written = models.TextField()  # in small letters
    form = models.TextField(db_collation="C")  # and without diacritics
    stems = ArrayField(models.TextField())
    uses = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="searchword_once", fields=["language", "written"])
        ]
        indexes = [
            models.Index(name="searchword_form", fields=["form"]),
            GinIndex(name="searchword_stems", fields=["stems"]),
            GinIndex(OpClass(models.F("form"), name="gin_trgm_ops"), name="searchword_alike"),
        ]

    def __str__(self) -> str:
        return f"{self.written} ({self.language})"
