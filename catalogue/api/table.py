"""The table of everything that can be asked: what rooms bring, and what all of it has in common."""

from functools import cache
from typing import Any

from django.utils.translation import gettext_lazy

from catalogue.api import openapi
from catalogue.api.answers import operation_of, operations_of, schemas_of
from catalogue.api.collections import collections, word_lists
from catalogue.api.dump import Dump
from catalogue.api.operation import JSON, JSON_LD, ROOT, Answer, Asked, Operation
from catalogue.api.parameters import LANGUAGE, Parameter
from catalogue.api.records import TEXTS
from catalogue.api.schemas import SHARED, Schema, named, one_of, text, thing, uri
from catalogue.languages import LANGUAGES
from catalogue.pages import in_every_language

OF_THE_DOCUMENT = Parameter(
    "language",
    {**one_of(LANGUAGES), "default": "en"},
    gettext_lazy("The language of the explanations."),
    example="lv",
)


@cache
def operations() -> dict[str, Operation]:
    """Every operation by its path, in the order in which people read of them."""
    table = [operation for kind in collections() for operation in operations_of(kind)]
    table += [operation_of(words) for words in word_lists()]
    table += [_DUMP, _FRONT, _OPENAPI]
    return {operation.path: operation for operation in table}


def operation_at(path: str) -> tuple[Operation, str] | None:
    """The operation of a path below `ROOT`, and the code that stands in it."""
    table = operations()
    if path in table and "{" not in path:
        return table[path], ""
    front, _slash, code = path.rpartition("/")
    found = table.get(f"{front}/{{code}}") if code else None
    return (found, code) if found else None


@cache
def schemas() -> dict[str, Schema]:
    """The schemas of everything, by name."""
    found: dict[str, Schema] = {}
    for collection in collections():
        found |= schemas_of(collection)
    for words in word_lists():
        found[words.schema_name] = thing(words.schema)
    return found | SHARED


def document(language: str, site: str) -> dict[str, Any]:
    """The OpenAPI document in `language`, for the site of this address."""
    return openapi.document(list(operations().values()), schemas(), language, site)


def _answer_front(asked: Asked) -> Answer:
    body = {
        "name": "Village Heritage",
        "version": openapi.VERSION,
        "openapi": f"{asked.site}{ROOT}/openapi.json",
        "pages": {code: asked.site + path for code, path in in_every_language("api").items()},
        "licence": TEXTS,
        "operations": {
            operation.name: asked.site + ROOT + operation.path
            for operation in operations().values()
        },
    }
    return Answer(body)


def _answer_dump(asked: Asked) -> Answer:
    return Answer(stream=Dump(asked.telling()))


def _answer_openapi(asked: Asked) -> Answer:
    return Answer(document(asked.language, asked.site))


_FRONT = Operation(
    name="front",
    path="/",
    summary=gettext_lazy("What there is"),
    told=gettext_lazy("The addresses of everything else. It needs no language."),
    parameters=(),
    media_type=JSON,
    schema=thing(
        {
            "name": text(),
            "version": text(),
            "openapi": uri(),
            "pages": {"type": "object", "additionalProperties": uri()},
            "licence": named("Licence"),
            "operations": {"type": "object", "additionalProperties": text()},
        }
    ),
    run=_answer_front,
)
_DUMP = Operation(
    name="dump",
    path="/dump.jsonld",
    summary=gettext_lazy("Everything at once: JSON-LD"),
    told=gettext_lazy(
        "All pages of a language in the words of schema.org, as one Dataset of a DataCatalog."
        " 503 with “Retry-After” while too many are being written."
    ),
    parameters=(LANGUAGE,),
    media_type=JSON_LD,
    schema={
        "type": "object",
        "properties": {"@context": {}, "@graph": {"type": "array"}},
        "required": ["@context", "@graph"],
    },
    run=_answer_dump,
    is_streamed=True,
)
_OPENAPI = Operation(
    name="openapi",
    path="/openapi.json",
    summary=gettext_lazy("This description, for machines: OpenAPI 3.1"),
    told=gettext_lazy("What stands on this page, as programs read it."),
    parameters=(OF_THE_DOCUMENT,),
    media_type=JSON,
    schema={
        "type": "object",
        "properties": {"openapi": text(const=openapi.OPENAPI)},
        "required": ["openapi", "info", "paths"],
    },
    run=_answer_openapi,
)
