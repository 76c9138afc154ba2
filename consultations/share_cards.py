"""What share cards of stories tell."""

from catalogue import share_cards
from catalogue.models import Edition
from catalogue.models.edition import Kind
from catalogue.share_cards import Told
from catalogue.shared_words import SharedWords


def told_of_a_story(edition: Edition, words: SharedWords) -> Told:
    """That it is a story above; the region it comes from below."""
    document = edition.document
    return Told(
        over=str(Kind.STORY.label),
        under=words.partners.get(document["partner"], {}).get("region", ""),
        theme="story",
        motif="tree",
        seed=document["code"],
        photo=next(iter(document["photos"]), None),
    )


share_cards.register(Kind.STORY, told_of_a_story)
