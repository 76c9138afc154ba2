"""The calendar: what is on, what was, what is cancelled; on pages and in calendars."""

import json
import re
from datetime import UTC, date, datetime, time, timedelta

import pytest
from dateutil.rrule import rrulestr
from django.db import IntegrityError, transaction
from django.utils import timezone
from icalendar import Calendar
from lxml import etree

from catalogue import indexes
from catalogue.models import Edition
from catalogue.publishing import publish, withdraw
from tests.catalogue.test_query_counts import copies
from tests.factories import EventFactory, ThemeFactory, VillageFactory, ignalina
from villages.models import Cancellation, Occurrence

pytestmark = pytest.mark.django_db

TODAY = date(2027, 6, 2)  # a Wednesday


@pytest.fixture(autouse=True)
def on_a_wednesday(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *_args: TODAY)


def published(*languages, villages=(), **fields):
    fields.setdefault("starts_on", date(2027, 6, 5))
    fields.setdefault("ends_on", fields["starts_on"])
    event = EventFactory(**fields)
    event.villages.set(villages)
    for language in languages or ("en",):
        publish(event, language, by=None)
    return event


def weekly(*languages, **fields):
    return published(*languages, repeats="weekly", repeats_until=date(2027, 8, 28), **fields)


def titles(answer) -> dict[str, list[str]]:
    """Each group's heading with the titles below it."""
    return {
        group.title: [row.edition.title for row in group.happenings]
        for group in answer.context["events"].groups
    }


# --- The list -------------------------------------------------------------------------------------


def test_what_is_on_is_told_by_nearness(client):
    published(title_en="Forum now", starts_on=date(2027, 6, 1), ends_on=date(2027, 6, 3))
    published(title_en="Sunday", starts_on=date(2027, 6, 6))
    published(title_en="Monday", starts_on=date(2027, 6, 7))
    published(title_en="July", starts_on=date(2027, 7, 1))
    published(title_en="Over", starts_on=date(2027, 6, 1))
    published(title_en="Mayday", date_precision="yearly", recurrence_en="early in May",
              starts_on=None, ends_on=None)  # fmt: skip
    EventFactory(title_en="Draft", starts_on=date(2027, 6, 5), ends_on=date(2027, 6, 5))

    answer = client.get("/en/events/")

    assert titles(answer) == {
        "This week": ["Forum now", "Sunday"],
        "Later this month": ["Monday"],
        "July 2027": ["July"],
    }
    assert [row.edition.title for row in answer.context["events"].yearly] == ["Mayday"]
    assert answer.context["events"].total == 5
    assert "Over" not in answer.text and "Draft" not in answer.text


def test_what_happens_again_stands_once_with_its_next_time_and_its_rule(client):
    weekly(starts_on=date(2027, 5, 1), title_en="Market", starts_at=time(10), ends_at=time(14))

    answer = client.get("/en/events/")

    assert titles(answer) == {"This week": ["Market"]}
    assert "Saturday, 5 June 2027, 10:00–14:00" in answer.text
    assert "every Saturday from 1 May to 28 August 2027" in answer.text
    assert [(month.value, month.count) for month in answer.context["events"].months] == [
        ("2027-06", 1),
        ("2027-07", 1),
        ("2027-08", 1),
    ]


def test_a_month_is_told_by_its_days_and_as_a_table(client):
    weekly(title_en="Market")
    published(title_en="Festival", starts_on=date(2027, 6, 30), ends_on=date(2027, 7, 2))

    answer = client.get("/en/events/?month=2027-07")

    assert titles(answer) == {
        "Thursday, 1 July 2027": ["Festival"],
        **{f"Saturday, {day} July 2027": ["Market"] for day in (3, 10, 17, 24, 31)},
    }
    days = {
        day.day.day: (day.count, day.anchor)
        for week in answer.context["events"].weeks
        for day in week
        if day.anchor and day.is_of_the_month
    }
    assert days == {
        1: (1, "d1"), 2: (1, "d1"), 3: (1, "d3"), 10: (1, "d10"), 17: (1, "d17"), 24: (1, "d24"),
        31: (1, "d31"),
    }  # fmt: skip
    for _count, anchor in days.values():
        assert f'href="#{anchor}"' in answer.text and f'id="{anchor}"' in answer.text
    assert '<meta name="robots" content="noindex">' in answer.text


