"""Before printing: each rule finds what it looks for, and nothing in what is right."""

from datetime import date, timedelta
from io import BytesIO

import pikepdf
import pytest
from django.utils import timezone, translation

from catalogue.models import Edition, VisibilityBlock
from catalogue.models.edition import Kind
from catalogue.publishing import publish, withdraw
from routes.brochures.formats import FORMATS, Purpose
from routes.press.job import Report
from routes.printing.all_languages import MadeFile
from routes.printing.orders import Order
from routes.printing.preflight import (
    Addresses,
    Finding,
    Level,
    emblems_on,
    flaws_in,
    low_resolutions,
    old_prices,
    overflowing_sections,
    photos_without_credit,
    preflight,
    stops_printing,
    too_many_stops,
    visibility_findings,
    wants_acknowledging,
    weightiest_first,
    years_before,
)
from tests.factories import (
    NoticeFactory,
    OfferFactory,
    RouteFactory,
    UserFactory,
    VillageFactory,
    ignalina,
    latgale,
)

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 26)
HERE = Addresses("/route/", {7: "/village/"})
LINE = {"type": "LineString", "coordinates": [[26.0, 56.0], [26.5, 56.2]]}


@pytest.fixture
def village():
    return VillageFactory(theme_name_en="Craft village")


@pytest.fixture
def route(village):
    """A route of the Latvian partner, of two villages with a line: nothing is to be said of it."""
    other = VillageFactory(lithuanian=True, theme_name_en="Bread village")
    for stop, longitude, latitude in ((village, 26.0, 56.0), (other, 26.5, 56.2)):
        stop.places.update(longitude=longitude, latitude=latitude)
    route = RouteFactory(partner=latgale(), stops=[village, other], line=LINE)
    for item in (village, other, route):
        for language in ("lv", "lt", "en"):
            publish(item, language, by=None)
    return route


@pytest.fixture
def publisher():
    return UserFactory(latgale=True, roles=["publisher"])


def findings(route, reader, languages=("lv", "lt", "en"), format="a4") -> list[Finding]:
    order = Order.of_item(route.kind, route.pk, FORMATS[format], Purpose.SHOP, languages)
    return preflight(order, TODAY, reader)


def sentences(found) -> list[tuple[str, str]]:
    return [(finding.level.value, finding.sentence) for finding in found]


def village_edition(**document) -> Edition:
    offers, photos = document.pop("offers", []), document.pop("photos", [])
    document = {"offers": offers, "photos": photos, **document}
    return Edition(kind=Kind.VILLAGE, source_id=7, title="Craft", language="en", document=document)


def test_nothing_is_said_of_what_is_right(route, publisher):
    assert findings(route, publisher) == []


# --- Languages ------------------------------------------------------------------------------------


def test_a_language_that_was_never_published_stops(route, publisher):
    draft = RouteFactory(partner=latgale(), title_en="Draft")

    found = findings(draft, publisher, ["en"])

    assert sentences(found) == [("error", "Draft is not published in English yet.")]
    assert found[0].address == draft.admin_address()


def test_a_language_that_was_withdrawn_stops_and_is_called_so(route, publisher):
    withdraw(route, "lt", by=None)

    assert sentences(findings(route, publisher)) == [
        ("error", f"{route.title_en} is withdrawn in Lithuanian: nobody can read it.")
    ]
    assert findings(route, publisher, ["lv", "en"]) == []


def test_a_sheet_with_all_languages_wants_all_whatever_was_chosen(route, publisher):
    withdraw(route, "lt", by=None)

    assert stops_printing(findings(route, publisher, ["lv"], format="map-three"))


def test_a_withdrawn_stop_stops(route, village, publisher):
    withdraw(village, "lv", by=None)

    (found,) = findings(route, publisher)

    assert found.level == Level.ERROR
    assert "is withdrawn in Latvian: publish it again, or take it off" in found.sentence
    assert found.address == village.admin_address()


def test_what_is_anothers_to_mend_leads_to_where_it_is_named(route, publisher):
    other = route.stops()[1].village
    withdraw(other, "lv", by=None)

    (found,) = findings(route, publisher)

    assert other.partner == ignalina()
    assert found.address == route.admin_address()


# --- The European Union ---------------------------------------------------------------------------


def block(**fields) -> dict:
    whole = {"statement": "s", "disclaimer": "d", "fund": "f", "programme": "p", "project": "j"}
    return {**whole, **fields}


def test_a_whole_block_is_whole():
    assert list(visibility_findings("lv", [block()])) == []


@pytest.mark.parametrize("field", ["statement", "disclaimer", "fund", "programme", "project"])
def test_a_block_that_says_nothing_in_the_language_stops(field):
    (found,) = visibility_findings("lv", [block(**{field: " "})])

    assert found.level == Level.ERROR
    assert "incomplete in Latvian" in found.sentence


def test_no_block_in_force_is_told():
    (found,) = visibility_findings("lv", [])

    assert (found.level, "No EU block" in found.sentence) == (Level.WARNING, True)


