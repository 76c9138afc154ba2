"""Words for JSON Schema (2020-12), in which the API says what its records hold."""

from collections.abc import Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalogue.languages import LANGUAGES

type Schema = dict[str, Any]
type Words = str | Promise


def described(schema: Schema, words: Words) -> Schema:
    return {**schema, "description": words}


def text(words: Words = "", **facets: Any) -> Schema:
    schema: Schema = {"type": "string", **facets}
    return described(schema, words) if words else schema


def one_of(choices: Sequence[str], words: Words = "") -> Schema:
    return text(words, enum=list(choices))


def whole(words: Words = "", **facets: Any) -> Schema:
    schema: Schema = {"type": "integer", **facets}
    return described(schema, words) if words else schema


def number(words: Words = "", **facets: Any) -> Schema:
    schema: Schema = {"type": "number", **facets}
    return described(schema, words) if words else schema


def yes_or_no(words: Words = "") -> Schema:
    schema: Schema = {"type": "boolean"}
    return described(schema, words) if words else schema


def listed(items: Schema, words: Words = "") -> Schema:
    schema: Schema = {"type": "array", "items": items}
    return described(schema, words) if words else schema


def maybe(schema: Schema) -> Schema:
    """The same or null, where nobody knows."""
    if "$ref" in schema:
        return {"anyOf": [schema, {"type": "null"}]}
    widened = {**schema, "type": [schema["type"], "null"]}
    if "enum" in schema:
        widened["enum"] = [*schema["enum"], None]
    return widened


def thing(properties: dict[str, Schema], optional: Sequence[str] = ()) -> Schema:
    """An object of exactly these keys; those that are `optional` may be missing."""
    return {
        "type": "object",
        "properties": properties,
        "required": [name for name in properties if name not in optional],
        "additionalProperties": False,
    }


def named(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def uri(words: Words = "") -> Schema:
    return text(words, format="uri")


def day() -> Schema:
    return text(format="date")


def a_moment(words: Words = "") -> Schema:
    return text(words, format="date-time")


LANGUAGE = one_of(LANGUAGES)
COUNTRY = one_of(("LV", "LT"))
CODE_PATTERN = "^[23456789BCDFGHJKMNPQRSTWXZ]{4}$"

# What every kind of record stands on.
COMMON: dict[str, Schema] = {
    "kind": text(),
    "code": text(_("Permanent: it survives renaming and moving."), pattern=CODE_PATTERN),
    "language": LANGUAGE,
    "title": text(),
    "summary": text(),
    "url": uri(_("The page of this record: link to it when you use the text.")),
    "permanent": uri(_("Leads to the page wherever it moves, in the reader’s language.")),
    "languages": described(
        {
            "type": "object",
            "propertyNames": {"enum": list(LANGUAGES)},
            "additionalProperties": uri(),
        },
        _("The languages in which the item is published, with its page in each."),
    ),
    "edition": named("Edition"),
    "licence": named("Licence"),
    "attribution": text(_("What to write beside the text when you use it.")),
}

SHARED: dict[str, Schema] = {
    "Edition": thing(
        {
            "number": whole(minimum=1),
            "digest": text(
                _("SHA-256 of the published document: another text has another digest."),
                pattern="^[0-9a-f]{64}$",
            ),
            "published_at": a_moment(),
        }
    ),
    "Licence": thing({"name": text(), "url": uri()}),
    "Named": thing({"key": text(), "name": text()}),
    "Point": thing(
        {
            "label": text(),
            "latitude": number(_("WGS84, degrees north."), minimum=-90, maximum=90),
            "longitude": number(_("WGS84, degrees east."), minimum=-180, maximum=180),
            "precision": one_of(
                ("exact", "centre", "approximate", "area"),
                _("“approximate” and “area” are no places to navigate to."),
            ),
            "radius_m": whole(_("The true place lies within so many metres."), minimum=0),
            "source": text(_("Where the coordinates are from.")),
        }
    ),
    "Photo": thing(
        {
            "alt": text(),
            "caption": text(),
            "author": text(),
            "licence": text(
                _("“permission”: allowed on our pages only; ask the author before you show it.")
            ),
            "licence_url": maybe(uri()),
            "may_be_reused": yes_or_no(),
            "width": whole(),
            "height": whole(),
            "files": listed(
                thing({"url": uri(), "type": text(), "width": whole(minimum=1)}),
            ),
        }
    ),
    "Recording": thing(
        {
            "title": text(),
            "url": uri(),
            "type": text(),
            "seconds": whole(minimum=0),
            "author": text(),
            "licence": text(),
            "licence_url": maybe(uri()),
            "may_be_reused": yes_or_no(),
            "transcript": listed(text()),
        }
    ),
    "ItemLink": thing({"code": maybe(text(pattern=CODE_PATTERN)), "permanent": maybe(uri())}),
    "Gone": thing(
        {"kind": text(), "code": text(), "permanent": uri(), "gone_at": a_moment()},
    ),
    "Links": {
        "type": "object",
        "properties": {
            name: uri() for name in ("self", "first", "previous", "next", "last", "html")
        },
        "required": ["self"],
        "additionalProperties": False,
    },
    "Problem": {
        "type": "object",
        "properties": {
            "type": uri(_("A page about this kind of problem.")),
            "title": text(),
            "status": whole(minimum=400, maximum=599),
            "detail": text(_("What is wrong, in the language asked for.")),
            "parameters": listed(
                thing({"name": text(), "detail": text()}), _("What is wrong with which parameter.")
            ),
            "languages": described(
                {"type": "object", "additionalProperties": uri()},
                _("Where the item can be had in other languages."),
            ),
        },
        "required": ["type", "title", "status", "detail"],
    },
}
