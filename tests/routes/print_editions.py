"""Print editions for tests, registered as the workplace registers them."""

from datetime import date

from catalogue.models import Edition
from catalogue.models.edition import Kind
from routes.models import PrintEdition, Route
from routes.printing.registering import FileToKeep, register

SPRING = date(2026, 4, 20)


def new_print(route: Route, **fields) -> PrintEdition:
    """A print edition of a route that is not registered yet."""
    return PrintEdition(
        **{
            "title": str(route),
            "partner": route.partner,
            "parts": [{"kind": Kind.ROUTE.value, "source_id": route.pk}],
            "format": "leaflet",
            "purpose": "shop",
            "languages": ["lv"],
            "copies": 500,
            "printed_on": SPRING,
            **fields,
        }
    )


def pdf(text: str = "paper") -> FileToKeep:
    return FileToKeep("lv", "route-leaflet-lv.pdf", f"%PDF-1.7 {text}".encode(), pages=2)


def printed(route: Route, by=None, **fields) -> PrintEdition:
    """A registered print edition of the route and its villages as visitors read them now."""
    new = new_print(route, **fields)
    items = [(route.kind, route.pk)] + [(Kind.VILLAGE, stop.village_id) for stop in route.stops()]
    editions = [
        edition
        for kind, source_id in items
        for edition in Edition.objects.of_item(kind, source_id).current()
        if edition.language in new.languages
    ]
    files = [
        FileToKeep(code, f"route-leaflet-{code}.pdf", f"%PDF-1.7 {code}".encode(), pages=2)
        for code in new.languages
    ]
    return register(new, files, editions, by)
