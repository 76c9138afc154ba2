"""What share cards of routes tell."""

from catalogue import share_cards
from catalogue.models import Edition
from catalogue.models.edition import Kind
from catalogue.share_cards import Told
from catalogue.shared_words import SharedWords
from routes.legs_in_words import day_count, means, stop_count


def told_of_a_route(edition: Edition, words: SharedWords) -> Told:
    """How to travel and how long above; the first and the last place below; the way on the map."""
    card, document = edition.card, edition.document
    theme = card["theme"]
    modes = [way["mode"] for way in card.get("ways", [])] or [card["mode"]]
    how = ", ".join(means(mode) for mode in modes)
    long = f"{day_count(card['day_count'])} · {stop_count(card['stop_count'])}"
    ends = [card["places"][0], card["places"][-1]] if card["places"] else []
    points = [stop["point"] for day in document["days"] for stop in day["stops"]]
    return Told(
        over=f"{how[:1].upper()}{how[1:]} · {long}",
        under=" – ".join(dict.fromkeys(ends)),
        theme=theme,
        motif=words.themes.get(theme, {}).get("motif", "diamond"),
        seed=card["pattern"],
        line=[(point["longitude"], point["latitude"]) for point in points],
    )


share_cards.register(Kind.ROUTE, told_of_a_route)
