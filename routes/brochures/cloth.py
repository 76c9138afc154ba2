"""Woven patterns as large as a brochure wants them: across a page, and hanging on its cover."""

import re
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from catalogue.patterns import STITCHES_DOWN, woven_pattern
from catalogue.shared_words import SharedWords
from routes.itinerary import ItineraryStop


def sash_across(
    visit: ItineraryStop, words: SharedWords, size_mm: tuple[int, int], mark: str
) -> SafeString:
    """The village's sash, lying across the head of its page."""
    width, height = size_mm
    across = round(STITCHES_DOWN * width / height) | 1
    title = _("Woven pattern of the village: %(title)s") % {"title": visit.stop["title"]}
    sash = _sash(visit, words, across, hanging=False, mark=mark)
    return mark_safe(  # noqa: S308 - the pattern is drawn by us, the title is escaped
        sash.replace(
            ' aria-hidden="true">', f' role="img" class="cloth"><title>{escape(title)}</title>', 1
        )
    )


def hanging_cloth(
    visits: list[ItineraryStop], words: SharedWords, size_mm: tuple[int, int], mark: str
) -> SafeString:
    """The sashes of all stops, hanging side by side: on the cover, and on the last page."""
    width, height = size_mm
    each = width / max(1, len(visits))
    across = round(STITCHES_DOWN * height / each) | 1
    sashes = "".join(
        _sash(visit, words, across, hanging=True, mark=mark).replace(
            "<svg ", f'<svg x="{index * each:.2f}" width="{each + 0.1:.2f}" height="{height}" ', 1
        )
        for index, visit in enumerate(visits)
    )
    names = ", ".join(visit.stop["title"] for visit in visits)
    title = _("Woven patterns of the stops: %(names)s") % {"names": names}
    return mark_safe(  # noqa: S308 - as above
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img"'
        f' preserveAspectRatio="xMidYMid slice" class="cloth">'
        f"<title>{escape(title)}</title>{sashes}</svg>"
    )


def _sash(
    visit: ItineraryStop, words: SharedWords, across: int, *, hanging: bool, mark: str
) -> str:
    """The pattern of the village's own page; `mark` keeps its ids apart from other drawings."""
    document = visit.stop if "pattern" in visit.stop else visit.village and visit.village.document
    theme, seed = (document or {}).get("theme", ""), (document or {}).get("pattern", "")
    motif = words.themes.get(theme, {}).get("motif", "")
    svg = woven_pattern(theme, motif, seed, across=across, hanging=hanging)
    return re.sub(r'(id="|#)(w[0-9a-f]+)', rf"\1{mark}{visit.stop['number']}\2", svg)
