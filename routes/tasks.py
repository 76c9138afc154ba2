"""Work behind the scenes: legs that nobody drew get their way along roads.

The engine is the operator's, and optional. Without it nothing here happens, and legs stay straight.
"""

import logging

from django.db import transaction
from django.tasks import task

from routes.lines import simplified
from routes.models import LineSource, Route, Stop
from routes.roads import engine

logger = logging.getLogger(__name__)


def find_ways_after_saving(route: Route) -> bool:
    """Have ways found for the legs of a saved route; False when there is nothing to look for."""
    if not engine.is_set_up() or not route.legs_along_roads():
        return False
    transaction.on_commit(lambda: find_ways.enqueue(route.pk))
    return True


@task
def find_ways(pk: int) -> int:
    """Give legs of a route their way along roads; how many of them changed.

    May run twice, or for a route that is gone. What staff drew or imported is never touched, not
    even when it came in the meantime; a way computed before is taken back when no road leads there
    any more.
    """
    route = Route.objects.with_everything().filter(pk=pk).first()
    if route is None or not engine.is_set_up():
        return 0
    changed = 0
    for stop, start, end, mode in route.legs_along_roads():
        found = engine.way([start, end], mode) if start != end else None
        line = found and {"type": "LineString", "coordinates": simplified(found.line)}
        if line == stop.leg_line:
            continue
        # update(): whatever else is saved at the same time stays as it is saved there.
        changed += (
            Stop.objects.filter(pk=stop.pk)
            .filter(leg_line_source=stop.leg_line_source, village=stop.village_id)
            .update(leg_line=line, leg_line_source=LineSource.ROADS if line else "")
        )
    logger.info("Ways along roads changed for %s legs of route %s", changed, pk)
    return changed
