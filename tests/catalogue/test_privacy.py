"""What the site says that it keeps is what it keeps."""

import pytest

from catalogue.models import Partner

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("address", "term"),
    [
        ("/lv/privatums/", "izdzēš pēc 31 dienas"),
        ("/lt/privatumas/", "po 31 dienos"),
        ("/en/privacy/", "erased after 31 days"),
    ],
)
def test_the_term_is_the_one_that_is_set(client, settings, address, term):
    settings.ENQUIRY_DAYS = 31

    page = client.get(address)

    assert term in page.text
    assert not page.cookies


def test_the_institutions_are_those_of_the_catalogue(client):
    Partner.objects.filter(key="latgale").update(name_en="Another institution", email="")
    Partner.objects.filter(key="ignalina").update(email="office@agency.example")

    page = client.get("/en/privacy/").text

    assert "Another institution" in page
    assert "Ignalina NPP Region Development Agency" in page
    assert page.count("mailto:") == 1
