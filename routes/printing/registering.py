"""Registering what is printed: the row, the files and the editions on them, or nothing at all."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.files.storage import storages
from django.db import connection, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from catalogue.models import Edition, User
from catalogue.photos import put
from routes.models import PrintedFile, PrintEdition, PrintedText
from routes.models.print_edition import stored_name


@dataclass(frozen=True)
class FileToKeep:
    """A file as it goes to the printer; `language` is empty when all of them stand side by side."""

    language: str
    name: str
    content: bytes
    pages: int


def register(
    new: PrintEdition, files: Sequence[FileToKeep], editions: Iterable[Edition], by: User | None
) -> PrintEdition:
    """Give `new` the next number and keep `files` and `editions` with it.

    Sent twice with the same token, it is registered once, and the first one is given back. Raises
    ValidationError for what makes no sense. When anything fails, no row and no file is left.
    """
    if not files:
        raise ValidationError(_("A print edition has a file in each of its languages."))
    storage = storages["private"]
    put_here: list[str] = []
    try:
        with transaction.atomic():
            # One after the other: two at once would want the same number.
            with connection.cursor() as cursor:
                cursor.execute("LOCK TABLE routes_printedition IN SHARE ROW EXCLUSIVE MODE")
            if known := PrintEdition.objects.filter(token=new.token).first():
                return known
            new.number = (PrintEdition.objects.aggregate(last=Max("number"))["last"] or 0) + 1
            new.registered_by = by
            new.full_clean(exclude=["registered_by"])
            new.save(force_insert=True)
            for file in files:
                digest = hashlib.sha256(file.content).hexdigest()
                PrintedFile.objects.create(
                    print_edition=new,
                    language=file.language,
                    file_name=file.name,
                    digest=digest,
                    size=len(file.content),
                    pages=file.pages,
                )
                name = stored_name(digest)
                if not storage.exists(name):
                    put_here.append(name)
                put(storage, name, file.content)
            PrintedText.objects.bulk_create(
                PrintedText(print_edition=new, edition=edition)
                for edition in {edition.pk: edition for edition in editions}.values()
            )
    except BaseException:
        new.pk = None
        _forget(put_here)
        raise
    return new


def _forget(names: list[str]) -> None:
    """Take back files that belong to no print edition, while nobody can register them anew."""
    if not names:
        return
    storage = storages["private"]
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE routes_printedition IN SHARE ROW EXCLUSIVE MODE")
        for name in names:
            digest = name.removeprefix("prints/").removesuffix(".pdf")
            if not PrintedFile.objects.filter(digest=digest).exists():
                storage.delete(name)
