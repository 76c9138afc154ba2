"""Parts of pages kept ready-made: cards and footers, which many pages share.

An edition is never changed, so its card says the same until a shared word does (the name of its
theme): what is kept here never goes stale, and a new edition of one village leaves the cards of
all others as they are.
"""

from collections.abc import Callable, Hashable
from threading import Lock

from django.conf import settings
from django.utils.safestring import SafeString

# So much of each of both sorts in each process of the server: most parts have two kilobytes, all
# days of a long route have some hundred.
MOST_KEPT = 4000
MOST_CHARACTERS = 8_000_000
Parts = dict[tuple[Hashable, ...], SafeString]
_kept: Parts = {}
# Parts of what visitors put together themselves: whoever asks for a thousand trips pushes out no
# part of a page that everybody asks for.
_kept_of_visitors: Parts = {}
_one_at_a_time = Lock()  # threads that make room at once would trip over each other


def kept_part(
    key: tuple[Hashable, ...], draw: Callable[[], SafeString], of_a_visitor: bool = False
) -> SafeString:
    """What `draw` drew for this key, which must name everything that the drawing depends on.

    A part is `of_a_visitor` when its key holds what visitors may choose freely.
    """
    if settings.DEBUG:  # templates are being edited
        return draw()
    parts = _kept_of_visitors if of_a_visitor else _kept
    html = parts.get(key)
    if html is None:
        html = draw()
        with _one_at_a_time:
            _make_room(parts, len(html))
            parts[key] = html
    return html


def _make_room(parts: Parts, characters: int) -> None:
    """Forget the oldest parts until there is room for one more of so many characters."""
    kept = sum(map(len, list(parts.values())))
    while parts and (len(parts) >= MOST_KEPT or kept + characters > MOST_CHARACTERS):
        kept -= len(parts.pop(next(iter(parts)), ""))
