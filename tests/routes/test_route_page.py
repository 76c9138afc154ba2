"""The page of a route: its days on chosen dates, what stands in the way, where to go instead."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from catalogue.publishing import publish, withdraw
from routes.models import Stop
from tests.factories import NoticeFactory, OfferFactory, RouteFactory, VillageFactory
from tests.html_pages import read_html
from tests.routes.brochure_routes import edition_of

pytestmark = pytest.mark.django_db


def published(*items, language="en"):
    for item in items:
        publish(item, language, by=None)


def place_of(village, **facts):
    place = village.places.get()
    for name, value in facts.items():
        setattr(place, name, value)
    place.save()


def stops_on(route, *days_and_villages):
    for position, (day, village) in enumerate(days_and_villages):
        Stop.objects.create(route=route, village=village, day=day, position=position)


def page_of(client, route, query="", status=200):
    address = edition_of(route, "en").get_absolute_url()
    response = client.get(address + query)
    assert response.status_code == status
    return response.content.decode()


def stop_text(html, number):
    """What the page says of a stop, without its tags."""
    part = html.split(f'id="stop-{number}"')[1].split('</li>\n<li class="itinerary__stop')[0]
    part = part.split('class="itinerary__stop')[0].split('<section class="section')[0]
    return " ".join(re.sub(r"<[^>]*>", " ", part).split())


@pytest.fixture
def in_two_days():
    """Monday's village is closed on Mondays, Tuesday's is open on Tuesdays."""
    first, second = VillageFactory(theme_name_en="Bread"), VillageFactory(theme_name_en="Honey")
    OfferFactory(village=first, weekdays=[2, 3], season_from=5, season_to=9)
    OfferFactory(village=second, weekdays=[2])
    route = RouteFactory()
    stops_on(route, (1, first), (2, second))
    published(first, second, route)
    return route


def test_without_a_day_the_page_says_season_and_weekdays(client, in_two_days):
    html = page_of(client, in_two_days)

    assert "May – September" in stop_text(html, 1)
    assert "Tuesday, Wednesday" in stop_text(html, 1)
    assert "on this day" not in html
    assert read_html(html).may_be_indexed


def test_on_chosen_days_each_stop_is_open_or_closed_and_says_why(client, in_two_days):
    html = page_of(client, in_two_days, "?from=2027-05-03")

    assert "Monday, 3 May 2027" in html
    assert "Tuesday, 4 May 2027" in html
    assert "Closed on this day." in stop_text(html, 1)
    assert "Closed on Mondays." in stop_text(html, 1)
    assert "Open on this day." in stop_text(html, 2)
    assert "Closed" not in stop_text(html, 2)


def test_what_nobody_knows_is_called_neither_open_nor_closed(client):
    village, other = VillageFactory.create_batch(2)
    OfferFactory(village=village)
    route = RouteFactory(stops=[village, other])
    published(village, other, route)

    said = stop_text(page_of(client, route, "?from=2027-05-03"), 1)

    assert "ask before you come" in said
    assert "on this day" not in said


def test_a_day_without_stops_counts(client):
    first, second = VillageFactory.create_batch(2)
    route = RouteFactory()
    stops_on(route, (1, first), (3, second))
    published(first, second, route)

    html = page_of(client, route, "?from=2027-05-03")

    assert "Monday, 3 May 2027" in html
    assert "Wednesday, 5 May 2027" in html


def test_notices_are_those_of_the_day_of_the_visit(client, in_two_days):
    today = timezone.localdate()
    first, second = (stop.village for stop in in_two_days.stops())
    NoticeFactory(village=first, text_en="Only today", shown_from=today, shown_until=today)
    NoticeFactory(village=second, text_en="Fair", shown_from="2027-05-04", shown_until="2027-05-04")
    NoticeFactory(
        village=first, text_en="Not yet", shown_from="2027-05-04", shown_until="2027-05-09"
    )

    html = page_of(client, in_two_days)
    assert "Only today" in stop_text(html, 1)
    assert "Fair" not in html

    html = page_of(client, in_two_days, "?from=2027-05-03")
    assert "Fair" in stop_text(html, 2)
    assert "Only today" not in html
    assert "Not yet" not in html


def test_a_page_with_a_day_is_not_for_search_engines_and_keeps_its_address(client, in_two_days):
    page = read_html(page_of(client, in_two_days, "?from=2027-05-03"))
    plain = edition_of(in_two_days, "en").get_absolute_url()

    assert not page.may_be_indexed
    assert page.canonical.endswith(plain)
    assert all("from=" not in address for address in page.alternates.values())


def test_the_language_switch_keeps_the_day(client, in_two_days):
    for stop in in_two_days.stops():
        published(stop.village, language="lv")
    published(in_two_days, language="lv")

    page = read_html(page_of(client, in_two_days, "?from=2027-05-03"))

    latvian = edition_of(in_two_days, "lv").get_absolute_url()
    assert f"{latvian}?from=2027-05-03" in page.links


@pytest.mark.parametrize(
    "nonsense",
    [
        "tomorrow",
        "2027-13-01",
        "2027-02-30",
        "20270503",
        "2027-W18-1",
        "2027-05-03T10:00",
        "1999-05-03",
        "9999-12-31",
        "0000-00-00",
        "%00",
        "<script>alert(1)</script>",
        "٢٠٢٧-٠٥-٠٣",
        "9" * 4000,
    ],
)
def test_a_day_that_is_none_is_refused_at_its_field(client, in_two_days, nonsense):
    address = edition_of(in_two_days, "en").get_absolute_url()

    response = client.get(address, {"from": nonsense})

    html = response.content.decode()
    assert response.status_code == 400
    assert "public" not in response.get("Cache-Control", "")
    field = html.split('id="from"')[1].split(">")[0]
    assert 'aria-invalid="true"' in field
    assert "value=" not in field
    note = html.split('id="when-note">')[1].split("</p>")[0]
    assert "This is not a date" in note or "Choose a day between" in note
    assert "<script>alert" not in html
    assert "Bread" in html  # the rest of the page is there


def test_an_empty_day_is_no_mistake(client, in_two_days):
    html = page_of(client, in_two_days, "?from=")

    assert "aria-invalid" not in html


def test_a_refusal_is_said_in_the_readers_language(client, in_two_days):
    for stop in in_two_days.stops():
        published(stop.village, language="lt")
    published(in_two_days, language="lt")

    response = client.get(edition_of(in_two_days, "lt").get_absolute_url() + "?from=rytoj")

    assert "Tai ne data" in response.content.decode()


def test_days_may_be_shared_a_year_after_the_journey(client, in_two_days):
    past = timezone.localdate() - timedelta(days=360)
    page_of(client, in_two_days, f"?from={past.isoformat()}")
    long_past = timezone.localdate() - timedelta(days=370)
    page_of(client, in_two_days, f"?from={long_past.isoformat()}", status=400)


# --- Instead --------------------------------------------------------------------------------------


@pytest.fixture
def neighbourhood(in_two_days):
    """Villages near the first stop: one closed on Mondays too, one open, one too far away."""
    first = in_two_days.stops()[0].village
    place_of(first, latitude=56.0, longitude=26.0)
    place_of(in_two_days.stops()[1].village, latitude=55.6, longitude=27.9)
    closed = VillageFactory(theme_name_en="Closed, too")
    OfferFactory(village=closed, weekdays=[2])
    place_of(closed, latitude=56.01, longitude=26.0)
    near = VillageFactory(theme_name_en="Open nearby")
    place_of(near, latitude=56.1, longitude=26.0)
    far = VillageFactory(theme_name_en="Far away")
    place_of(far, latitude=57.5, longitude=26.0)
    draft = VillageFactory(theme_name_en="A draft nearby")
    place_of(draft, latitude=56.0, longitude=26.01)
    published(first, in_two_days.stops()[1].village, in_two_days, closed, near, far)
    return in_two_days


def test_near_a_closed_stop_there_is_an_open_village(client, neighbourhood):
    html = page_of(client, neighbourhood, "?from=2027-05-03")

    said = stop_text(html, 1)
    assert "Near here instead: Open nearby (11 km)" in said
    assert "Closed, too" not in said
    assert "Far away" not in html
    assert "A draft nearby" not in html
    assert "Near here instead" not in stop_text(html, 2)


def test_near_a_withdrawn_stop_there_is_another(client, neighbourhood):
    withdraw(neighbourhood.stops()[0].village, "en", by=None)

    said = stop_text(page_of(client, neighbourhood), 1)

    assert "not in the catalogue at present" in said
    assert "Closed, too" in said  # on no day in particular


def test_an_open_route_names_nobody_else(client, neighbourhood):
    assert "Near here instead" not in page_of(client, neighbourhood)


# --- Navigation -----------------------------------------------------------------------------------


def test_exact_stops_open_in_the_visitors_own_map(client):
    village, other = VillageFactory(theme_name_en="A & B"), VillageFactory()
    place_of(village, latitude=56.05, longitude=26.75, precision="exact")
    route = RouteFactory(stops=[village, other])
    published(village, other, route)

    links = [
        link
        for link in read_html(page_of(client, route)).links
        if "56.05000" in link and "26.75000" in link
    ]

    assert [link.split("/")[2] if "//" in link else link[:4] for link in links] == [
        "geo:",
        "www.openstreetmap.org",
        "www.google.com",
        "maps.apple.com",
        "waze.com",
    ]


@pytest.mark.parametrize("precision", ["approximate", "area"])
def test_inexact_stops_are_no_target_and_say_why(client, precision):
    village, other = VillageFactory.create_batch(2)
    place_of(village, precision=precision, radius_m=3000)
    route = RouteFactory(stops=[village, other])
    published(village, other, route)

    html = page_of(client, route)

    assert "known to within 3 km only: ask for the way" in stop_text(html, 1)
    first = html.split('id="stop-1"')[1].split('id="stop-2"')[0]
    assert "geo:" not in first
    assert "google" not in first


def test_links_to_other_sites_tell_them_nothing(client):
    village, other = VillageFactory.create_batch(2)
    route = RouteFactory(stops=[village, other])
    published(village, other, route)

    html = page_of(client, route)

    outside = re.findall(r'<a href="https://[^>]*(?:google|apple|waze|openstreetmap)[^>]*>', html)
    assert len(outside) == 8
    assert all('rel="external nofollow noopener"' in link for link in outside)


# --- Legs -----------------------------------------------------------------------------------------


def test_legs_say_means_length_and_time_and_call_a_straight_line_so(client):
    first, second = VillageFactory.create_batch(2)
    place_of(first, latitude=56.0, longitude=26.0)
    place_of(second, latitude=56.0, longitude=26.5)
    route = RouteFactory(stops=[first, second])
    published(first, second, route)

    html = page_of(client, route)

    assert "By car 31 km in a straight line, about 45 min" in stop_text(html, 2)
    assert "By car 31 km in straight lines, 45 min without stays" in html
    assert "itinerary__stop--straight" in html


def test_a_detour_is_called_one_and_counted_in_no_total(client):
    villages = VillageFactory.create_batch(3)
    for number, village in enumerate(villages):
        place_of(village, latitude=56.0, longitude=26.0 + number / 2)
    route = RouteFactory(stops=villages)
    detour = route.stops()[1]
    detour.is_optional = True
    detour.save()
    published(*villages, route)

    html = page_of(client, route)

    assert "A detour, not in the totals" in stop_text(html, 2)
    assert (
        "62 km in straight lines" in html
    )  # from the first to the third, not by way of the second
    assert "A detour" not in stop_text(html, 3)


def test_the_draft_of_a_route_leads_to_no_file_that_is_not_there(client, administrator):
    villages = VillageFactory.create_batch(2)
    route = RouteFactory(stops=villages)
    published(*villages)
    client.force_login(administrator)

    html = client.get(f"{route.admin_address()}preview/en/").content.decode()

    assert "<h1>" in html
    assert "route.gpx" not in html
    assert "data-module" not in html
    assert 'name="from"' not in html


def test_a_page_drawn_for_a_day_is_kept_for_that_day(
    client, settings, in_two_days, django_assert_num_queries
):
    settings.KEEP_PAGES = True
    page_of(client, in_two_days, "?from=2027-05-03")
    address = edition_of(in_two_days, "en").get_absolute_url()

    with django_assert_num_queries(1):
        kept = client.get(f"{address}?from=2027-05-03").content.decode()
    other = client.get(f"{address}?from=2027-05-04").content.decode()

    assert "Closed on this day." in stop_text(kept, 1)
    assert "Open on this day." in stop_text(other, 1)
