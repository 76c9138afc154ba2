"""Routes in the words of schema.org."""

from typing import Any

from catalogue.models import Edition
from routes.itinerary import Itinerary


def trip(edition: Edition, itinerary: Itinerary, site: str) -> dict[str, Any]:
    """schema.org/TouristTrip with its stops in order."""
    return {
        "@context": "https://schema.org",
        "@type": "TouristTrip",
        "name": edition.title,
        "description": edition.document["summary"],
        "url": site + edition.get_absolute_url(),
        "inLanguage": edition.language,
        "itinerary": {
            "@type": "ItemList",
            "numberOfItems": len(itinerary.stops),
            "itemListElement": [
                {
                    "@type": "ListItem",
                    "position": stop.stop["number"],
                    "item": {
                        "@type": "TouristAttraction",
                        "name": stop.stop["title"],
                        **({"url": site + stop.village.get_absolute_url()} if stop.village else {}),
                    },
                }
                for stop in itinerary.stops
            ],
        },
    }
