"""What is answered about collections and lists of words: the operations that they bring."""

import re
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.api import finding
from catalogue.api.collections import Collection, WordList
from catalogue.api.finding import Elsewhere, Found, Item, Question
from catalogue.api.operation import GEOJSON, JSON, ROOT, Answer, Asked, Operation
from catalogue.api.parameters import (
    BBOX,
    KM,
    LANGUAGE,
    LIMIT,
    LIMIT_OF_A_MAP,
    NEAR,
    PAGE,
    SINCE,
    tags_of,
)
from catalogue.api.problems import Gone, NotHere
from catalogue.api.records import TEXTS, feature, gone_record, moment, record_of
from catalogue.api.schemas import (
    CODE_PATTERN,
    COMMON,
    Schema,
    a_moment,
    listed,
    named,
    number,
    text,
    thing,
    whole,
)


def operations_of(collection: Collection) -> list[Operation]:
    """Its list, its single records, and its map if it has one."""
    found = [_list(collection), _one(collection)]
    return [*found, _map(collection)] if collection.geometry else found


def schemas_of(collection: Collection) -> dict[str, Schema]:
    """The schemas that its operations name."""
    found = {
        **collection.schemas,
        collection.schema_name: thing(
            {
                **COMMON,
                "kind": text(const=collection.kind),
                **collection.schema,
                "distance_km": number(gettext_lazy("With “near” only: as the crow flies.")),
            },
            optional=("distance_km", *collection.optional),
        ),
    }
    if collection.geometry:
        found[f"{collection.schema_name}Feature"] = _feature_schema(collection)
    return found


def _feature_schema(collection: Collection) -> Schema:
    properties = {
        name: COMMON[name] for name in ("title", "summary", "url", "permanent", "attribution")
    }
    return thing(
        {
            "type": text(const="Feature"),
            "id": COMMON["code"],
            "geometry": {
                "anyOf": [
                    {
                        "type": "object",
                        "properties": {
                            "type": text(
                                enum=["Point", "MultiPoint", "LineString", "MultiLineString"]
                            ),
                            "coordinates": {"type": "array"},
                        },
                        "required": ["type", "coordinates"],
                    },
                    {"type": "null"},
                ]
            },
            "properties": thing(
                {
                    **properties,
                    "published_at": a_moment(),
                    **collection.properties_schema,
                    "distance_km": number(),
                },
                optional=("distance_km",),
            ),
        }
    )


def _envelope(items: str, schema: Schema) -> dict[str, Schema]:
    """What lists of records say around them."""
    return {
        "language": named("Language"),
        "total": whole(gettext_lazy("How many there are on all pages."), minimum=0),
        "page": whole(minimum=1),
        "pages": whole(minimum=0),
        "limit": whole(minimum=1),
        "next_since": a_moment(gettext_lazy("What to give as “since” next time.")),
        "licence": named("Licence"),
        "links": named("Links"),
        items: listed(schema),
        "gone": listed(
            named("Gone"),
            gettext_lazy("With “since” only: what is gone, or does not fit any more."),
        ),
    }


def _list(collection: Collection) -> Operation:
    return Operation(
        name=f"list_{collection.name}",
        path=f"/{collection.name}",
        summary=collection.label,
        told=collection.told,
        parameters=(LANGUAGE, *collection.filters, BBOX, NEAR, KM, SINCE, PAGE, LIMIT),
        media_type=JSON,
        schema=thing(_envelope("items", named(collection.schema_name))),
        run=lambda asked: _answer_list(asked, collection),
    )


def _answer_list(asked: Asked, collection: Collection) -> Answer:
    found = finding.find(_question(asked, collection))
    telling = asked.telling()
    items = [record_of(item, collection, telling) for item in found.items]
    links = _links(asked, found)
    gone = _all_gone(found, collection, asked)
    body = {**_around(asked, found, links), "items": items, "gone": gone}
    return Answer(body, links=_for_the_header(links), changed_at=found.changed_at)


def _question(asked: Asked, collection: Collection) -> Question:
    values = asked.values
    return Question(
        kind=collection.kind,
        language=asked.language,
        tags=tags_of(values, collection.filters),
        box=values["bbox"],
        near=values["near"],
        km=values["km"],
        since=values["since"],
        page=values["page"],
        limit=values["limit"],
        changed=collection.changed,
        beside=collection.beside.get(asked.language, "NULL"),
    )


