"""The visitor's own trip: read from its address, changed by forms, told in three languages."""

import re
from datetime import time
from urllib.parse import parse_qs, urlencode, urlsplit

import gpxpy
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue import kept_parts
from catalogue.models import Edition
from catalogue.publishing import publish, withdraw
from routes.itinerary import itinerary_of
from routes.models import Route, Stop
from routes.trips import choices
from routes.trips.address import TripAddress, TripStop
from routes.trips.plan import LONG_DAY, plan_of
from routes.trips.trip import trip_of
from tests.factories import NoticeFactory, OfferFactory, RouteFactory, VillageFactory
from tests.html_pages import read_html
from tests.routes.published import village, villages
from tests.said import as_said

pytestmark = pytest.mark.django_db

PATHS = {"lv": "/lv/mans-celojums/", "lt": "/lt/mano-kelione/", "en": "/en/my-trip/"}
LANGUAGES = tuple(PATHS)


def chain(*stops) -> str:
    return ".".join(f"v{stop.pk}" for stop in stops)


def page_of(client, query: str, language: str = "en", status: int = 200) -> str:
    response = client.get(f"{PATHS[language]}?{query}")
    assert response.status_code == status, response.get("Location")
    return response.content.decode()


def led_to(client, query: str, language: str = "en") -> str:
    """The query and fragment of the address that a form's request leads to."""
    response = client.get(f"{PATHS[language]}?{query}")
    assert response.status_code == 302, response.content.decode()[:3000]
    path, _mark, rest = response["Location"].partition("?")
    assert path == PATHS[language]
    return rest


def titles_in(html: str) -> list[str]:
    return [
        re.sub("<[^>]+>", "", title).strip()
        for title in re.findall(r'<h3 class="itinerary__title">(.*?)</h3>', html)
    ]


# --- What the page says -----------------------------------------------------------------------


def test_a_trip_stands_in_its_address_in_every_language(client):
    first, second, left_out = villages(3)

    for language in LANGUAGES:
        html = page_of(client, f"stops={chain(second, first)}", language)

        wanted = [getattr(stop, f"theme_name_{language}") for stop in (second, first)]
        assert titles_in(html) == wanted
        assert getattr(left_out, f"theme_name_{language}") not in titles_in(html)
        page = read_html(html)
        assert page.language == language
        assert not page.may_be_indexed
        assert page.inline == []
        for other, path in PATHS.items():
            assert f'href="{path}?stops={chain(second, first)}" lang="{other}"' in html


def test_a_village_that_is_not_in_the_language_stays_and_is_shown_honestly(client):
    here, only_latvian = village(), village("lv")

    html = page_of(client, f"stops={chain(here, only_latvian)}", "lt")

    assert titles_in(html) == [here.theme_name_lt, only_latvian.theme_name_lv]
    assert f'<span lang="lv">{only_latvian.theme_name_lv}</span>' in html
    assert f'href="/lv/ciemi/{only_latvian.slug_lv}/" lang="lv"' in html
    assert "Lietuviškai dar nėra" in html
    assert f'value="{chain(here, only_latvian)}"' in html


def test_villages_that_are_nowhere_are_named_and_left_out(client):
    here, gone = villages(2)
    for language in LANGUAGES:
        withdraw(gone, language, by=None)

    html = page_of(client, f"stops=v{here.pk}.v{gone.pk}.v999999999")

    assert titles_in(html) == [here.theme_name_en]
    assert f"numbers {gone.pk}, 999999999" in html
    assert f'data-trip="stops=v{here.pk}"' in html


def test_nobody_gets_a_cookie_and_no_shared_cache_keeps_the_page(client):
    response = client.get(f"{PATHS['en']}?stops={chain(*villages(2))}")

    assert response.status_code == 200
    assert not response.cookies
    assert "Set-Cookie" not in response.headers
    assert response["Cache-Control"] == "private, max-age=60"


def test_only_reading_is_allowed(client):
    assert client.post(PATHS["en"]).status_code == 405


