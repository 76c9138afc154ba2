"""What is particular to a route's page: its line, which comes from anywhere, and its legs."""

import json

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from routes.admin.line_words import drawing_words
from routes.models import Route, Stop
from tests.admin_forms import form_data, post_form
from tests.factories import PlaceFactory, RouteFactory, UserFactory, VillageFactory, latgale
from tests.routes.line_files import gpx_of, kml_of
from villages.models import Place

pytestmark = pytest.mark.django_db

LINE = '{"type": "LineString", "coordinates": [[26.7, 56.0], [27.3, 55.9]]%s}'


@pytest.fixture
def route(client, editor_lv):
    client.force_login(editor_lv)
    return RouteFactory(partner=latgale())


@pytest.mark.parametrize(
    "more", [', "bbox": [26, 55, 28, 57]', ', "x": NaN', ', "x": 1e999', r', "x": "\u0000"']
)
def test_of_a_line_only_the_line_is_kept(client, route, more):
    assert post_form(client, route.admin_address(), {"line": LINE % more}).status_code == 302

    line = {"type": "LineString", "coordinates": [[26.7, 56.0], [27.3, 55.9]]}
    assert Route.objects.get().line == line


@pytest.mark.parametrize(
    "line",
    [
        "[" * 50_000,
        "9" * 5000,
        "[]",
        "NaN",
        '{"type": "LineString", "coordinates": [[26.7, 56.0, NaN], [27.3, 55.9, 1]]}',
        '{"type": "LineString", "coordinates": [[26.7, 56.0, "\\u0000"], [27.3, 55.9, 1]]}',
        '{"type": "LineString", "coordinates": [[26.7, 56.0, %s], [27.3, 55.9, 1]]}' % ("9" * 400),
        '{"type": "LineString", "coordinates": {"ab": 1, "cd": 2}}',
    ],
)
def test_what_is_no_line_is_refused_and_shown_again(client, route, line):
    answer = post_form(client, route.admin_address(), {"line": line})

    assert answer.status_code == 200
    assert "line" in answer.context["adminform"].form.errors
    assert Route.objects.get().line is None


# --- A line from a file ---------------------------------------------------------------------------

POINTS = [(26.0, 56.0), (26.2, 56.0), (26.4, 56.0)]
KEPT = {"type": "LineString", "coordinates": [[x, y] for x, y in POINTS]}


def village_at(longitude: float, latitude: float = 56.0, **fields):
    village = VillageFactory(place=None, **fields)
    PlaceFactory(village=village, longitude=longitude, latitude=latitude)
    return village


@pytest.fixture
def stops(route):
    """Three stops along the 56th parallel, 12.5 km apart."""
    villages = [village_at(x, y) for x, y in POINTS]
    return [
        Stop.objects.create(route=route, village=village, position=position)
        for position, village in enumerate(villages)
    ]


def upload(client, route, field: str, data: bytes, **more):
    file = SimpleUploadedFile("ceļš.gpx", data)
    return post_form(client, route.admin_address(), {field: file, **more})


def said(answer) -> str:
    return " ".join(str(message) for message in get_messages(answer.wsgi_request))


def test_a_file_gives_the_line_and_says_what_was_done_to_it(client, route, stops):
    middle = [(26.2, 56.0), (26.4, 56.0)]

    answer = upload(client, route, "line_file", gpx_of([POINTS[0], (26.1, 56.0)], middle))

    assert answer.status_code == 302
    assert Route.objects.get().line["coordinates"] == [[26, 56], [26.1, 56], [26.2, 56], [26.4, 56]]
    assert "Line imported: 25 km. Points kept: 4 of 4." in said(answer)
    assert "Its 2 parts were joined in their order" in said(answer)
    assert "does not come within" not in said(answer)


def test_a_file_takes_the_place_of_the_text_even_of_a_wrong_one(client, route):
    answer = upload(client, route, "line_file", kml_of(POINTS), line="nonsense")

    assert answer.status_code == 302
    assert Route.objects.get().line == KEPT


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "The file is empty."),
        (b"GIF89a", "This is not a GPX, KML, KMZ or GeoJSON file."),
        (gpx_of([(y, x) for x, y in POINTS]), "wrong order"),
    ],
)
def test_a_bad_file_is_answered_where_it_was_chosen_and_changes_nothing(client, route, data, words):
    Route.objects.update(line=KEPT)

    answer = upload(client, route, "line_file", data, line="", title_en="Another title")

    assert answer.status_code == 200
    (sentence,) = answer.context["adminform"].form.errors["line_file"]
    assert words in sentence
    unchanged = Route.objects.get()
    assert (unchanged.line, unchanged.title_en) == (KEPT, route.title_en)


