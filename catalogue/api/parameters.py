"""Parameters: what an address may ask for, told by a schema and read by that very schema."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from catalogue.api.schemas import Schema, Words, one_of, text, whole
from catalogue.languages import LANGUAGES

LONGEST_VALUE = 200
# RFC 3339, section 5.6. A “+” that nobody encoded arrives as a blank.
_MOMENT = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:[Zz]|([+\- ])(\d\d):(\d\d))",
    re.ASCII,
)
_NUMBER = re.compile(r"-?\d{1,30}(?:\.\d{1,30})?(?:[eE][+\- ]?\d{1,3})?", re.ASCII)
_WHOLE = re.compile(r"-?\d{1,15}", re.ASCII)


@dataclass(frozen=True)
class Parameter:
    """A word of an address. `schema` is what the OpenAPI document says of it.

    It is a string (perhaps with `enum`, `pattern` or the format “date-time”), an integer or a
    number within limits, or an array: of numbers divided by commas (`prefixItems`), or of strings,
    one for each time the word is given (`items`).
    """

    name: str
    schema: Schema
    told: Words
    example: Any = None
    is_required: bool = False
    # What an index knows it by: `theme` is found under the tag `theme:crafts`.
    tag: str = ""

    @property
    def is_repeated(self) -> bool:
        return self.schema["type"] == "array" and "items" in self.schema and not self.is_a_row

    @property
    def is_a_row(self) -> bool:
        return "prefixItems" in self.schema


@dataclass(frozen=True)
class Refusal:
    """What is wrong with a parameter, in the reader's language."""

    name: str
    detail: str


class Refused(ValueError):
    """Why a value is refused: a sentence in the reader's language."""


@dataclass
class Read:
    """The values of an address, with defaults; and everything that is wrong with it."""

    values: dict[str, Any] = field(default_factory=dict)
    refusals: list[Refusal] = field(default_factory=list)


def read_query(query: QueryDict, parameters: Iterable[Parameter]) -> Read:
    """What the query says, by the parameters that an address takes. Tells every mistake at once."""
    known = {parameter.name: parameter for parameter in parameters}
    read = Read()
    for name in query:
        if name not in known:
            detail = _("There is no parameter “%(name)s” here. There is: %(known)s.") % {
                "name": _cut(name),
                "known": ", ".join(known),
            }
            read.refusals.append(Refusal(_cut(name), detail))
    for name, parameter in known.items():
        given = query.getlist(name)
        try:
            read.values[name] = _read(given, parameter)
        except Refused as refused:
            read.refusals.append(Refusal(name, str(refused)))
    return read


def _read(given: Sequence[str], parameter: Parameter) -> Any:
    if not given:
        if parameter.is_required:
            raise Refused(_missing(parameter))
        return parameter.schema.get("default", [] if parameter.is_repeated else None)
    if any(len(value) > LONGEST_VALUE for value in given):
        raise Refused(_("“%(name)s” is longer than any value can be.") % {"name": parameter.name})
    if parameter.is_repeated:
        if len(given) > parameter.schema["maxItems"]:
            raise Refused(
                _("“%(name)s” is given more than %(most)s times.")
                % {"name": parameter.name, "most": parameter.schema["maxItems"]}
            )
        return [_one(value, parameter.schema["items"], parameter) for value in given]
    if len(given) > 1:
        raise Refused(_("“%(name)s” can be given once only.") % {"name": parameter.name})
    if parameter.is_a_row:
        return _row(given[0], parameter)
    return _one(given[0], parameter.schema, parameter)


def _missing(parameter: Parameter) -> str:
    choices = parameter.schema.get("enum")
    if choices:
        return _("Say “%(name)s”: one of %(choices)s.") % {
            "name": parameter.name,
            "choices": ", ".join(choices),
        }
    return _("“%(name)s” is missing.") % {"name": parameter.name}


def _one(value: str, schema: Schema, parameter: Parameter) -> Any:
    if schema["type"] == "integer":
        return _within(value, _WHOLE, int, schema, parameter)
    if schema["type"] == "number":
        return _within(value, _NUMBER, _number, schema, parameter)
    if schema.get("format") == "date-time":
        return _moment(value, parameter)
    if "enum" in schema and value not in schema["enum"]:
        raise Refused(
            _("“%(name)s” is one of %(choices)s.")
            % {"name": parameter.name, "choices": ", ".join(schema["enum"])}
        )
    if len(value) > schema.get("maxLength", LONGEST_VALUE) or (
        "pattern" in schema and not re.fullmatch(schema["pattern"], value, re.ASCII)
    ):
        raise Refused(
            _("“%(name)s” is a key of small letters, digits and hyphens, such as %(example)s.")
            % {"name": parameter.name, "example": _example(parameter)}
        )
    return value


def _within(
    value: str, form: re.Pattern[str], make: Any, schema: Schema, parameter: Parameter
) -> Any:
    found = make(value) if form.fullmatch(value) else None
    if found is None or not schema["minimum"] <= found <= schema["maximum"]:
        words = {
            "name": parameter.name,
            "least": f"{schema['minimum']:g}",
            "most": f"{schema['maximum']:g}",
        }
        if schema["type"] == "integer":
            raise Refused(_("“%(name)s” is a whole number from %(least)s to %(most)s.") % words)
        raise Refused(_("“%(name)s” is a number from %(least)s to %(most)s.") % words)
    return found


def _number(value: str) -> float:
    """To the sixth decimal, a decimetre on the ground; far smaller ones trouble PostgreSQL."""
    return round(float(value.replace(" ", "+")), 6)