@pytest.mark.parametrize(("count", "queries"), [(1, 5), (3, 5), (40, 5)])
def test_queries_do_not_grow_with_the_stops(client, count, queries):
    stops = villages(count, "en")
    for stop in stops[:3]:
        NoticeFactory(village=stop, shown_from="2027-05-01", shown_until="2027-05-30")
    chain_of_days = "_".join(f"v{stop.pk}" for stop in stops[:20])
    rest = "".join(f".v{stop.pk}" for stop in stops[20:])
    client.get(f"{PATHS['en']}?stops=v{stops[0].pk}")  # the words' query is built once

    with CaptureQueriesContext(connection) as captured:
        html = page_of(client, f"stops={chain_of_days}{rest}&from=2027-05-03")

    assert len(titles_in(html)) == count
    assert len(captured) == queries, [query["sql"][:80] for query in captured]


# --- What is kept -------------------------------------------------------------------------------


def nothing_is_kept() -> None:
    kept_parts._kept.clear()
    kept_parts._kept_of_visitors.clear()


def test_what_is_kept_says_what_is_drawn_anew(client):
    first, second, elsewhere = village(), village(lithuanian=True), village("lt")
    OfferFactory(village=second, weekdays=[1], opens_at=time(9), closes_at=time(10))
    publish(second, "en", by=None)
    published = chain(first, second, elsewhere)
    asked = [
        ("en", f"stops={published}"),
        ("en", f"stops={published}&from=2027-05-03"),
        ("en", f"stops={published}&from=2027-05-04"),
        ("en", f"stops={published}&from=2027-05-03&start=0600"),
        ("en", f"stops={published}&by=bicycle&back=1"),
        ("en", f"stops={chain(second, first)}_v{elsewhere.pk}"),
        ("en", f"stops={chain(second)}_v{first.pk}-90.v{elsewhere.pk}-1440"),
        ("lt", f"stops={published}"),
        ("lv", f"stops={published}"),
        ("en", f"stops={chain(first)}"),
    ]
    anew = []
    for language, query in asked:
        nothing_is_kept()
        anew.append(page_of(client, query, language))

    nothing_is_kept()
    for _time in range(2):
        assert [page_of(client, query, language) for language, query in asked] == anew
    assert len(set(anew)) == len(asked)


def test_what_is_kept_of_a_stop_tells_new_notices_editions_and_words(client):
    stop = village(municipality__name_en="Old municipality")
    query = f"stops={chain(stop)}&from=2027-05-03"
    assert "Old municipality" in page_of(client, query)

    NoticeFactory(village=stop, text_en="Flood!", shown_from="2027-05-01", shown_until="2027-05-30")
    stop.municipality.name_en = "New municipality"
    stop.municipality.save()
    stop.theme_name_en = "New name"
    stop.save()
    publish(stop, "en", by=None)

    html = page_of(client, query)
    assert "Flood!" in html
    assert "New municipality" in html
    assert "Old municipality" not in html
    assert titles_in(html) == ["New name"]


def test_what_can_be_added_is_kept_until_a_village_comes_or_goes(client, settings):
    settings.KEEP_PAGES = True
    choices._kept.cache_clear()
    first, second = villages(2)
    option = '<option value="v{}">'.format
    for _time in range(2):
        html = page_of(client, f"stops={chain(first)}")
        assert option(second.pk) in html
        assert option(first.pk) not in html
    assert option(first.pk) in page_of(client, f"stops={chain(second)}")

    with CaptureQueriesContext(connection) as captured:
        page_of(client, f"stops={chain(second)}")
    assert len(captured) == 4

    third = village()
    withdraw(first, "en", by=None)

    html = page_of(client, f"stops={chain(second)}")
    assert option(third.pk) in html
    assert option(first.pk) not in html
    choices._kept.cache_clear()


# --- The edition that nobody saved --------------------------------------------------------------


