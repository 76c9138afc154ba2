"""Mail and the keys that seal letters, as the environment says them."""

import pytest
from cryptography.fernet import Fernet

from config.environment import Environment


@pytest.mark.parametrize(
    ("address", "options"),
    [
        (
            "submission://site%40villages.example:p%2Fw@mail.example",
            ("mail.example", 587, "site@villages.example", "p/w", True, False),
        ),
        ("smtp://mail.example", ("mail.example", 25, "", "", False, False)),
        ("smtp://mail.example:465?ssl=1", ("mail.example", 465, "", "", False, True)),
    ],
)
def test_a_mail_server_is_one_address(monkeypatch, address, options):
    monkeypatch.setenv("EMAIL_URL", address)
    environment = Environment()

    found = environment.mailers("EMAIL_URL", default="")["default"]["OPTIONS"]

    names = ("host", "port", "username", "password", "use_tls", "use_ssl")
    assert tuple(found[name] for name in names) == options
    assert found["timeout"] == 20
    assert not environment.problems


@pytest.mark.parametrize(
    "address",
    [
        "mail.example",
        "https://mail.example",
        "memory:",
        "submission://",
        "smtp://[half",
        "smtp://mail.example:port",
        "smtp://mail.example?timeout=long",
    ],
)
def test_a_mail_server_that_makes_no_sense_is_named(monkeypatch, address):
    monkeypatch.setenv("EMAIL_URL", address)
    environment = Environment()

    assert environment.mailers("EMAIL_URL", default="") == {}
    assert [problem.partition(":")[0] for problem in environment.problems] == ["EMAIL_URL"]


def test_mails_go_to_the_log_where_no_server_is_named_and_nowhere_without_default(monkeypatch):
    monkeypatch.delenv("EMAIL_URL", raising=False)

    in_the_log = Environment().mailers("EMAIL_URL", default="console:")
    assert in_the_log["default"]["BACKEND"].endswith("console.EmailBackend")
    assert Environment().mailers("EMAIL_URL", default="") == {}


@pytest.mark.parametrize(
    ("given", "is_sound"),
    [
        ("mail@villages.example", True),
        ("Theme villages <mail@villages.example>", True),
        ("villages", False),
        ("a@b.example\nBcc: c@d.example", False),
    ],
)
def test_mails_come_from_an_address(monkeypatch, given, is_sound):
    monkeypatch.setenv("MAIL_FROM", given)
    environment = Environment()

    found = environment.mail_address("MAIL_FROM", default="no-reply@localhost")

    assert found == (given if is_sound else "no-reply@localhost")
    assert bool(environment.problems) != is_sound


def test_keys_that_seal_are_keys_of_fernet(monkeypatch):
    keys = [Fernet.generate_key().decode() for _number in range(2)]
    monkeypatch.setenv("ENQUIRY_KEYS", " , ".join(keys))
    environment = Environment()
    assert environment.sealing_keys("ENQUIRY_KEYS") == keys
    assert not environment.problems

    monkeypatch.setenv("ENQUIRY_KEYS", f"{keys[0]},a password")
    assert environment.sealing_keys("ENQUIRY_KEYS") == []
    assert len(environment.problems) == 1
