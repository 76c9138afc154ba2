"""What is particular to a route's page: its line, which comes from programs of all kinds."""

import pytest

from routes.models import Route
from tests.admin_forms import post_form
from tests.factories import RouteFactory, latgale

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