def test_a_trip_is_a_route_that_nobody_saved():
    first, second = villages(2)
    address = TripAddress(days=((TripStop(first.pk, 30),), (TripStop(second.pk),)), mode="bicycle")

    with translation.override("lv"):
        edition = trip_of(address, "lv").edition
        itinerary = itinerary_of(edition)

    assert edition.kind == "route"
    assert not Edition.objects.filter(digest=edition.digest).exists()
    assert [stop.village.title for stop in itinerary.stops] == [
        first.theme_name_lv,
        second.theme_name_lv,
    ]
    assert [stop.leg and stop.leg.mode for stop in itinerary.stops] == [None, "bicycle"]
    assert itinerary.all_straight
    assert itinerary.stay_minutes == 90
    assert edition.document["crosses_border"] is True


def test_its_document_has_all_that_a_route_s_document_has():
    first, second = villages(2)
    route = RouteFactory(stops=[first, second])
    publish(route, "en", by=None)
    saved = Edition.objects.get(kind="route", language="en").document

    address = TripAddress(days=((TripStop(first.pk), TripStop(second.pk)),))
    own = trip_of(address, "en").edition.document

    assert set(saved) <= set(own) | {"brochure_blocks"}
    assert set(saved["days"][0]) == set(own["days"][0])
    assert set(saved["days"][0]["stops"][1]) == set(own["days"][0]["stops"][1])
    assert saved["days"] == own["days"]
    assert set(saved["card"]) == set(own["card"])


# --- Times and what stands in the way -----------------------------------------------------------


def plan_for(*days, **more):
    address = TripAddress(days=tuple(days), **more)
    return plan_of(trip_of(address, "en"))


def test_times_are_legs_and_stays_added_up_from_the_departure_of_each_day():
    first, second, third = villages(3)

    plan = plan_for(
        (TripStop(first.pk, 90), TripStop(second.pk, 30)), (TripStop(third.pk),), start=time(8, 30)
    )

    one, two, three = [stop for day in plan.days for stop in day.stops]
    assert str(one.arrival) == "08:30"
    assert str(one.departure) == "10:00"
    assert two.arrival.minutes == one.departure.minutes + two.item.leg.minutes
    assert two.departure.minutes == two.arrival.minutes + 30
    assert three.arrival.minutes == 8 * 60 + 30 + three.item.leg.minutes
    assert plan.days[1].end == three.departure
    assert plan.itinerary.travel_minutes == two.item.leg.minutes + three.item.leg.minutes


def test_a_day_longer_than_twelve_hours_is_warned_of(client):
    first, second = villages(2)
    legs = plan_for((TripStop(first.pk), TripStop(second.pk))).itinerary.travel_minutes
    fits = f"stops=v{first.pk}-0.v{second.pk}-{LONG_DAY - legs}"
    does_not = f"stops=v{first.pk}-0.v{second.pk}-{LONG_DAY - legs + 1}"

    assert "This day takes" not in page_of(client, fits)
    assert as_said("This day takes 12 h 1 min") in page_of(client, does_not)


def test_a_stop_after_midnight_belongs_to_the_next_day():
    first, second = villages(2)

    plan = plan_for((TripStop(first.pk, 1440), TripStop(second.pk, 1440)), start=time(23, 59))

    late = plan.days[0].stops[1]
    assert late.arrival.days_later == 2 or late.arrival.days_later == 1
    assert 0 <= late.arrival.clock.hour < 24


def test_the_way_back_is_told_beside_the_totals(client):
    first, second = villages(2)

    html = page_of(client, f"stops={chain(first, second)}&back=1")

    assert "Back to the first stop" in html
    assert "with the way back" in html
    assert "Back to the first stop:" not in page_of(client, f"stops={chain(first, second)}")


