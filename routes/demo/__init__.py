"""The demo's routes, out of the reviewed file beside this module."""

from pathlib import Path

from routes.models import Route, Stop
from villages.demo import partners, read, said
from villages.models import Village

FOLDER = Path(__file__).parent


def load_routes(villages: dict[str, Village]) -> list[Route]:
    """All routes with their stops; none has a line yet, so their legs are straight."""
    owners = partners()
    routes = []
    for row in read(FOLDER, "routes.json"):
        route = Route.objects.create(
            partner=owners.get(row["owner"]),
            mode=row["mode"],
            is_composed=row["composed"],
            sources=row["sources"],
            notes=row["notes"] or "",
            **said("title", row["title"]),
            **said("slug", row["slug"]),
            **said("summary", row["summary"]),
            **said("story", row["story"]),
        )
        for position, stop in enumerate(row["stops"]):
            Stop.objects.create(
                route=route,
                day=stop["day"],
                village=villages[stop["village"]],
                position=position,
                stay_minutes=stop["stay_minutes"],
                **said("note", stop["note"]),
            )
        routes.append(route)
    return routes
