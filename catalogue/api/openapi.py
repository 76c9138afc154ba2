"""The OpenAPI 3.1 document, written out of the table of operations."""

import json
from collections.abc import Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import override

from catalogue.api.operation import ROOT, Operation
from catalogue.api.parameters import Parameter
from catalogue.api.problems import KINDS, MEDIA_TYPE, BadRequest, Busy, Gone, NotHere, Problem
from catalogue.api.records import TEXTS
from catalogue.api.schemas import CODE_PATTERN, LANGUAGE, Schema
from catalogue.pages import in_every_language

OPENAPI = "3.1.0"
VERSION = "1"


def document(
    operations: Sequence[Operation], schemas: dict[str, Schema], language: str, site: str
) -> dict[str, Any]:
    """The whole document, its explanations in `language`."""
    with override(language):
        page = site + in_every_language("api")[language]
        told = {
            "openapi": OPENAPI,
            "info": {
                "title": _("Theme villages of Latgale and Aukštaitija: data for reuse"),
                "summary": _("Villages, routes and events as they are published, for programs."),
                "version": VERSION,
                "license": {"name": TEXTS["name"], "url": TEXTS["url"]},
            },
            "externalDocs": {"url": page, "description": _("The same for people")},
            "servers": [{"url": site + ROOT}],
            "security": [],
            "paths": {operation.path: {"get": _operation(operation)} for operation in operations},
            "components": {
                "schemas": {"Language": LANGUAGE, **schemas},
                "responses": {kind.__name__: _problem(kind) for kind in KINDS},
                "headers": _headers(),
            },
        }
        return json.loads(json.dumps(told, default=_said, ensure_ascii=False))


def _said(words: object) -> str:
    if isinstance(words, Promise):
        return str(words)
    raise TypeError(f"{words!r} has no place in a document")


def _operation(operation: Operation) -> dict[str, Any]:
    parameters = [_parameter(parameter) for parameter in operation.parameters]
    refusals: list[type[Problem]] = [BadRequest]
    if operation.has_code:
        parameters.insert(
            0,
            {
                "name": "code",
                "in": "path",
                "required": True,
                "description": _("The permanent code, as printed in brochures."),
                "schema": {"type": "string", "pattern": CODE_PATTERN},
                "example": "K4X7",
            },
        )
        refusals += [NotHere, Gone]
    if operation.name == "dump":
        refusals.append(Busy)
    return {
        "operationId": operation.name,
        "summary": operation.summary,
        "description": operation.told,
        "parameters": parameters,
        "responses": {
            "200": {
                "description": _("What was asked for."),
                "headers": {name: {"$ref": f"#/components/headers/{name}"} for name in _headers()},
                "content": {operation.media_type: {"schema": operation.schema}},
            },
            "304": {"description": _("Nothing has changed since the ETag or the day you named.")},
            "414": {"description": _("The address is longer than the server reads (8 KB).")},
            **{
                str(kind.status): {"$ref": f"#/components/responses/{kind.__name__}"}
                for kind in refusals
            },
            "default": {"$ref": f"#/components/responses/{Problem.__name__}"},
        },
    }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    told: dict[str, Any] = {
        "name": parameter.name,
        "in": "query",
        "required": parameter.is_required,
        "description": parameter.told,
        "schema": parameter.schema,
        "example": parameter.example,
    }
    if parameter.schema["type"] == "array":
        told |= {"style": "form", "explode": parameter.is_repeated}
    return told


def _problem(kind: type[Problem]) -> dict[str, Any]:
    return {
        "description": kind.title(kind("")),
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }


def _headers() -> dict[str, Any]:
    words = {
        "ETag": _("Give it back as If-None-Match: 304 when nothing has changed."),
        "Last-Modified": _("When anything in the catalogue has changed last."),
        "Link": _("Other pages of a list: first, prev, next, last (RFC 8288)."),
    }
    return {
        name: {"description": told, "schema": {"type": "string"}} for name, told in words.items()
    }