def _row(value: str, parameter: Parameter) -> tuple[float, ...]:
    """Numbers divided by commas, each within the limits of its place."""
    schemas = parameter.schema["prefixItems"]
    words = value.split(",")
    if len(words) != len(schemas) or not all(map(_NUMBER.fullmatch, words)):
        raise Refused(
            ngettext(
                "“%(name)s” is %(count)s number, such as %(example)s.",
                "“%(name)s” is %(count)s numbers divided by commas, such as %(example)s.",
                len(schemas),
            )
            % {"name": parameter.name, "count": len(schemas), "example": _example(parameter)}
        )
    return tuple(
        _within(word, _NUMBER, _number, schema, parameter)
        for word, schema in zip(words, schemas, strict=True)
    )


def _moment(value: str, parameter: Parameter) -> datetime:
    """A moment of RFC 3339 in UTC; those outside the years 1 to 9999 become the nearest inside."""
    found = _MOMENT.fullmatch(value)
    try:
        if found is None:
            raise ValueError
        year, month, day, hour, minute, second = (int(part) for part in found.group(*range(1, 7)))
        fraction = int((found[7] or "0")[:6].ljust(6, "0"))
        # A leap second: the last moment of the minute before.
        local = datetime(max(year, 1), month, day, hour, minute, min(second, 59), fraction)
        if second > 60:
            raise ValueError
        ahead = timedelta()
        if found[8]:
            hours, minutes = int(found[9]), int(found[10])
            if hours > 23 or minutes > 59:
                raise ValueError
            ahead = timedelta(hours=hours, minutes=minutes) * (-1 if found[8] == "-" else 1)
    except ValueError:
        raise Refused(
            _("“%(name)s” is a moment with its time zone, such as %(example)s.")
            % {"name": parameter.name, "example": _example(parameter)}
        ) from None
    try:
        return local.replace(tzinfo=timezone(ahead)).astimezone(UTC)
    except OverflowError:
        return (datetime.min if local.year == 1 else datetime.max).replace(tzinfo=UTC)


def _example(parameter: Parameter) -> str:
    example = parameter.example
    return example[0] if isinstance(example, list) and parameter.is_repeated else as_text(example)


def as_text(value: Any) -> str:
    """A value as it stands in an address."""
    if isinstance(value, (list, tuple)):
        return ",".join(as_text(one) for one in value)
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    return str(value).removesuffix(".0") if isinstance(value, float) else str(value)


def _cut(name: str) -> str:
    """A name that somebody made up, to be said again: short, and of letters that can be shown."""
    shown = "".join(letter if letter.isprintable() else " " for letter in name)
    return shown if len(shown) <= 40 else shown[:39] + "…"


# --- Parameters that several addresses take -------------------------------------------------------


def _limits(least: float, most: float) -> Schema:
    return {"type": "number", "minimum": least, "maximum": most}


LANGUAGE = Parameter(
    "language",
    one_of(LANGUAGES),
    gettext_lazy("The language of the texts. An item that is not published in it is not given."),
    example="lv",
    is_required=True,
)
BBOX = Parameter(
    "bbox",
    {
        "type": "array",
        "prefixItems": [_limits(-180, 180), _limits(-90, 90)] * 2,
        "items": False,
        "minItems": 4,
        "maxItems": 4,
    },
    gettext_lazy(
        "Only what lies in this box: longitude and latitude of two opposite corners, such as west,"
        " south, east, north (WGS84 degrees)."
    ),
    example=[26.0, 55.9, 27.5, 56.6],
)
NEAR = Parameter(
    "near",
    {
        "type": "array",
        "prefixItems": [_limits(-90, 90), _limits(-180, 180)],
        "items": False,
        "minItems": 2,
        "maxItems": 2,
    },
    gettext_lazy(
        "Only what lies around this place, the nearest first: latitude, longitude (WGS84 degrees)."
        " Each record then says how far it is, as the crow flies."
    ),
    example=[56.1, 26.7],
)
KM = Parameter(
    "km",
    {"type": "number", "minimum": 0.1, "maximum": 1000, "default": 25},
    gettext_lazy("How far around the place, in km. It says nothing without “near”."),
    example=40,
)
SINCE = Parameter(
    "since",
    text(format="date-time"),
    gettext_lazy(
        "Only what was published after this moment, in the order in which it was; and under “gone”"
        " what was taken off since, or does not fit the other parameters any more. Begin with the"
        " “next_since” of the answer before: a record may come twice, none is missed."
    ),
    example="2026-05-01T00:00:00Z",
)
PAGE = Parameter(
    "page",
    whole(minimum=1, maximum=1_000_000, default=1),
    gettext_lazy("Which page of the list. A page beyond the last is empty."),
    example=2,
)
LIMIT = Parameter(
    "limit",
    whole(minimum=1, maximum=100, default=25),
    gettext_lazy("How many records a page holds."),
    example=100,
)
LIMIT_OF_A_MAP = Parameter(
    "limit",
    whole(minimum=1, maximum=1000, default=1000),
    gettext_lazy("How many features a page holds."),
    example=500,
)
KEY_PATTERN = "^[a-z0-9]+(-[a-z0-9]+)*$"


def keys(name: str, told: Words, example: str, choices: Sequence[str] = ()) -> Parameter:
    """A filter: items that carry one of these keys."""
    items = one_of(choices) if choices else text(pattern=KEY_PATTERN, maxLength=80)
    return Parameter(
        name,
        {"type": "array", "items": items, "maxItems": 20},
        told,
        example=[example],
        tag=name,
    )


def tags_of(values: Mapping[str, Any], filters: Iterable[Parameter]) -> list[list[str]]:
    """For each filter that is used, the tags of which an item must carry one."""
    return [
        [f"{parameter.tag}:{value}" for value in values[parameter.name]]
        for parameter in filters
        if values.get(parameter.name)
    ]