def _around(asked: Asked, found: Found, links: dict[str, str]) -> dict[str, Any]:
    limit = asked.values["limit"]
    return {
        "language": asked.language,
        "total": found.total,
        "page": asked.values["page"],
        "pages": -(-found.total // limit),
        "limit": limit,
        "next_since": moment(found.next_since),
        "licence": TEXTS,
        "links": links,
    }


def _links(asked: Asked, found: Found) -> dict[str, str]:
    page, last = asked.values["page"], -(-found.total // asked.values["limit"])
    links = {"self": asked.address(), "first": asked.address(page=1)}
    if 1 < page <= last + 1:
        links["previous"] = asked.address(page=page - 1)
    if page < last:
        links["next"] = asked.address(page=page + 1)
    if last:
        links["last"] = asked.address(page=last)
    return links


def _for_the_header(links: dict[str, str]) -> list[tuple[str, str]]:
    names = {"previous": "prev"}
    return [(names.get(name, name), address) for name, address in links.items() if name != "html"]


def _all_gone(found: Found, collection: Collection, asked: Asked) -> list[dict[str, str]]:
    return [gone_record(gone, collection, asked.site) for gone in found.gone if gone.code]


def _one(collection: Collection) -> Operation:
    return Operation(
        name=f"get_{collection.kind}",
        path=f"/{collection.name}/{{code}}",
        summary=gettext_lazy("One of them, by its permanent code"),
        told=gettext_lazy(
            "404 names the languages in which the item can be had; 410 says that it was taken off."
        ),
        parameters=(LANGUAGE,),
        media_type=JSON,
        schema=named(collection.schema_name),
        run=lambda asked: _answer_one(asked, collection),
    )


def _find_one(asked: Asked, collection: Collection) -> tuple[Item, datetime] | Elsewhere | None:
    if not re.fullmatch(CODE_PATTERN, asked.code):
        return None
    beside = collection.beside.get(asked.language, "NULL")
    return finding.find_one(collection.kind, asked.language, asked.code, beside)


def _answer_one(asked: Asked, collection: Collection) -> Answer:
    code = asked.code
    found = _find_one(asked, collection)
    nothing = NotHere(_("Nothing has this code here."))
    if found is None:
        raise nothing
    if isinstance(found, Elsewhere):
        addresses = {
            language: f"{asked.site}{ROOT}/{collection.name}/{code}?language={language}"
            for language in found.languages
        }
        if found.was_here and not addresses:
            raise Gone(_("This was taken off the catalogue."))
        if not addresses:
            raise nothing
        raise NotHere(_("This is not published in the language asked for."), addresses)
    item, changed_at = found
    record = record_of(item, collection, asked.telling())
    links = [("canonical", record["url"]), ("license", TEXTS["url"])]
    return Answer(record, links=links, changed_at=changed_at)


def _map(collection: Collection) -> Operation:
    envelope = _envelope("features", named(f"{collection.schema_name}Feature"))
    return Operation(
        name=f"map_{collection.name}",
        path=f"/{collection.name}.geojson",
        summary=gettext_lazy("The same for maps: GeoJSON"),
        told=gettext_lazy(
            "A FeatureCollection (RFC 7946). Inexact places say so: “precision”, “radius_m”."
        ),
        parameters=(LANGUAGE, *collection.filters, BBOX, NEAR, KM, SINCE, PAGE, LIMIT_OF_A_MAP),
        media_type=GEOJSON,
        schema=thing({"type": text(const="FeatureCollection"), **envelope}),
        run=lambda asked: _answer_map(asked, collection),
    )


def _answer_map(asked: Asked, collection: Collection) -> Answer:
    found = finding.find(_question(asked, collection))
    telling = asked.telling()
    links = _links(asked, found)
    body = {
        "type": "FeatureCollection",
        **_around(asked, found, links),
        "features": [feature(item, collection, telling) for item in found.items],
        "gone": _all_gone(found, collection, asked),
    }
    return Answer(body, links=_for_the_header(links), changed_at=found.changed_at)


def operation_of(words: WordList) -> Operation:
    return Operation(
        name=f"list_{words.name}",
        path=f"/{words.name}",
        summary=words.label,
        told=words.told,
        parameters=(LANGUAGE,),
        media_type=JSON,
        schema=thing(
            {
                "language": named("Language"),
                "total": whole(minimum=0),
                "licence": named("Licence"),
                "links": named("Links"),
                "items": listed(named(words.schema_name)),
            }
        ),
        run=lambda asked: _answer_words(asked, words),
    )


def _answer_words(asked: Asked, words: WordList) -> Answer:
    counted = finding.counts_of_tags(asked.language)
    items = [
        {**row, "villages": counted.get(f"{words.tag}:{row['key']}", 0)}
        for row in words.rows(asked.words)
    ]
    items.sort(key=lambda row: row["key"])
    body = {
        "language": asked.language,
        "total": len(items),
        "licence": TEXTS,
        "links": {"self": asked.address()},
        "items": items,
    }
    return Answer(body)
