"""Stories in the words of schema.org."""

from typing import Any

from catalogue.models import Edition
from consultations.stories import ToldOf


def article(
    story: Edition, told_of: ToldOf, site: str, institution: dict[str, Any] | None, image: str
) -> dict[str, Any]:
    """schema.org/Article, written by the institution that answers for it."""
    document = story.document
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Article",
        "headline": story.title,
        "description": document["summary"],
        "url": site + story.get_absolute_url(),
        "inLanguage": story.language,
        "datePublished": story.published_at.isoformat(),
        "articleBody": "\n\n".join(document["story"]),
    }
    if image:
        data["image"] = image
    if institution:
        data["author"] = data["publisher"] = {
            "@type": "Organization",
            "name": institution["name"],
            **({"url": institution["website"]} if institution["website"] else {}),
        }
    if day := document.get("starts_on"):
        data["temporalCoverage"] = day
    about = [
        {"@type": kind, "name": other.title, "url": site + other.get_absolute_url()}
        for kind, others in (
            ("TouristAttraction", told_of.villages),
            ("TouristTrip", told_of.routes),
        )
        for other in others
    ]
    if about:
        data["about"] = about
    return data