def test_a_statement_copied_into_another_language_is_told(route, publisher):
    VisibilityBlock.objects.update(statement_lt="The same.", statement_en="The same.")

    assert sentences(findings(route, publisher)) == [
        ("warning", "The statement beside the EU emblem is the same in two languages.")
    ]


# --- Notices, prices, photos, legs ----------------------------------------------------------------


def test_a_notice_in_force_is_told_once_for_all_languages(route, village, publisher):
    today = timezone.localdate()
    NoticeFactory(village=village, shown_from=today, shown_until=today)
    yesterday = today - timedelta(days=1)
    NoticeFactory(village=village, text_en="Over", shown_from=yesterday, shown_until=yesterday)

    (found,) = findings(route, publisher)

    assert found.level == Level.WARNING
    assert found.sentence == "Craft village has a notice that would be printed too: “Closed”"
    assert found.address == village.admin_address() + "#notices-group"


def offer(**fields) -> dict:
    return {"title": "Weaving", "price": "8.00", "tiers": [], "price_as_of": None, **fields}


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"price_as_of": "2024-11-25"}, "over 24 months old"),
        ({"price_as_of": None}, "the price has no date"),
        ({"price": None, "tiers": [{"price": "3.00"}]}, "the price has no date"),
    ],
)
def test_old_prices_and_prices_of_no_day_are_told(fields, said):
    (found,) = old_prices(village_edition(offers=[offer(**fields)]), {}, TODAY, HERE)

    assert found.level == Level.WARNING
    assert found.sentence.startswith("Craft, Weaving: ")
    assert said in found.sentence
    assert found.address == "/village/#offers-group"


@pytest.mark.parametrize(
    "fields", [{"price_as_of": "2024-11-26"}, {"price_as_of": "2026-01-01"}, {"price": None}]
)
def test_prices_of_the_last_24_months_and_no_prices_are_not(fields):
    assert list(old_prices(village_edition(offers=[offer(**fields)]), {}, TODAY, HERE)) == []


def test_two_years_before_a_leap_day_is_the_28th():
    assert years_before(date(2028, 2, 29), 2) == date(2026, 2, 28)
    assert years_before(date(2026, 11, 26), 2) == date(2024, 11, 26)


def test_an_old_price_leads_to_the_offers_own_page(route, village, publisher):
    made = OfferFactory(village=village, price="8.00", price_basis="person")
    for language in ("lv", "lt", "en"):
        publish(village, language, by=None)

    (found,) = findings(route, publisher)

    assert found.address == made.admin_address()


PHOTO = {"digest": "a", "alt": "A loom", "author": "A. Author", "licence": "CC0 1.0"}


@pytest.mark.parametrize("lacking", ["author", "licence"])
def test_a_photo_without_credit_stops(lacking):
    village = village_edition(photos=[{**PHOTO, lacking: " "}])

    (found,) = photos_without_credit(village, HERE)

    assert found.level == Level.ERROR
    assert "the photo “A loom” lacks its author or its licence" in found.sentence


def test_a_photo_with_credit_does_not():
    assert list(photos_without_credit(village_edition(photos=[PHOTO]), HERE)) == []


def test_straight_legs_are_good_to_know_and_stop_nothing(village, publisher):
    other = VillageFactory()
    route = RouteFactory(partner=latgale(), title_en="Lakes", stops=[village, other])
    for item in (village, other, route):
        publish(item, "en", by=None)

    found = findings(route, publisher, ["en"])

    assert sentences(found) == [
        ("info", "1 leg of Lakes has no line: it is printed dashed and marked as straight.")
    ]
    assert not stops_printing(found)
    assert not wants_acknowledging(found)


def test_a_changed_working_copy_is_good_to_know(route, village, publisher):
    village.summary_lv = "Cits."
    village.save()

    (found,) = findings(route, publisher)

    assert found.level == Level.INFO
    assert "Craft village was changed since it was published (LV)" in found.sentence


def test_a_format_without_room_for_all_stops_stops():
    days = [{"stops": [{"village": number, "title": ""} for number in range(13)]}]
    route = Edition(kind=Kind.ROUTE, source_id=3, title="Lakes", document={"days": days})

    (found,) = too_many_stops(FORMATS["leaflet"], [route])

    assert found.level == Level.ERROR
    assert found.sentence == "Lakes has 13 stops, and this format has room for 12."
    assert list(too_many_stops(FORMATS["a4"], [route])) == []
    days[0]["stops"].pop()
    assert list(too_many_stops(FORMATS["leaflet"], [route])) == []


# --- The finished file ----------------------------------------------------------------------------


FILE = "lakes-a4-shop-en.pdf"


def section(fits: bool) -> dict:
    return {"pages": 1, "level": 5, "fits": fits}


