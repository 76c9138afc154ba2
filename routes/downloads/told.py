"""What every download tells of a stop and of a leg, as sentences of the active language."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from catalogue.models import Edition
from catalogue.typography import without_controls
from routes.itinerary import ItineraryDay, ItineraryStop
from routes.legs_in_words import leg_sentence
from routes.navigation import inexact_sentence, is_inexact
from routes.roads.engine import LINE_SOURCE, attribution
from villages.practical_facts import span_of_minutes

plain = without_controls


def name_of(stop: ItineraryStop) -> str:
    """Such as “3. Craftsmen’s Village”: the number is the one on the map and in the itinerary."""
    return plain(f"{stop.stop['number']}. {title_of(stop)}")


def title_of(stop: ItineraryStop) -> str:
    return str(stop.village.title if stop.village else stop.stop["title"])


def address_of(stop: ItineraryStop, site: str) -> str:
    """The village's page, or nothing when it has none any more."""
    return site + stop.village.get_absolute_url() if stop.village else ""


def route_address(edition: Edition, site: str) -> str:
    """The page of the route; a trip that nobody saved has none of its own."""
    return site + edition.get_absolute_url() if edition.slug else site


def day_title(day: ItineraryDay) -> str:
    """Such as “Day 2: Along the lakes”, with its date when there is one."""
    title = _("Day %(number)s") % {"number": day.number}
    if day.title:
        title = f"{title}: {day.title}"
    if day.on:
        title = f"{title} ({date_format(day.on, 'DATE_FORMAT')})"
    return plain(title)


def lines_about(stop: ItineraryStop) -> list[str]:
    """Where it is, what it is, how long to stay, and how exact its point is."""
    told = [stop.stop["place"]]
    if stop.is_optional:
        told.append(_("A side trip from the route."))
    if stop.village:
        told.append(stop.village.document["summary"])
    if stop.stop["note"]:
        told.append(stop.stop["note"])
    if stop.stop["stay_minutes"]:
        told.append(_("Stay: %(time)s.") % {"time": span_of_minutes(stop.stop["stay_minutes"])})
    told += stop.notices
    if is_inexact(stop):
        told.append(inexact_sentence(stop))
    return [plain(line) for line in told if line]


def owners_of_the_lines(edition: Edition) -> list[str]:
    """Whose the roads are along which lines were computed: their licence asks to be named."""
    return [attribution()] if LINE_SOURCE in edition.document.get("line_sources", ()) else []


def sentence_about_leg(stop: ItineraryStop) -> str:
    """How to come to the stop from the one before: means, km and time; empty for the first."""
    return leg_sentence(stop.leg) if stop.leg else ""
