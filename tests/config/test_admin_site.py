"""The admin's door: what makes no sense is told to be so, and nobody is led astray."""

import pytest
from django.urls import reverse

from tests.factories import UserFactory, VillageFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address",
    [
        "villages/village/?status__exact=%00",
        "consultations/activity/?kind=%00",
        "autocomplete/?app_label=routes&model_name=stop&field_name=village&term=%00",
        "catalogue/edition/?starts_on__year=99999",
    ],
)
def test_an_address_that_makes_no_sense_is_called_so(client, administrator, address):
    client.force_login(administrator)

    assert client.get(reverse("admin:index") + address).status_code == 400


@pytest.mark.parametrize("chosen", ["x", "", "\0", "1.5"])
@pytest.mark.parametrize("action", ["publish_lv", "withdraw_lv"])
def test_a_row_that_makes_no_sense_is_called_so(client, administrator, action, chosen):
    VillageFactory()
    client.force_login(administrator)

    answer = client.post(
        reverse("admin:villages_village_changelist"),
        {"action": action, "_selected_action": [chosen], "index": "0"},
    )

    assert answer.status_code == 400


@pytest.mark.parametrize(
    "stray", ["https://evil.example/", "//evil.example", "javascript:alert(1)"]
)
def test_signing_in_leads_to_the_workplace_and_nowhere_else(client, stray):
    user = UserFactory(roles=["editor"])
    user.set_password("linen and madder 7")
    user.save()

    answer = client.post(
        reverse("admin:login"),
        {"username": user.username, "password": "linen and madder 7", "next": stray},
    )

    assert answer.url == reverse("admin:index")