def test_filters_narrow_each_other_and_lead_to_no_dead_end(client):
    honey = VillageFactory(theme=ThemeFactory(key="honey", name_en="Honey"))
    publish(honey, "en", by=None)
    published(title_en="Honey day", villages=[honey], event_kind="open_day")
    published(title_en="Lithuanian fair", partner=ignalina(), starts_on=date(2027, 7, 3))

    def choices(answer):
        return {
            select.name: {option.value: option.count for option in select.options}
            for select in answer.context["events"].selects
        }

    everything = client.get("/en/events/")
    assert choices(everything) == {
        "theme": {"honey": 1},
        "region": {"ignalina": 1, "latgale": 1},
        "kind": {"fair": 1, "open_day": 1},
    }
    narrowed = client.get("/en/events/?region=latgale")
    assert titles(narrowed) == {"This week": ["Honey day"]}
    assert choices(narrowed) == {
        "theme": {"honey": 1},
        "region": {"ignalina": 1, "latgale": 1},
        "kind": {"open_day": 1},
    }
    assert [month.value for month in narrowed.context["events"].months] == ["2027-06"]
    assert "noindex" in narrowed.text and "noindex" not in everything.text


def test_events_follow_the_theme_that_their_village_has_now(client):
    village = VillageFactory()
    publish(village, "en", by=None)
    published(villages=[village])
    assert client.get("/en/events/?theme=crafts").context["events"].total == 1

    village.theme = ThemeFactory(key="honey", name_en="Honey")
    village.save()
    publish(village, "en", by=None)

    assert client.get("/en/events/?theme=crafts").context["events"].total == 0
    assert client.get("/en/events/?theme=honey").context["events"].total == 1

    withdraw(village, "en", by=None)
    assert client.get("/en/events/?theme=honey").context["events"].total == 0


@pytest.mark.parametrize(
    "query",
    [
        "?month=2027-13", "?month=0000-00", "?month=x", "?month=2027-06%00", "?month=1999-01",
        "?month=9999-12", "?theme=%00", "?theme=nobody", "?kind=party", "?region='", "?page=0",
        "?page=-1", "?page=99999999999999999999", "?page=%D9%A3", "?month=%D9%A3%D9%A3-1", "?x=y",
    ],
)  # fmt: skip
def test_nonsense_is_no_question(client, query):
    published()

    answer = client.get("/en/events/" + query)

    assert answer.status_code == 200
    assert answer.context["events"].total == 1
    assert answer.context["page"].canonical.endswith("/en/events/")


def test_an_address_is_short_and_always_the_same(client):
    weekly("en", "lv")

    answer = client.get("/en/events/?page=1&month=2027-07&x=1&kind=fair&region=latgale&theme=")

    page = answer.context["page"]
    assert page.addresses["en"] == "/en/events/?region=latgale&kind=fair&month=2027-07"
    assert page.addresses["lv"] == "/lv/notikumi/?region=latgale&kind=fair&month=2027-07"