def test_a_bad_file_of_a_leg_is_answered_at_its_stop(client, route, stops):
    answer = upload(client, route, "all_stops-1-line_file", b"GIF89a")

    assert answer.status_code == 200
    formset = answer.context["inline_admin_formsets"][0].formset
    assert list(formset.forms[1].errors) == ["line_file"]
    assert not formset.forms[2].errors


def test_the_answer_is_in_the_editors_language(client, route):
    file = SimpleUploadedFile("x.gpx", gpx_of([(y, x) for x, y in POINTS]))
    address = route.admin_address().replace("/en/", "/lt/")

    answer = post_form(client, address, {"line_file": file})

    (sentence,) = answer.context["adminform"].form.errors["line_file"]
    assert sentence.startswith("Ilguma ir platuma sukeistos vietomis")


def test_a_pasted_line_the_wrong_way_round_is_refused_too(client, route):
    line = '{"type": "LineString", "coordinates": [[56.0, 26.7], [55.9, 27.3]]}'

    answer = post_form(client, route.admin_address(), {"line": line})

    assert "wrong order" in answer.context["adminform"].form.errors["line"][0]
    assert Route.objects.get().line is None


def test_stops_far_from_the_line_are_named(client, route, stops):
    Place.objects.filter(village=stops[1].village).update(latitude=56.1)

    answer = upload(client, route, "line_file", gpx_of(POINTS))

    assert answer.status_code == 302
    assert f"stays straight: {stops[1].village}." in said(answer)
    assert str(stops[0].village) not in said(answer)


# --- Legs -----------------------------------------------------------------------------------------


def test_where_the_line_of_a_leg_is_from_is_known(client, route, stops):
    drawn = json.dumps({"type": "LineString", "coordinates": [[26, 56], [26.1, 56.1], [26.2, 56]]})

    def sources() -> list[str]:
        return [stop.leg_line_source for stop in Stop.objects.order_by("position")]

    post_form(client, route.admin_address(), {"all_stops-1-leg_line": drawn})
    assert sources() == ["", "drawn", ""]

    upload(client, route, "all_stops-2-line_file", gpx_of(POINTS[1:]))
    assert sources() == ["", "drawn", "imported"]

    post_form(client, route.admin_address(), {"all_stops-0-stay_minutes": 5})
    assert sources() == ["", "drawn", "imported"]

    post_form(client, route.admin_address(), {"all_stops-1-leg_line": ""})
    assert sources() == ["", "", "imported"]


def test_a_computed_way_that_staff_change_is_theirs_from_then_on(client, route, stops):
    along = {"type": "LineString", "coordinates": [[26, 56], [26.2, 56]]}
    Stop.objects.filter(position=1).update(leg_line=along, leg_line_source="roads")

    post_form(client, route.admin_address(), {"all_stops-1-stay_minutes": 5})
    assert Stop.objects.get(position=1).leg_line_source == "roads"

    changed = json.dumps({**along, "coordinates": [[26, 56], [26.1, 56.01], [26.2, 56]]})
    post_form(client, route.admin_address(), {"all_stops-1-leg_line": changed})
    assert Stop.objects.get(position=1).leg_line_source == "drawn"


def test_a_leg_that_leads_elsewhere_is_saved_and_told(client, route, stops):
    away = json.dumps({"type": "LineString", "coordinates": [[26, 56], [26.9, 56]]})

    answer = post_form(client, route.admin_address(), {"all_stops-1-leg_line": away})

    assert f"The line to {stops[1].village} does not lead" in said(answer)
    assert Stop.objects.get(position=1).leg_line_source == "drawn"


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("leg_minutes", "0", "from 1 to 1440 minutes"),
        ("leg_minutes", "1441", "from 1 to 1440 minutes"),
        ("leg_mode", "rocket", "not one of the available choices"),
        ("leg_line", "{}", "There is no line in it"),
        ("leg_line", "[", "This is no GeoJSON"),
    ],
)
def test_nonsense_about_a_leg_is_answered_at_its_stop(client, route, stops, field, value, words):
    answer = post_form(client, route.admin_address(), {f"all_stops-1-{field}": value})

    assert answer.status_code == 200
    errors = answer.context["inline_admin_formsets"][0].formset.forms[1].errors
    assert words in str(errors)
    assert Stop.objects.get(position=1).leg_minutes is None