def test_a_section_that_does_not_fit_stops_and_is_named():
    told = Report(sections={"stop-1": section(False), "stop-2": section(True)})
    stops = {"stop-1": (7, "Craft village"), "stop-2": (8, "Bread village")}

    (found,) = overflowing_sections(told, FILE, stops, HERE)

    assert found.level == Level.ERROR
    assert "“Craft village” does not fit its place (lakes-a4-shop-en.pdf)" in found.sentence
    assert found.address == "/village/"


def test_text_outside_its_box_stops_and_is_quoted():
    text = {"page": 3, "section": "", "text": "Opening hours", "mm": 4.0}

    (found,) = overflowing_sections(Report(overflow=[text]), FILE, {}, HERE)

    assert found.level == Level.ERROR
    assert "On page 3 of lakes-a4-shop-en.pdf" in found.sentence
    assert "“Opening hours”" in found.sentence


def test_what_fits_is_not_told():
    told = Report(sections={"stop-1": section(True)})

    assert list(overflowing_sections(told, FILE, {}, HERE)) == []


@pytest.mark.parametrize(("dpi", "is_told"), [(299, True), (72, True), (300, False), (600, False)])
def test_photos_below_300_dpi_are_named(dpi, is_told):
    told = Report(images=[{"page": 4, "dpi": dpi, "alt": "A loom"}])
    villages = {7: village_edition(photos=[PHOTO])}

    found = list(low_resolutions(MadeFile(("en",), FILE, b"", told, []), villages, HERE))

    assert [finding.level for finding in found] == ([Level.WARNING] if is_told else [])
    if is_told:
        assert f"“A loom” has {dpi} dpi on page 4" in found[0].sentence
        assert found[0].address == "/village/#photos-group"


# --- Together -------------------------------------------------------------------------------------


def test_errors_come_first_and_nothing_comes_twice():
    info = Finding(Level.INFO, "i")
    warning = Finding(Level.WARNING, "w", about=("price", 1))
    same_in_latvian = Finding(Level.WARNING, "b", about=("price", 1))
    error = Finding(Level.ERROR, "e")

    assert weightiest_first([info, warning, same_in_latvian, error, info]) == [error, warning, info]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("lv", "Amatu ciems: tiktu iespiests arī paziņojums „Slēgts“"),
        ("lt", "Amatų kaimas: yra pranešimas, kuris irgi būtų išspausdintas: „Uždaryta“"),
    ],
)
def test_findings_are_told_in_the_readers_language(publisher, language, sentence):
    village = VillageFactory(theme_name_lv="Amatu ciems", theme_name_lt="Amatų kaimas")
    today = timezone.localdate()
    NoticeFactory(village=village, shown_from=today, shown_until=today)
    for code in ("lv", "lt", "en"):
        publish(village, code, by=None)
    order = Order.of_item(Kind.VILLAGE, village.pk, FORMATS["card"], Purpose.SHOP)

    with translation.override(language):
        (found,) = preflight(order, TODAY, publisher)

    assert found.sentence == sentence


@pytest.mark.parametrize("count", [1, 3])
def test_looking_costs_the_same_for_any_number_of_stops(
    publisher, count, django_assert_num_queries
):
    villages = VillageFactory.create_batch(count + 1)
    route = RouteFactory(partner=latgale(), stops=villages)
    for item in (*villages, route):
        publish(item, "en", by=None)

    with django_assert_num_queries(24):
        findings(route, publisher, ["en"])


# --- The emblem and the file itself ---------------------------------------------------------------


def file_of(content: bytes) -> MadeFile:
    return MadeFile(("en",), FILE, content, Report(), [])


def sheet_with_emblem(height_mm: float | None) -> bytes:
    """A page with a field of the emblem's blue, half as wide again as high."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(595, 842))
    if height_mm:
        points = height_mm / 25.4 * 72
        page.contents_add(f"0 0.2 0.6 rg 0 0 {points * 1.5} {points} re f".encode())
    file = BytesIO()
    pdf.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("height", "is_asked_for", "said"),
    [
        (10.0, True, []),
        (24.0, True, []),
        (9.5, True, ["is 9.5 mm high; at least 10 mm are required"]),
        (None, True, ["The EU emblem is missing"]),
        (None, False, []),
    ],
)
def test_the_emblem_must_be_there_and_a_centimetre_high(height, is_asked_for, said):
    found = list(emblems_on(file_of(sheet_with_emblem(height)), is_asked_for))

    assert [finding.level for finding in found] == [Level.ERROR for _sentence in said]
    for finding, part in zip(found, said, strict=True):
        assert part in finding.sentence


def test_flaws_of_the_file_itself_stop():
    found = list(flaws_in(file_of(sheet_with_emblem(None))))

    assert found
    assert {finding.level for finding in found} == {Level.ERROR}
    assert f"{FILE}: The file has no title." in [finding.sentence for finding in found]


def test_what_is_no_pdf_is_a_flaw_too():
    (found,) = flaws_in(file_of(b"not a PDF"))

    assert "cannot be read as a PDF" in found.sentence
