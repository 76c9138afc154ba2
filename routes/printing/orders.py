"""What is ordered of the press: items in a format, for a purpose, in one language or several."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from django.utils.translation import override

from catalogue.current_editions import editions_where
from catalogue.languages import LANGUAGES
from catalogue.models import Edition
from catalogue.models.edition import Kind
from catalogue.shared_words import shared_words
from routes.brochures import laying_out
from routes.brochures.content import (
    Brochure,
    Card,
    Collection,
    Part,
    Selection,
    brochure_of,
    brochure_of_selection,
    card_of,
)
from routes.brochures.formats import Format, Purpose
from routes.press.job import Job

# What the press can be given: a route's brochure, a basket's, or a village's card.
AnyBrochure = Brochure | Collection | Card


class NotPublished(LookupError):
    """A language in which nobody can read what is ordered."""


@dataclass(frozen=True)
class Order:
    """A route, a village, or a basket of them; `languages` in the catalogue's order."""

    parts: tuple[Part, ...]
    format: Format
    purpose: Purpose
    languages: tuple[str, ...]
    title: str = ""  # of a basket
    cover: str = ""  # of a basket: the digest of a photo

    @classmethod
    def of_item(
        cls,
        kind: str,
        source_id: int,
        format: Format,
        purpose: Purpose = Purpose.SCREEN,
        languages: Sequence[str] = LANGUAGES,
    ) -> "Order":
        return cls((Part(kind, source_id),), format, purpose, tuple(languages))

    @property
    def is_basket(self) -> bool:
        return len(self.parts) > 1 or bool(self.title)

    @property
    def has_all_languages_in_one(self) -> bool:
        """Whether the format sets its languages side by side, in one file."""
        return self.format.languages > 1

    @cached_property
    def editions(self) -> dict[str, list[Edition]]:
        """What visitors read today of the parts, by language, with documents."""
        found: dict[str, list[Edition]] = {code: [] for code in LANGUAGES}
        for part in self.parts:
            for edition in editions_where(
                "kind = %s AND source_id = %s", [part.kind, part.source_id], document="document"
            ):
                found[edition.language].append(edition)
        return found

    @property
    def missing(self) -> list[str]:
        """Languages that are ordered, and in which some part cannot be read."""
        return [code for code in self.needed if len(self.editions[code]) < len(self.parts)]

    @property
    def needed(self) -> tuple[str, ...]:
        return LANGUAGES if self.has_all_languages_in_one else self.languages

    @property
    def files(self) -> list[tuple[str, ...]]:
        """The languages in each file that is made."""
        if self.has_all_languages_in_one:
            return [LANGUAGES]
        return [(language,) for language in self.languages]

    def brochure(self, language: str, site: str) -> AnyBrochure:
        """What is told in a language; raises NotPublished and CannotBePrinted."""
        editions = self.editions[language]
        if len(editions) < len(self.parts):
            raise NotPublished(language)
        words = shared_words(language)
        with override(language):
            if self.is_basket:
                selection = Selection(self.parts, self.title, self.cover)
                return brochure_of_selection(selection, language, words, site, self.format)
            if editions[0].kind == Kind.VILLAGE:
                return card_of(editions[0], words, site)
            return brochure_of(editions[0], words, site, self.format)

    def job(self, brochure: AnyBrochure, site: str, **breaks: dict[str, int]) -> Job:
        """The press's job for a brochure; `breaks` are the levels and pages of its sections."""
        job = laying_out.job_of(brochure, self.format, self.purpose, site)
        return replace(job, **breaks)  # type: ignore[arg-type]  # mypy takes each for any field

    def file_name(self, languages: Sequence[str], ending: str = "pdf") -> str:
        """Such as `six-villages-leaflet-shop-lv.pdf`, with the address in the first language."""
        stem = "brochure" if self.is_basket else self.editions[languages[0]][0].slug
        purpose = "" if self.purpose == Purpose.SCREEN else f"-{self.purpose}"
        return f"{stem}-{self.format.key}{purpose}-{'-'.join(languages)}.{ending}"


def editions_on(brochure: AnyBrochure) -> list[Edition]:
    """Every edition on the paper, each once, those of a sheet's other languages too."""
    versions = getattr(brochure, "versions", [])
    found = [*brochure.editions, *(one for version in versions for one in version.editions)]
    return list({edition.pk: edition for edition in found}.values())