def test_what_is_closed_that_day_is_said_where_it_matters(client):
    """3 May 2027 is a Monday."""
    closed, free = VillageFactory(), village()
    OfferFactory(village=closed, weekdays=[2, 3, 4], booking_needed=True, booking_notice_days=3)
    for language in LANGUAGES:
        publish(closed, language, by=None)
    stops = chain(closed, free)

    monday = page_of(client, f"stops={stops}&from=2027-05-03")
    tuesday = page_of(client, f"stops={stops}&from=2027-05-04")

    assert "Closed on Mondays." in monday
    assert "Closed on" not in tuesday
    assert "Book 3 days before." in tuesday
    assert "Closed on Mondays." not in page_of(client, f"stops={stops}")  # nobody said which day
    assert "Pirmdienās" in page_of(client, f"stops={stops}&from=2027-05-03", "lv")


def test_hours_are_compared_with_the_arrival(client):
    late = VillageFactory()
    OfferFactory(village=late, opens_at="10:00", closes_at="16:00")
    for language in LANGUAGES:
        publish(late, language, by=None)

    too_late = page_of(client, f"stops=v{late.pk}&from=2027-05-03&start=1700")
    in_time = page_of(client, f"stops=v{late.pk}&from=2027-05-03&start=1100")

    assert "Open 10:00–16:00." in too_late
    assert "Open 10:00–16:00." not in in_time


def test_notices_of_the_chosen_days_are_shown_and_no_others(client):
    first, second = villages(2)
    NoticeFactory(
        village=second, text_en="Bridge closed", shown_from="2027-05-04", shown_until="2027-05-04"
    )
    query = f"stops=v{first.pk}_v{second.pk}"

    assert "Bridge closed" in page_of(client, f"{query}&from=2027-05-03")
    assert "Bridge closed" not in page_of(client, f"{query}&from=2027-05-04")
    assert "Bridge closed" not in page_of(client, query)


# --- Plain forms ----------------------------------------------------------------------------------


def test_forms_change_the_address(client):
    one, two, three = villages(3)
    trip = f"stops={chain(one, two, three)}"

    assert led_to(client, f"{trip}&do=down.1") == f"stops={chain(two, one, three)}#stop-2"
    assert led_to(client, f"{trip}&do=up.3") == f"stops={chain(one, three, two)}#stop-2"
    assert led_to(client, f"{trip}&do=remove.2") == f"stops={chain(one, three)}#stop-2"
    assert led_to(client, f"{trip}&do=split.2") == (f"stops=v{one.pk}_v{two.pk}.v{three.pk}#stop-2")
    assert led_to(client, f"{trip}&stay-1=90&stay-2=60&start=08%3A30&by=foot&from=2027-05-03") == (
        f"stops=v{one.pk}-90.v{two.pk}.v{three.pk}&from=2027-05-03&start=0830&by=foot"
    )
    assert client.get(f"{PATHS['en']}?{trip}&do=clear")["Location"] == PATHS["en"]
    assert client.get(f"{PATHS['en']}?stops=v{one.pk}&do=remove.1")["Location"] == PATHS["en"]


def test_what_was_typed_is_kept_with_whatever_button(client):
    one, two = villages(2)

    where = led_to(client, f"stops={chain(one, two)}&stay-2=15&from=2027-05-03&do=up.2&back=1")

    assert where == f"stops=v{two.pk}-15.v{one.pk}&from=2027-05-03&back=1#stop-1"


def test_a_village_and_a_route_are_added(client):
    one, two, three = villages(3)
    route = RouteFactory()
    Stop.objects.create(route=route, village=two, day=1, stay_minutes=45)
    Stop.objects.create(route=route, village=three, day=2, stay_minutes=60)
    publish(route, "lv", by=None)
    route = Route.objects.get(pk=route.pk)

    assert led_to(client, f"add=v{one.pk}") == f"stops=v{one.pk}"
    assert led_to(client, f"stops=v{one.pk}&add=v{two.pk}-30_v{three.pk}") == (
        f"stops=v{one.pk}.v{two.pk}-30_v{three.pk}"
    )
    # The route is not in English, its villages are.
    assert led_to(client, f"stops=v{one.pk}&add=r{route.pk}") == (
        f"stops=v{one.pk}.v{two.pk}-45_v{three.pk}"
    )


