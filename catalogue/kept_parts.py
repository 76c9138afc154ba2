"""Parts of pages kept ready-made: cards and footers, which many pages share.

An edition is never changed, so its card says the same until a shared word does (the name of its
theme): what is kept here never goes stale, and a new edition of one village leaves the cards of
all others as they are.
"""

from collections.abc import Callable, Hashable

from django.conf import settings
from django.utils.safestring import SafeString

# Two kilobytes each: 8 MB in each process of the server.
MOST_KEPT = 4000
_kept: dict[tuple[Hashable, ...], SafeString] = {}


def kept_part(key: tuple[Hashable, ...], draw: Callable[[], SafeString]) -> SafeString:
    """What `draw` drew for this key, which must name everything that the drawing depends on."""
    if settings.DEBUG:  # templates are being edited
        return draw()
    html = _kept.get(key)
    if html is None:
        if len(_kept) >= MOST_KEPT:
            _kept.pop(next(iter(_kept)), None)  # the oldest
        html = _kept[key] = draw()
    return html
