"""The demo's villages and events: real ones, out of the reviewed files beside this module."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from catalogue.languages import LANGUAGES
from catalogue.models import Partner
from villages.models import (
    Event,
    Municipality,
    Offer,
    Place,
    PriceTier,
    Product,
    Sight,
    Theme,
    Village,
)

FOLDER = Path(__file__).parent


def read(folder: Path, name: str) -> list[dict[str, Any]]:
    """The rows of one of the demo's files."""
    return json.loads((folder / name).read_text(encoding="utf-8"))


def said(field: str, texts: dict[str, Any] | None) -> dict[str, str]:
    """`texts` by language as the columns of a translated field."""
    return {f"{field}_{code}": (texts or {}).get(code) or "" for code in LANGUAGES}


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def partners() -> dict[str, Partner]:
    return {partner.key: partner for partner in Partner.objects.all()}


def load_words() -> None:
    """Themes and municipalities; those there already stay as they are."""
    for row in read(FOLDER, "themes.json"):
        Theme.objects.get_or_create(
            key=row["key"], defaults={"motif": row["motif"], **said("name", row["name"])}
        )
    owners = partners()
    rows = read(FOLDER, "municipalities.json")
    for row in sorted(rows, key=lambda row: bool(row["successor"])):
        Municipality.objects.get_or_create(
            key=row["key"],
            defaults={
                "country": row["country"],
                "partner": owners.get(row["partner"]),
                "valid_from": day(row["valid_from"]),
                "valid_to": day(row["valid_to"]),
                "successor": Municipality.objects.filter(key=row["successor"]).first(),
                **said("name", row["name"]),
            },
        )


def load_villages() -> dict[str, Village]:
    """All villages with their places, offers, products and sights, by their id in the files."""
    owners = partners()
    themes = {theme.key: theme for theme in Theme.objects.all()}
    municipalities = {row.key: row for row in Municipality.objects.all()}
    villages = {}
    for name in ("villages-lv.json", "villages-lt.json"):
        for row in read(FOLDER, name):
            names = row["theme_name"]
            village = Village.objects.create(
                partner=owners[row["partner"]],
                municipality=municipalities[row["municipality"]],
                theme=themes[row["theme"]],
                status=row["status"],
                verified_on=day(row["verified_on"]),
                in_project=row["in_project"],
                project_status=row["project_status"] or "",
                notes="\n".join([row["notes"] or "", *_notes_on_names(names)]).strip(),
                sources=row["sources"],
                other_names=row.get("other_names", []),
                translated_names=[code for code in LANGUAGES if names[code]["translated"]],
                name_source=next((n["source"] for n in names.values() if n.get("source")), ""),
                **said("theme_name", {code: names[code]["text"] for code in LANGUAGES}),
                **said("place_name", row["place_name"]),
                **said("locality", row["locality"]),
                **said("slug", row["slug"]),
                **said("summary", row["summary"]),
                **said("story", row["story"]),
            )
            _load_parts(village, row)
            villages[row["id"]] = village
    return villages


def _notes_on_names(names: dict[str, dict[str, Any]]) -> list[str]:
    return [f"Name ({code}): {name['note']}" for code, name in names.items() if name.get("note")]


def _load_parts(village: Village, row: dict[str, Any]) -> None:
    for position, place in enumerate(row["places"]):
        Place.objects.create(
            village=village,
            position=position,
            **{
                field: place[field]
                for field in ("latitude", "longitude", "precision", "radius_m", "source")
            },
        )
    for position, offer in enumerate(row["offers"]):
        _load_offer(village, position, offer)
    for position, product in enumerate(row["products"]):
        Product.objects.create(
            village=village,
            position=position,
            source=product["source"] or "",
            is_secondary=product.get("secondary", False),
            **said("title", product["title"]),
        )
    for position, sight in enumerate(row["sights"]):
        Sight.objects.create(
            village=village,
            position=position,
            source=sight["source"] or "",
            **said("text", sight["text"]),
        )


def _load_offer(village: Village, position: int, row: dict[str, Any]) -> None:
    offer = Offer.objects.create(
        village=village,
        position=position,
        price_basis=row["price_basis"] or "",
        price=Decimal(row["price_eur"]) if row["price_eur"] else None,
        source=row["source"] or "",
        is_secondary=row["secondary"],
        is_after_project=row["after_project"],
        **{
            field: row[field]
            for field in (
                "kind",
                "duration_min",
                "duration_max",
                "group_min",
                "group_max",
                "age_min",
                "booking_needed",
            )
        },
        **said("title", row["title"]),
        **said("description", row["description"]),
        **said("price_note", row["price_note"]),
        **said("takes_home", row["takes_home"]),
    )
    for tier in row["tiers"]:
        PriceTier.objects.create(
            offer=offer,
            group_min=tier["min"],
            group_max=tier["max"],
            price=Decimal(tier["eur"]),
        )


def load_events(villages: dict[str, Village]) -> list[Event]:
    """All events of the data set: dated ones and those of every year."""
    owners = partners()
    events = []
    for row in read(FOLDER, "events.json"):
        precision = row["date_precision"]
        event = Event.objects.create(
            partner=owners[row["partner"]],
            event_kind=row["kind"],
            starts_on=day(row["starts_on"]),
            ends_on=day(row["ends_on"] or row["starts_on"]),
            date_precision="yearly" if precision == "year_round_text" else precision,
            is_year_inferred=row["year_inferred"],
            sources=row["sources"],
            **said("title", row["title"]),
            **said("slug", row["slug"]),
            **said("summary", row["summary"]),
            **said("place_text", row["place"]),
            **said("recurrence", row["recurrence"]),
        )
        event.villages.set(villages[key] for key in row["villages"])
        events.append(event)
    return events
