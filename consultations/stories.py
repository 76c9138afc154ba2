"""Stories as visitors read them, out of editions: the list, and what one of them tells of."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from catalogue.current_editions import CARD_COLUMNS, CURRENT, editions_where
from catalogue.models import Edition
from catalogue.models.edition import Kind

PER_PAGE = 24
_NEWEST = "COALESCE(starts_on, published_at::date) DESC, sort_key, id"


@dataclass(frozen=True)
class StoryList:
    """A page of stories; `number` is the page asked for, or the last there is."""

    stories: list[Edition]
    number: int
    page_count: int


def story_list(language: str, number: int) -> StoryList:
    """A page of stories, those of the latest days first, in two queries."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM catalogue_edition"  # noqa: S608 - made of our own words only
            f" WHERE {CURRENT} AND kind = 'story' AND language = %s",
            [language],
        )
        page_count = max(1, -(-cursor.fetchone()[0] // PER_PAGE))
    number = min(number, page_count)
    stories = editions_where(
        "kind = 'story' AND language = %s",
        [language, PER_PAGE, (number - 1) * PER_PAGE],
        order=f"{_NEWEST} LIMIT %s OFFSET %s",
    )
    return StoryList(stories, number, page_count)


@dataclass(frozen=True)
class ToldOf:
    """The villages and routes of a story that can be read in its language."""

    villages: list[Edition]
    routes: list[Edition]


def told_of(story: Edition) -> ToldOf:
    """What a story tells of; one query."""
    document = story.document
    found = editions_where(
        "language = %s AND (kind = 'village' AND source_id = ANY(%s)"
        " OR kind = 'route' AND source_id = ANY(%s))",
        [story.language, document["villages"], document["routes"]],
    )
    return ToldOf(
        [edition for edition in found if edition.kind == Kind.VILLAGE],
        [edition for edition in found if edition.kind == Kind.ROUTE],
    )


def newest_stories(language: str, today: date, count: int) -> tuple[str, list[Any]]:
    """A SELECT, with its values, of the newest stories: for the site's start."""
    return (
        f"SELECT {CARD_COLUMNS}, NULL::jsonb FROM catalogue_edition"  # noqa: S608 - our own words
        f" WHERE {CURRENT} AND kind = 'story' AND language = %s ORDER BY {_NEWEST} LIMIT %s",
        [language, count],
    )
