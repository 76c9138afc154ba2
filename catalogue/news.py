"""What is new in a language, as Atom (RFC 4287): first editions, and new editions of what was."""

from datetime import datetime
from typing import Any

from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext as _

from catalogue.current_editions import editions_where
from catalogue.models.edition import Kind
from catalogue.permanent_ids import permanent_uuid
from catalogue.shared_words import SharedWords
from catalogue.typography import without_controls

MOST_ENTRIES = 50


class NewsFeed(Atom1Feed):
    """Django's Atom feed, with several authors, and categories named for readers, too."""

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        for author in item["authors"]:
            handler.startElement("author", {})
            handler.addQuickElement("name", author)
            handler.endElement("author")
        super().add_item_elements(handler, item)
        for term, label in item["terms"]:
            handler.addQuickElement("category", "", {"term": term, "label": label})


def news_feed(language: str, words: SharedWords, site: str, own_address: str, title: str) -> bytes:
    """The newest current editions of every kind; one query.

    An entry has one id for ever, whatever its edition, and is `published` with the first of them.
    """
    editions = editions_where(
        "language = %s",
        [language, MOST_ENTRIES],
        order="published_at DESC, id DESC LIMIT %s",
        document=_WHAT_IS_READ,
    )
    feed = NewsFeed(
        title=title,
        link=f"{site}/{language}/",
        feed_url=site + own_address,
        feed_guid=permanent_uuid("news", language).urn,
        description=None,
        language=language,
        subtitle=_("Villages, routes, events and stories: first editions and new ones."),
        author_name=_("Theme villages"),
    )
    for edition in editions:
        document = edition.document
        is_first = edition.number == 1
        told = (
            _("New in the catalogue.")
            if is_first
            else _("Edition %(number)s.") % {"number": edition.number}
        )
        feed.add_item(
            title=without_controls(edition.title),
            link=site + edition.get_absolute_url(),
            description=escape(without_controls(f"{told} {document['summary']}")),  # it is HTML
            unique_id=permanent_uuid(edition.kind, document["code"], language).urn,
            pubdate=datetime.fromisoformat(document["first"]),
            updateddate=edition.published_at,
            authors=_authors(document, words),
            terms=[
                (edition.kind, str(Kind(edition.kind).label)),
                ("first-edition", _("first edition"))
                if is_first
                else ("new-edition", _("new edition")),
            ],
        )
    return feed.writeString("utf-8").encode()


# A thing in many editions is published with the first of them.
_WHAT_IS_READ = """
    jsonb_build_object(
        'code', document->'code', 'summary', document->'summary', 'partner', document->'partner',
        'first', (SELECT min(published_at) FROM catalogue_edition AS earlier
                  WHERE earlier.kind = catalogue_edition.kind
                    AND earlier.source_id = catalogue_edition.source_id
                    AND earlier.language = catalogue_edition.language))
"""


def _authors(document: dict[str, Any], words: SharedWords) -> list[str]:
    """The institution that answers for it; both, for what belongs to both."""
    partners = words.partners
    named = (
        [partners[document["partner"]]] if document["partner"] in partners else [*partners.values()]
    )
    return [without_controls(partner["name"]) for partner in named]
