"""What share cards of villages and events tell."""

from catalogue import share_cards
from catalogue.models import Edition
from catalogue.models.edition import Kind
from catalogue.share_cards import Told
from catalogue.shared_words import SharedWords
from villages.calendar import days_of
from villages.models import Event


def told_of_a_village(edition: Edition, words: SharedWords) -> Told:
    """Its theme above; its place and municipality below."""
    document = edition.document
    theme = document["theme"]
    where = (document["place"], words.name("municipality", document["municipality"]))
    return Told(
        over=words.name("theme", theme),
        under=" · ".join(filter(None, where)),
        theme=theme,
        motif=words.themes.get(theme, {}).get("motif", "diamond"),
        seed=document["pattern"],
        photo=next(iter(document["photos"]), None),
    )


def told_of_an_event(edition: Edition, words: SharedWords) -> Told:
    """What kind of event it is above; when and where below."""
    document = edition.document
    return Told(
        over=str(Event.EventKind(document["event_kind"]).label),
        under=" · ".join(filter(None, (days_of(document), document["place"]))),
        theme=document["event_kind"],
        motif="sun",
        seed=document["code"],
    )


share_cards.register(Kind.VILLAGE, told_of_a_village)
share_cards.register(Kind.EVENT, told_of_an_event)
