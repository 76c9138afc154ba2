"""The formats a visitor may choose from for one thing, and why some of them cannot be had of it."""

from collections.abc import Collection
from dataclasses import dataclass

from catalogue.languages import LANGUAGES
from catalogue.models import Edition
from routes.brochures.content import missing_sentence, room_sentence
from routes.brochures.formats import Format, Purpose, formats_for
from routes.brochures.laying_out import below


@dataclass(frozen=True)
class Choice:
    """A format with the addresses of its page and of its PDFs; `refusal` says why it has none."""

    format: Format
    page_address: str
    screen_address: str
    home_address: str
    refusal: str
    # Archives with the files of all languages; empty where there are none.
    screen_archive: str = ""
    home_archive: str = ""

    @property
    def icon(self) -> str:
        return f"routes/brochure/icons/{self.format.key}.svg"


def choices_for(edition: Edition, languages: Collection[str], address: str = "") -> list[Choice]:
    """Every format of the edition's kind; `languages` are those in which the item is published.

    `address` is the path of a trip's page, which its edition does not know.
    """
    address = address or edition.get_absolute_url()
    in_all = set(LANGUAGES) <= set(languages)

    def choice(format_: Format) -> Choice:
        for_screen = {"format": format_.key}
        for_home = {**for_screen, "for": Purpose.HOME.value}
        has_archive = in_all and format_.languages == 1
        return Choice(
            format=format_,
            page_address=below(address, "brochure/", **for_screen),
            screen_address=below(address, "brochure.pdf", **for_screen),
            home_address=below(address, "brochure.pdf", **for_home),
            refusal=_refusal(format_, edition, languages),
            screen_archive=below(address, "brochure.zip", **for_screen) if has_archive else "",
            home_archive=below(address, "brochure.zip", **for_home) if has_archive else "",
        )

    return [choice(format_) for format_ in formats_for(edition.kind)]


def _refusal(format_: Format, edition: Edition, languages: Collection[str]) -> str:
    if format_.most_stops and edition.document.get("stop_count", 0) > format_.most_stops:
        return room_sentence(format_.most_stops)
    missing = [code for code in LANGUAGES if code not in languages]
    return missing_sentence(missing) if format_.languages > 1 and missing else ""
