"""The HTML of a brochure in a format: what the browser shows and what the press prints."""

from typing import Any, Protocol
from urllib.parse import urlencode

from django.template.loader import render_to_string
from django.utils.translation import override

from catalogue.shared_words import SharedWords
from routes.brochures import making
from routes.brochures.formats import Format, Purpose
from routes.press.job import Job


class Printed(Protocol):
    """What every kind of brochure can say of itself: a route's, a selection's, a village's card."""

    @property
    def language(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def address(self) -> str: ...  # path of what it is about
    @property
    def words(self) -> SharedWords: ...


APOLOGY_STYLES = [f"css/brochure/{style}.css" for style in ("base", "sheets", "screen")]


def html_of(brochure: Printed, format: Format, purpose: Purpose, site: str) -> str:
    """The whole page, in the brochure's language, without anything that is for the screen only."""
    with override(brochure.language):
        return render_to_string(format.template, context_of(brochure, format, purpose, site))


def context_of(brochure: Printed, format: Format, purpose: Purpose, site: str) -> dict[str, Any]:
    """Everything that the templates in `routes/brochure/` want, save what is around the sheets."""
    return {
        "brochure": brochure,
        "language": brochure.language,
        "words": brochure.words,
        "format": format,
        "purpose": purpose,
        "site": site,
        "styles": _styles(format, purpose),
    }


def _styles(format: Format, purpose: Purpose) -> list[str]:
    styles = ["base", *format.styles, "screen"]
    if purpose == Purpose.SHOP:
        styles.append("shop")
    return [f"css/brochure/{style}.css" for style in styles]


def job_of(brochure: Printed, format: Format, purpose: Purpose, site: str) -> Job:
    """What the press has to do for this brochure, in this format and for this purpose."""
    return making.job_for(
        html_of(brochure, format, purpose, site),
        address_of_page(brochure, site),
        purpose=purpose,
        imposition=format.imposition_for(purpose),
        language=brochure.language,
        title=brochure.title,
    )


def address_of_page(brochure: Printed, site: str) -> str:
    """The absolute address at which the page stands, for what it links to."""
    return site + below(brochure.address, "brochure/")


def below(address: str, ending: str, **query: str) -> str:
    """The address of something below a page; a trip's and a basket's keep what they ask for."""
    path, _mark, asked = address.partition("?")
    asked = "&".join(part for part in (asked, urlencode(query)) if part)
    return f"{path}{ending}?{asked}" if asked else path + ending