@pytest.mark.parametrize("count", [1, 3, 300])
def test_queries_do_not_grow_and_pages_stay_short(client, django_assert_num_queries, count):
    event = weekly()
    event.cancellations.create(day=date(2027, 6, 12), reason_en="Storm")
    copies(Edition.objects.get(), count - 1)
    indexes.make_anew(indexes.registered())

    for query in ("", "?kind=fair&region=latgale", "?month=2027-07"):
        with django_assert_num_queries(3):  # shared words; counts; rows with what is cancelled
            answer = client.get(f"/en/events/{query}")
        assert answer.context["events"].total == count
        assert sum(map(len, titles(answer).values())) <= 200
    assert client.get("/en/events/?page=99").context["events"].asked.page == -(-count // 40)

    with django_assert_num_queries(3):  # shared words; editions; what is cancelled
        entries = Calendar.from_ical(client.get("/en/events/calendar.ics").content).events
    assert len({str(entry["UID"]) for entry in entries}) == 1  # copies share the code

    address = Edition.objects.earliest("pk").get_absolute_url()
    with django_assert_num_queries(4):  # shared words; the editions; villages; what is cancelled
        client.get(address)


@pytest.mark.parametrize("count", [1, 3, 300])
def test_the_archive_is_paged_and_told_by_year(client, django_assert_num_queries, count):
    published(starts_on=date(2012, 6, 7))
    copies(Edition.objects.get(), count - 1)
    published(starts_on=date(2026, 12, 31), title_en="Last year")
    published(starts_on=date(2027, 6, 2), title_en="Today")
    indexes.make_anew(indexes.registered())

    with django_assert_num_queries(3):  # shared words; years; a page of rows
        answer = client.get("/en/events/archive/")

    archive = answer.context["events"]
    assert archive.years == [(2026, 1), (2012, count)]
    assert sum(len(group.happenings) for group in archive.groups) == min(count + 1, 50)
    assert [group.title for group in archive.groups] == ["2026", "2012"]
    assert "Today" not in answer.text
    year = client.get("/en/events/archive/?year=2026")
    assert [group.title for group in year.context["events"].groups] == ["2026"]
    for nonsense in ("?year=1999", "?year=%00", "?page=x", "?page=9999", "?year=2012&page=0"):
        assert client.get(f"/en/events/archive/{nonsense}").status_code == 200


def test_the_start_tells_the_next_events(client):
    weekly(title_en="Market", starts_on=date(2027, 5, 1)).cancellations.create(
        day=date(2027, 6, 5), reason_en="Storm"
    )
    published(title_en="Off", starts_on=date(2027, 6, 6)).cancellations.create(reason_en="Flood")

    text = client.get("/en/").text

    assert "Saturday, 12 June 2027" in text  # the next time that takes place
    assert "<s>Off</s>" in text and "Flood" in text


# --- What is cancelled ----------------------------------------------------------------------------


def test_a_cancelled_event_is_struck_everywhere_at_once(client):
    village = VillageFactory()
    publish(village, "en", by=None)
    event = published("en", "lv", villages=[village], title_en="Fair")
    address = Edition.objects.get(kind="event", language="en").get_absolute_url()
    assert "Cancelled" not in client.get(address).text

    Cancellation.objects.create(event=event, reason_en="The lake is frozen.")

    page = client.get(address)
    assert "<h1><s>Fair</s></h1>" in page.text
    assert "The lake is frozen." in page.text
    assert linked(page, "Event")["eventStatus"] == "https://schema.org/EventCancelled"
    for path in ("/en/events/", Edition.objects.get(kind="village").get_absolute_url()):
        text = client.get(path).text
        assert "<s>Fair</s>" in text and "The lake is frozen." in text
    # Another language says so, too, and mixes in no other.
    latvian = client.get("/lv/notikumi/").text
    assert "Atcelts" in latvian and "frozen" not in latvian

    Cancellation.objects.update(is_lifted=True)

    assert "Cancelled" not in client.get(address).text
    assert linked(client.get(address), "Event")["eventStatus"].endswith("EventScheduled")


def test_one_time_is_cancelled_and_the_others_are_on(client):
    event = weekly(title_en="Market")
    event.cancellations.create(day=date(2027, 6, 5), reason_en="Storm")
    event.cancellations.create(day=date(2027, 6, 19), reason_en="Elections")

    page = client.get(Edition.objects.get().get_absolute_url())
    assert "<h1>Market</h1>" in page.text
    assert page.text.count("<s>") == 2
    data = linked(page, "Event")
    assert (data["startDate"], data["eventStatus"][-9:]) == ("2027-06-12", "Scheduled")
    assert data["eventSchedule"]["exceptDate"] == ["2027-06-05", "2027-06-19"]

    answer = client.get("/en/events/")
    assert titles(answer) == {"Later this month": ["Market"]}  # its next time
    assert "Cancelled: 19 June 2027" in answer.text and "Elections" in answer.text
    month = client.get("/en/events/?month=2027-06").text
    assert month.count("<s>Market</s>") == 2


def test_an_event_is_cancelled_once_and_says_why():
    event = published()
    event.cancellations.create(reason_lv="Vētra")
    for refused in ({"reason_lv": "Plūdi"}, {"day": date(2027, 6, 5), "reason_lv": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            event.cancellations.create(**refused)


def linked(page, kind: str) -> dict:
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page.text)
    return next(block for block in map(json.loads, blocks) if block["@type"] == kind)


# --- The page of an event -------------------------------------------------------------------------


def test_the_page_tells_when_where_and_by_whom(client):
    village = VillageFactory()
    publish(village, "en", by=None)
    weekly(villages=[village], starts_at=time(10), ends_at=time(14), place_text_en="Market square")

    page = client.get(Edition.objects.get(kind="event").get_absolute_url())

    for said in (
        "every Saturday from 5 June to 28 August 2027",
        "Saturday, 5 June 2027, 10:00–14:00",
        "7 more times",
        "Market square",
        page.context["partner"]["name"],
        "event.ics",
        "geo:",
        "/maps/",
    ):
        assert said in page.text
    data = linked(page, "Event")
    assert data["startDate"] == "2027-06-05T10:00:00+03:00"
    assert data["endDate"] == "2027-06-05T14:00:00+03:00"
    assert data["location"]["geo"]["latitude"] == village.places.get().latitude
    assert data["eventSchedule"]["byDay"] == ["SA"]
    assert data["eventSchedule"]["scheduleTimezone"] == "Europe/Riga"


def test_a_page_says_that_its_event_is_over(client):
    published(starts_on=date(2027, 6, 1), title_en="Over")

    text = client.get(Edition.objects.get().get_absolute_url()).text

    assert "This event is over." in text and "event.ics" not in text


# --- Calendars of visitors ------------------------------------------------------------------------


def calendar_at(client, path: str) -> Calendar:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    lines = answer.content.split(b"\r\n")
    assert max(map(len, lines)) <= 75 and b"\n" not in b"".join(lines)
    return Calendar.from_ical(answer.content)


def own_file(client, language="en") -> Calendar:
    edition = Edition.objects.current().get(kind="event", language=language)
    return calendar_at(client, f"{edition.get_absolute_url()}event.ics")


def test_an_event_all_day_long(client):
    published(
        starts_on=date(2027, 6, 5), ends_on=date(2027, 6, 6), title_en="Fair, of; all \\ kinds"
    )

    (entry,) = own_file(client).events

    assert entry["SUMMARY"] == "Fair, of; all \\ kinds"
    assert (entry.start, entry.end) == (date(2027, 6, 5), date(2027, 6, 7))
    assert entry["STATUS"] == "CONFIRMED"


def test_an_event_with_hours_has_the_clock_of_its_country(client):
    published(partner=ignalina(), starts_at=time(18), ends_at=time(21))

    calendar = own_file(client)

    (entry,) = calendar.events
    assert entry["DTSTART"].params["TZID"] == "Europe/Vilnius"
    assert [zone["TZID"] for zone in calendar.walk("VTIMEZONE")] == ["Europe/Vilnius"]
    assert entry.start.astimezone(UTC) == datetime(2027, 6, 5, 15, tzinfo=UTC)
    assert entry.end.astimezone(UTC) == datetime(2027, 6, 5, 18, tzinfo=UTC)


def test_a_rule_is_read_back_with_the_same_days(client):
    event = weekly(
        starts_at=time(10), repeat_weekdays=[6, 7], repeat_every=2, except_on=[date(2027, 6, 20)]
    )
    event.cancellations.create(day=date(2027, 7, 3), reason_en="Storm")

    series, cancelled = own_file(client).events

    rule = series["RRULE"].to_ical().decode()
    days = [moment.date() for moment in rrulestr(rule, dtstart=series.start)]
    left_out = {moment.dt.date() for moment in series["EXDATE"].dts}
    assert [day for day in days if day not in left_out] == [day for day, _last in event.spans()]
    assert left_out == {date(2027, 6, 20)}
    assert cancelled["STATUS"] == "CANCELLED" and series["STATUS"] == "CONFIRMED"
    assert cancelled["UID"] == series["UID"]
    assert cancelled["RECURRENCE-ID"].dt.date() == date(2027, 7, 3)
    assert cancelled["DESCRIPTION"].startswith("Storm")


def test_an_entry_keeps_its_name_and_counts_its_changes(client):
    event = published("en", "lt")
    (first,) = own_file(client).events
    (lithuanian,) = own_file(client, "lt").events
    assert first["UID"] == lithuanian["UID"]

    event.summary_en = "Another word."
    event.save()
    publish(event, "en", by=None)
    (second,) = own_file(client).events
    event.cancellations.create(reason_en="Storm")
    (cancelled,) = own_file(client).events
    Cancellation.objects.update(is_lifted=True)
    (lifted,) = own_file(client).events

    entries = [first, second, cancelled, lifted]
    assert len({str(entry["UID"]) for entry in entries}) == 1
    assert [entry["SEQUENCE"] for entry in entries] == [0, 1, 2, 3]
    assert [str(entry["STATUS"]) for entry in entries] == [
        "CONFIRMED", "CONFIRMED", "CANCELLED", "CONFIRMED",
    ]  # fmt: skip
    assert str(cancelled["SUMMARY"]).startswith("Cancelled: ")


def test_a_day_that_nobody_knows_is_no_entry(client):
    published(date_precision="month", starts_on=date(2027, 7, 1), ends_on=date(2027, 7, 31))
    address = Edition.objects.get().get_absolute_url()

    assert client.get(f"{address}event.ics").status_code == 404
    assert "event.ics" not in client.get(address).text
    assert calendar_at(client, "/en/events/calendar.ics").events == []


def test_the_feed_is_of_a_language_and_of_what_is_asked(client):
    honey = VillageFactory(theme=ThemeFactory(key="honey", name_en="Honey"))
    publish(honey, "en", by=None)
    published(title_en="Honey day", villages=[honey])
    published(title_en="Lithuanian", partner=ignalina())
    published("lv", title_lv="Latviski")
    published(title_en="Last autumn", starts_on=date(2026, 10, 1))
    published(title_en="Long ago", starts_on=date(2012, 6, 7))

    def found(query=""):
        calendar = calendar_at(client, f"/en/events/calendar.ics{query}")
        return {str(entry["SUMMARY"]) for entry in calendar.events}

    assert found() == {"Honey day", "Lithuanian", "Last autumn"}
    assert found("?theme=honey") == {"Honey day"}
    assert found("?region=ignalina") == {"Lithuanian"}
    assert found("?region=nowhere&month=2027-06") == {"Honey day", "Lithuanian", "Last autumn"}
    named = calendar_at(client, "/en/events/calendar.ics?theme=honey&region=latgale")
    assert named["NAME"] == "Events of the theme villages: Latgale, Honey"


def test_an_unchanged_feed_is_not_sent_again(client, settings):
    settings.KEEP_PAGES = True
    event = published()
    first = client.get("/en/events/calendar.ics")

    assert (
        client.get("/en/events/calendar.ics", headers={"If-None-Match": first["ETag"]}).status_code
        == 304
    )
    event.cancellations.create(reason_en="Storm")
    changed = client.get("/en/events/calendar.ics", headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200 and b"CANCELLED" in changed.content


def test_a_file_of_another_language_or_an_old_address(client):
    event = published("lv")
    latvian = Edition.objects.get().get_absolute_url()
    english = f"/en/events/{Edition.objects.get().slug}/"

    assert client.get(f"{english}event.ics").status_code == 404
    assert client.get("/en/events/nothing/event.ics").status_code == 404
    event.slug_lv = "jauna-adrese"
    event.save()
    publish(event, "lv", by=None)
    moved = client.get(f"{latvian}event.ics")
    assert (moved.status_code, moved["Location"]) == (301, "/lv/notikumi/jauna-adrese/event.ics")


# --- The index ------------------------------------------------------------------------------------


def test_the_index_made_anew_says_the_same(client):
    village = VillageFactory()
    publish(village, "en", by=None)
    weekly(villages=[village])
    published(date_precision="yearly", recurrence_en="in May", starts_on=None, ends_on=None)
    fields = ("language", "source_id", "starts_on", "ends_on", "starts_at", "tags")
    rows = set(map(str, Occurrence.objects.values_list(*fields)))
    assert len(rows) == 14

    indexes.make_anew(indexes.registered())

    assert set(map(str, Occurrence.objects.values_list(*fields))) == rows
    withdraw(village.events.get(), "en", by=None)
    assert Occurrence.objects.count() == 1


# --- Atom -----------------------------------------------------------------------------------------

ATOM = "{http://www.w3.org/2005/Atom}"


def test_news_are_valid_atom_and_tell_first_editions_from_new_ones(client, settings):
    settings.SITE_ADDRESS = "https://villages.example"
    village = VillageFactory(theme_name_en='<b>"Bread" & more</b>')
    publish(village, "en", by=None)
    event = published("en", "lv", summary_en="One & two <i>")
    first = feed(client)
    event.summary_en = "New"
    event.save()
    publish(event, "en", by=None)

    root = feed(client)

    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links == {
        "self": "https://villages.example/en/new.atom",
        "alternate": "https://villages.example/en/",
    }
    entries = root.findall(f"{ATOM}entry")
    terms = [[c.get("term") for c in entry.findall(f"{ATOM}category")] for entry in entries]
    assert terms == [["event", "new-edition"], ["village", "first-edition"]]
    assert entries[1].findtext(f"{ATOM}title") == '<b>"Bread" & more</b>'
    assert entries[0].findtext(f"{ATOM}summary") == "Edition 2. New"
    by_id = {entry.findtext(f"{ATOM}id"): entry for entry in first.findall(f"{ATOM}entry")}
    before = by_id[entries[0].findtext(f"{ATOM}id")]
    assert before.findtext(f"{ATOM}published") == entries[0].findtext(f"{ATOM}published")
    assert before.findtext(f"{ATOM}updated") < entries[0].findtext(f"{ATOM}updated")
    assert before.findtext(f"{ATOM}summary") == "New in the catalogue. One &amp; two &lt;i&gt;"
    for entry in entries:
        assert entry.findtext(f"{ATOM}id").startswith("urn:uuid:")
        assert entry.findtext(f"{ATOM}author/{ATOM}name")
        assert entry.find(f"{ATOM}link").get("href").startswith("https://villages.example/en/")
    assert len(by_id) == len(entries) == 2
    assert len(feed(client, "lv").findall(f"{ATOM}entry")) == 1
    assert len(feed(client, "lt").findall(f"{ATOM}entry")) == 0


def feed(client, language="en"):
    answer = client.get(f"/{language}/new.atom")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    root = etree.fromstring(answer.content)
    assert [child.tag for child in root if child.tag == f"{ATOM}id"] == [f"{ATOM}id"]
    for element in root.iter(f"{ATOM}updated", f"{ATOM}published"):
        assert datetime.fromisoformat(element.text) - datetime.now(UTC) < timedelta(minutes=1)
    return root
