"""The OpenAPI document as people read it: what can be asked, and what the records hold."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from catalogue.api.parameters import as_text


@dataclass(frozen=True)
class Word:
    """A parameter or a key: its type in the words of JSON Schema, and what is told of it."""

    name: str
    type: str
    told: str
    is_required: bool = False
    default: str = ""
    example: str = ""
    is_repeated: bool = False


@dataclass(frozen=True)
class Question:
    """An operation, with an address to try where that needs no code of something."""

    name: str
    path: str
    summary: str
    told: str
    words: list[Word]
    media_type: str
    gives: str  # the name of the records' schema
    example: str


@dataclass(frozen=True)
class Record:
    """A schema with its keys."""

    name: str
    words: list[Word]


def questions(document: dict[str, Any]) -> list[Question]:
    root = document["servers"][0]["url"]
    return [
        _question(path, item["get"], root, document["components"]["schemas"])
        for path, item in document["paths"].items()
    ]


def _question(path: str, told: dict[str, Any], root: str, schemas: dict[str, Any]) -> Question:
    ((media_type, content),) = told["responses"]["200"]["content"].items()
    words = [_parameter(row) for row in told["parameters"]]
    required = {
        row["name"]: as_text(row["example"])
        for row in told["parameters"]
        if row["required"] and row["in"] == "query"
    }
    query = f"?{urlencode(required)}" if required else ""
    return Question(
        name=told["operationId"],
        path=path,
        summary=told["summary"],
        told=told["description"],
        words=words,
        media_type=media_type,
        gives=next((name for name in _named_in(content["schema"]) if name in schemas), ""),
        example="" if "{" in path else f"{root}{path}{query}",
    )


# Parts of every answer; what an operation gives is something else.
_AROUND = ("Language", "Licence", "Links", "Gone")


def _named_in(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        if name := schema.get("$ref", "").rpartition("/")[2]:
            if name not in _AROUND:
                yield name
        for value in schema.values():
            yield from _named_in(value)


def _parameter(row: dict[str, Any]) -> Word:
    example = row.get("example")
    return Word(
        name=row["name"],
        type=type_of(row["schema"]["items"] if row.get("explode") else row["schema"]),
        told=row["description"],
        is_repeated=row.get("explode", False),
        is_required=row["required"],
        default=as_text(row["schema"].get("default", "")),
        example="" if example is None else as_text(example),
    )


def records(document: dict[str, Any]) -> list[Record]:
    """Every schema that has keys, in the order of the document."""
    return [
        Record(
            name,
            [
                Word(
                    key,
                    type_of(value),
                    value.get("description", ""),
                    is_required=key in schema.get("required", ()),
                )
                for key, value in schema["properties"].items()
            ],
        )
        for name, schema in document["components"]["schemas"].items()
        if "properties" in schema
    ]


def type_of(schema: dict[str, Any]) -> str:
    """Such as `string (date)`, `array of Offer`, `integer 1–100`, `number or null`."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "anyOf" in schema:
        return " or ".join(type_of(one) for one in schema["anyOf"])
    if "const" in schema:
        return f"“{schema['const']}”"
    if "enum" in schema:
        return " | ".join("null" if one is None else str(one) for one in schema["enum"])
    types = schema.get("type", "any")
    if isinstance(types, list):
        return " or ".join(types)
    if "prefixItems" in schema:
        return ",".join(one["type"] for one in schema["prefixItems"])
    if types == "array":
        return f"array of {type_of(schema['items'])}" if schema.get("items") else "array"
    if types == "object" and "properties" in schema:
        keys = ", ".join(schema["properties"])
        return f"object: {keys}"
    if "minimum" in schema and "maximum" in schema:
        return f"{types} {schema['minimum']:g}–{schema['maximum']:g}"
    if "format" in schema:
        return f"{types} ({schema['format']})"
    return str(types)