def test_adding_says_what_it_did_not_add(client):
    one = village()

    assert "is in your trip already" in page_of(client, f"stops=v{one.pk}&add=v{one.pk}")
    assert "Not understood, and not added" in page_of(client, "add=%00")
    assert "Not understood, and not added: “r77”" in page_of(client, "add=r77")
    full = ".".join(f"v{number}" for number in range(1, 41))
    html = page_of(client, f"stops={full}&add=v999")
    assert "A trip has room for 40 stops" in html


def test_pages_of_villages_and_routes_have_a_form_that_works_without_scripts(client):
    one, two = villages(2)
    route = RouteFactory(stops=[one, two])
    publish(route, "lt", by=None)

    html = client.get(f"/lt/kaimai/{one.slug_lt}/").content.decode()
    assert f'action="{PATHS["lt"]}"' in html
    assert f'<input type="hidden" name="add" value="v{one.pk}">' in html

    html = client.get(f"/lt/marsrutai/{route.slug_lt}/").content.decode()
    assert f'<input type="hidden" name="add" value="v{one.pk}.v{two.pk}">' in html


def test_only_what_is_published_in_the_language_can_be_chosen(client):
    here, only_latvian, draft = village(), village("lv"), VillageFactory()

    choices = set(re.findall(r'<option value="(v\d+)"', page_of(client, "", "lt")))

    assert f"v{here.pk}" in choices
    assert f"v{only_latvian.pk}" not in choices
    assert f"v{draft.pk}" not in choices


def test_the_shortest_order_is_found_and_the_first_stop_stays(client):
    west, middle, east = VillageFactory(place=None), VillageFactory(place=None), village()
    from tests.factories import PlaceFactory

    PlaceFactory(village=west, latitude=56, longitude=26)
    PlaceFactory(village=middle, latitude=56, longitude=26.1)
    place = east.places.get()
    place.latitude, place.longitude = 56, 26.5
    place.save()
    for stop in (west, middle, east):
        for language in LANGUAGES:
            publish(stop, language, by=None)

    where = led_to(client, f"stops=v{west.pk}.v{east.pk}-90_v{middle.pk}&do=shortest")

    assert where == f"stops=v{west.pk}.v{middle.pk}_v{east.pk}-90"


# --- Nonsense -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("lv", "Adresē nesapratām"), ("lt", "Adrese nesupratome"), ("en", "Not understood")],
)
def test_what_cannot_be_a_trip_gets_a_clear_page(client, language, sentence):
    html = page_of(client, "stops=hello", language, status=400)

    assert sentence in html
    assert "hello" in html


def test_what_makes_sense_is_kept_beside_what_does_not(client):
    one = village()

    html = page_of(client, f"stops=v{one.pk}.banana&by=rocket&stay-1=soon&do=explode")

    assert titles_in(html) == [one.theme_name_en]
    for sentence in (
        "“banana”",
        "a car was assumed",
        "The stay at stop 1 was left as it was",
        "What to do with the trip was not understood",
        "1 stop is in your trip.",
    ):
        assert sentence in html


ATTACKS = (
    '"><script>alert(1)</script>',
    "'onmouseover='alert(1)",
    "</title><svg onload=alert(1)>",
    "javascript:alert(1)",
    "\u202e\x00\x1b[31m",
    "{{ 7|add:7 }}{% debug %}",
)


WISHES = ("from", "start", "by", "add", "do", "stay-1", "back", "x")


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_from_the_address_becomes_part_of_the_page(client, attack):
    one = village()
    wishes = {"stops": f"v{one.pk}"} | dict.fromkeys(WISHES, attack)

    for query in (wishes, {"stops": attack}, {"stops": f"v{one.pk}.{attack}"}):
        response = client.get(PATHS["en"], query, follow=True)

        html = response.content.decode()
        assert response.status_code in (200, 400)
        assert "<script>alert" not in html
        assert "<svg onload" not in html
        assert not re.search(r"<[^>]*\s(on\w+)=", html)
        assert "\x00" not in html
        assert "\u202e" not in html
        assert "1414" not in html


