"""Parts of pages kept ready-made: cards and footers, which many pages share.

An edition is never changed, so its card says the same until a shared word does (the name of its
theme): what is kept here never goes stale, and a new edition of one village leaves the cards of
all others as they are.
"""

from collections.abc import Callable, Hashable
from threading import Lock

from django.conf import settings
from django.utils.safestring import SafeString

# So much in each process of the server: most parts have two kilobytes, all days of a long route
# have some hundred.
MOST_KEPT = 4000
MOST_CHARACTERS = 8_000_000
_kept: dict[tuple[Hashable, ...], SafeString] = {}
_one_at_a_time = Lock()  # threads that make room at once would trip over each other


def kept_part(key: tuple[Hashable, ...], draw: Callable[[], SafeString]) -> SafeString:
    """What `draw` drew for this key, which must name everything that the drawing depends on."""
    if settings.DEBUG:  # templates are being edited
        return draw()
    html = _kept.get(key)
    if html is None:
        html = draw()
        with _one_at_a_time:
            _make_room(len(html))
            _kept[key] = html
    return html


def _make_room(characters: int) -> None:
    """Forget the oldest parts until there is room for one more of so many characters."""
    kept = sum(map(len, list(_kept.values())))
    while _kept and (len(_kept) >= MOST_KEPT or kept + characters > MOST_CHARACTERS):
        kept -= len(_kept.pop(next(iter(_kept)), ""))
