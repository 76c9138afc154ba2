"""One sample login for each role, with passwords that are made anew and shown once."""

import secrets
from dataclasses import dataclass

from catalogue.models import Partner, User
from catalogue.models.user import Role


@dataclass(frozen=True)
class Login:
    username: str
    password: str
    description: str


# user name, partner, roles, languages a translator translates into
SAMPLES: tuple[tuple[str, str, list[Role], list[str]], ...] = (
    ("demo-editor-lv", "latgale", [Role.EDITOR], []),
    ("demo-editor-lt", "ignalina", [Role.EDITOR], []),
    ("demo-translator", "latgale", [Role.TRANSLATOR], ["lt", "en"]),
    ("demo-publisher-lv", "latgale", [Role.PUBLISHER], []),
    ("demo-publisher-lt", "ignalina", [Role.PUBLISHER], []),
    ("demo-reporter", "latgale", [Role.REPORTER], []),
    ("demo-administrator", "ignalina", [Role.ADMINISTRATOR], []),
)


def sample_logins() -> list[Login]:
    """Make the sample staff, or give it new passwords; the only place where these are seen."""
    partners = {partner.key: partner for partner in Partner.objects.all()}
    logins = []
    for username, partner, roles, languages in SAMPLES:
        user, _made = User.objects.get_or_create(
            username=username,
            defaults={
                "partner": partners[partner],
                "roles": roles,
                "translates_into": languages,
                "is_staff": True,
            },
        )
        password = secrets.token_urlsafe(9)
        user.set_password(password)
        user.save(update_fields=["password"])
        logins.append(Login(username, password, f"{', '.join(roles)}, {partners[partner].key}"))
    return logins


def has_sample_logins() -> bool:
    return User.objects.filter(username=SAMPLES[0][0]).exists()
