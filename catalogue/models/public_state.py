"""One number that changes with everything visitors can see: what kept pages are filed under."""

import pgtrigger
from django.db import models
from django.db.models.functions import Now


class PublicState(models.Model):
    """A single row, counted up by the database itself, in the transaction that changes something.

    A page kept under the number it was made at can never be stale: a change gives the next
    request another number to ask for.
    """

    version = models.BigIntegerField(default=1)
    changed_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(name="publicstate_one_row", condition=models.Q(id=1)),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="publicstate_dated",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func="NEW.changed_at = clock_timestamp(); RETURN NEW;",
            )
        ]

    def __str__(self) -> str:
        return str(self.version)


def counts_as_change() -> pgtrigger.Trigger:
    """For `triggers` of a table whose rows visitors see: editions, shared words, notices."""
    return pgtrigger.Trigger(
        name="public_state",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func="UPDATE catalogue_publicstate SET version = version + 1; RETURN NULL;",
    )