anything = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
words = st.sampled_from(
    [
        "stops",
        "from",
        "start",
        "by",
        "back",
        "add",
        "do",
        "stay-1",
        "format",
        "for",
        "parts",
        "title",
        "cover",
    ]
)
values = (
    anything
    | st.from_regex(r"\A[vr0-9._-]{0,60}\Z")
    | st.sampled_from(["%00", "9" * 400, "v" + "9" * 30, "v٣", "v1" * 5000, "up.1", "r1", "1e400"])
)
endings = st.sampled_from(["", "map.svg", "trip.gpx", "trip.ics", "trip.kml", "trip.geojson"])


@pytest.fixture
def two_villages():
    return villages(2)


@pytest.mark.slow
@given(st.lists(st.tuples(words | anything, values), max_size=8), endings)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_address_breaks_a_page(client, two_villages, pairs, ending):
    known = f"v{two_villages[0].pk}.v{two_villages[1].pk}"
    pairs = [("stops", known), *((name, value.replace("v1", known)) for name, value in pairs)]
    response = client.get(f"{PATHS['en']}{ending}?{urlencode(pairs)}", follow=True)

    assert response.status_code in (200, 400)


def test_a_hundred_kilobytes_are_refused_in_words(client):
    html = page_of(client, f"stops={'v1.' * 33_000}", status=400)

    assert "far too long" in html


def test_more_fields_than_any_form_has_are_refused(client, settings):
    too_many = settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1
    query = "&".join(f"stay-{number}=1" for number in range(too_many))

    response = client.get(f"{PATHS['lt']}?{query}")

    assert response.status_code == 400
    assert read_html(response.content.decode()).language == "lt"


# --- To take along ----------------------------------------------------------------------------


def test_the_map_of_a_trip_is_a_picture_and_nothing_else(client):
    response = client.get(f"{PATHS['en']}map.svg?stops={chain(*villages(3))}")

    assert response.status_code == 200
    assert response["Content-Type"] == "image/svg+xml"
    assert response["Cache-Control"].startswith("private")
    assert "sandbox" in response["Content-Security-Policy"]
    assert b"</svg>" in response.content
    assert client.get(f"{PATHS['en']}map.svg").status_code == 400


def test_the_page_shows_its_own_map(client):
    stops = chain(*villages(2))

    assert f'src="/lv/mans-celojums/karte.svg?stops={stops}"' in page_of(
        client, f"stops={stops}", "lv"
    )


def test_a_trip_is_downloaded_as_gpx_with_every_stop(client):
    here, only_latvian = village(), village("lv")

    response = client.get(f"/lt/mano-kelione/kelione.gpx?stops={chain(here, only_latvian)}")

    assert response.status_code == 200
    assert response["Content-Disposition"] == 'attachment; filename="mano-kelione.gpx"'
    gpx = gpxpy.parse(response.content.decode())
    assert len(gpx.waypoints) == 2
    assert here.theme_name_lt in gpx.waypoints[0].name


def test_a_calendar_needs_a_date(client):
    stops = f"stops={chain(*villages(2))}"

    assert "trip.ics" not in page_of(client, stops)
    assert client.get(f"{PATHS['en']}trip.ics?{stops}").status_code == 302
    assert f"trip.ics?{stops}&amp;from=2027-05-03" in page_of(client, f"{stops}&from=2027-05-03")
    calendar = client.get(f"{PATHS['en']}trip.ics?{stops}&from=2027-05-03")
    assert b"BEGIN:VCALENDAR" in calendar.content
    assert client.get(f"{PATHS['en']}trip.exe?{stops}").status_code == 404


def test_the_link_to_the_basket_holds_the_same_villages(client):
    stops = villages(3)

    html = page_of(client, f"stops={chain(*stops)}")

    [address] = re.findall(r'href="(/en/my-brochure/\?[^"]+)"', html)
    assert parse_qs(urlsplit(address).query)["parts"] == [chain(*stops)]