def test_the_first_stop_cannot_be_a_side_trip_whatever_the_order_of_the_rows(client, route, stops):
    address = route.admin_address()
    side = {"all_stops-1-is_optional": "on"}

    refused = post_form(client, address, {**side, "all_stops-0-position": 9})

    assert refused.status_code == 200
    formset = refused.context["inline_admin_formsets"][0].formset
    assert formset.forms[1].errors["is_optional"] == [
        "The first stop cannot be a side trip: there is no stop before to leave from."
    ]
    assert "The first stop cannot be a side trip" in refused.text
    assert not Stop.objects.filter(is_optional=True).exists()
    assert post_form(client, address, {**side, "all_stops-0-DELETE": "on"}).status_code == 200
    assert Stop.objects.count() == 3

    assert post_form(client, address, side).status_code == 302
    assert Stop.objects.get(is_optional=True).position == 1


# --- Who may --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "may"),
    [
        ({"latgale": True, "roles": ["editor"]}, True),
        ({"ignalina": True, "roles": ["administrator"]}, True),
        ({"ignalina": True, "roles": ["editor"]}, False),
        ({"latgale": True, "roles": ["translator"], "translates_into": ["lv", "en"]}, False),
        ({"latgale": True, "roles": ["publisher"]}, False),
        ({"latgale": True, "roles": ["reporter"]}, False),
        (None, False),
    ],
    ids=["editor", "administrator", "other partner", "translator", "publisher", "reporter", "none"],
)
def test_only_editors_of_the_route_give_it_a_line(client, route, stops, fields, may):
    data = form_data(client.get(route.admin_address()))
    client.logout()
    if fields:
        client.force_login(UserFactory(**fields))
    forged = {
        **data,
        "line": json.dumps(KEPT),
        "all_stops-1-leg_line": json.dumps(KEPT),
        "all_stops-1-leg_minutes": 7,
        "all_stops-1-is_optional": "on",
        "line_file": SimpleUploadedFile("a.gpx", gpx_of(POINTS)),
        "all_stops-2-line_file": SimpleUploadedFile("a.gpx", gpx_of(POINTS)),
    }

    client.post(route.admin_address(), forged)

    stop, other = Stop.objects.order_by("position")[1:]
    told = (stop.leg_line, stop.leg_minutes, stop.is_optional, other.leg_line)
    if may:
        assert (Route.objects.get().line, *told) == (KEPT, KEPT, 7, True, KEPT)
    else:
        assert (Route.objects.get().line, *told) == (None, None, None, False, None)


def test_a_translator_reads_the_line_and_finds_no_field_for_files(client, route, stops):
    Route.objects.update(line=KEPT)
    user = UserFactory(latgale=True, roles=["translator"], translates_into=["lt"])
    client.force_login(user)

    answer = client.get(route.admin_address())

    assert answer.status_code == 200
    assert "line_file" not in answer.text
    assert 'id="id_line"' not in answer.text
    assert post_form(client, route.admin_address(), {"title_lt": "Naujas"}).status_code == 302
    assert Route.objects.get().title_lt == "Naujas"


@pytest.mark.parametrize("language", ["lv", "lt", "en"])
def test_every_word_of_the_drawing_tools_is_in_the_editors_language(client, route, language):
    def words_of(tree) -> list[str]:
        return [w for v in tree.values() for w in (words_of(v) if isinstance(v, dict) else [v])]

    page = client.get(route.admin_address().replace("/en/", f"/{language}/"))

    shown = words_of(page.context["line_map"]["words"])
    with override("en"):
        english = words_of(drawing_words())
    assert len(shown) == len(english) > 30
    same = {one for one, other in zip(shown, english, strict=True) if one == other}
    alike = {"\N{NO-BREAK SPACE}"}  # between thousands, in all three
    assert same == (set(english) if language == "en" else alike)


# --- Queries --------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_costs_the_same_for_one_leg_and_for_three_and_a_save_writes_only_what_changed(
    client, route, django_assert_num_queries, count
):
    for position in range(count + 1):
        village = village_at(26.0 + position / 5)
        Stop.objects.create(
            route=route,
            village=village,
            position=position,
            leg_line=KEPT if position else None,
            leg_line_source="drawn" if position else "",
        )
    Route.objects.update(line=KEPT)
    address = route.admin_address()
    client.get(address)

    with django_assert_num_queries(18):  # one of them for what was printed
        data = form_data(client.get(address))
    with CaptureQueriesContext(connection) as saving:
        client.post(address, {**data, "title_en": "Another title"})
    written = [query["sql"].split()[1] for query in saving if query["sql"].startswith("UPDATE")]
    assert written == ['"routes_route"']
