"""What the environment says, read and checked; every mistake is told at once, in sentences."""

import secrets
from collections.abc import Callable
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_email_url  # type: ignore[import-untyped]
from cryptography.fernet import Fernet
from dj_database_url import parse
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email
from django.http.request import split_domain_port
from environs import Env, EnvError


def host_of(address: str) -> str:
    """The host as the header Host names it, IPv6 in brackets; "" where there is none."""
    return split_domain_port(urlsplit(address).netloc)[0]


def source_of(address: str) -> str:
    """Scheme and host of map tiles, as a Content-Security-Policy names them; {s} is any name."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc.replace('{s}', '*')}" if parts.netloc else ""


class Environment:
    """Environment variables as typed values.

    A variable that makes no sense is remembered and its default used, so that
    `stop_if_nonsense()` can name all of them in one message.
    """

    def __init__(self) -> None:
        self.env = Env()
        self.problems: list[str] = []

    def _refuse(self, name: str, sentence: str, default: Any) -> Any:
        self.problems.append(f"{name}: {sentence}")
        return default

    def yes_or_no(self, name: str, default: bool) -> bool:
        try:
            return self.env.bool(name, default)
        except EnvError:
            return self._refuse(name, "say 1 or 0 (also yes, no, true, false).", default)

    def whole_number(self, name: str, default: int, least: int, most: int) -> int:
        sentence = f"give a whole number from {least} to {most}."
        try:
            value = self.env.int(name, default)
        except EnvError:
            return self._refuse(name, sentence, default)
        return value if least <= value <= most else self._refuse(name, sentence, default)

    def words(self, name: str, default: list[str]) -> list[str]:
        """A list divided by commas; an empty one is refused."""
        words = [word.strip() for word in self.env.list(name, default) if word.strip()]
        return words or self._refuse(name, "give at least one name, divided by commas.", default)

    def site_address(self, name: str, default: str) -> str:
        """Scheme, host and port under which visitors reach the site, or nothing."""
        address = self.env.str(name, default).rstrip("/")
        if not address:
            return ""
        try:
            parts = urlsplit(address)
            sound = parts.scheme in ("http", "https") and bool(host_of(address))
            sound = sound and not (parts.path or parts.query or parts.fragment)
            parts.port  # noqa: B018 - raises ValueError for a port that is none
        except ValueError:
            sound = False
        if not sound:
            return self._refuse(name, "give an address such as https://villages.example.", default)
        return address

    def tile_server(self, name: str) -> str:
        """The address of a map server's tiles, with the places of their numbers; or nothing."""
        address = self.env.str(name, "")
        if not address:
            return ""
        try:
            sound = urlsplit(address).scheme in ("http", "https") and bool(source_of(address))
        except ValueError:
            sound = False
        # What could end a source of the Content-Security-Policy, or begin another.
        sound = sound and not set(source_of(address)) & set(" ;,'\"{}")
        if not (sound and all(part in address for part in ("{z}", "{x}", "{y}"))):
            sentence = "give an address such as https://tiles.example/{z}/{x}/{y}.png."
            return self._refuse(name, sentence, "")
        return address

    def attribution(self, name: str, of: str) -> str:
        """Whose data it is; it may hold links. Needed as soon as there is an address `of` it."""
        text = self.env.str(name, "").strip()
        if of and not text:
            return self._refuse(name, "say whose map it is: every map server asks for it.", "")
        return text

    def secret_key(self, name: str, kept_in: Path, required: bool) -> str:
        """The key of sessions and tokens; on a trial machine one is made and kept in a file."""
        key = self.env.str(name, "")
        if key:
            if len(key) < 40:
                return self._refuse(name, "give at least 40 random characters.", key)
            return key
        if required:
            return self._refuse(name, "give one: a site behind HTTPS needs its own key.", "-" * 50)
        if not kept_in.exists():
            kept_in.touch(mode=0o600)
            kept_in.write_text(secrets.token_urlsafe(50))
        return kept_in.read_text()

    def folder(self, name: str, default: Path) -> Path:
        path = Path(self.env.str(name, str(default)))
        if not path.is_absolute():
            return self._refuse(name, "give a whole path that starts with a slash.", default)
        for part in (path, *path.parents):
            if part.exists() and not part.is_dir():
                return self._refuse(name, f"{part} is a file, a folder is needed.", default)
        return path

    def folder_or_none(self, name: str) -> Path | None:
        """The same for a folder that need not be; None when the variable is empty or missing."""
        return self.folder(name, Path("/")) if self.env.str(name, "") else None

    def keep_private(self, name: str, folder: Path, public: list[Path]) -> None:
        """Refuse a private folder that lies in one whose files have addresses."""
        if any(folder.resolve().is_relative_to(other.resolve()) for other in public):
            self._refuse(name, f"{folder} would lie among files that everyone may have.", folder)

    def database(self, name: str, default: Callable[[], str]) -> dict[str, Any]:
        """Django's settings for a postgresql:// address."""
        address = self.env.str(name, "") or default()
        sentence = "give an address such as postgresql://user:password@host:5432/villages."
        try:
            if urlsplit(address).scheme not in ("postgres", "postgresql"):
                return self._refuse(name, sentence, {})
            return dict(parse(address))
        except (ValueError, KeyError):
            return self._refuse(name, sentence, {})

    def mailers(self, name: str, default: str) -> dict[str, Any]:
        """Django's settings for the address of a mail server; none where there is no server."""
        address = self.env.str(name, "") or default
        sentence = (
            "give an address such as submission://user:password@mail.example:587 (STARTTLS), "
            "smtp://mail.example:25, smtp://…?ssl=1, or console: for mails in the log."
        )
        if not address:
            return {}
        try:
            if urlsplit(address).scheme not in ("submission", "smtp", "console"):
                return self._refuse(name, sentence, {})
            found = dj_email_url.parse(address)
        except ValueError:
            return self._refuse(name, sentence, {})
        if found["EMAIL_BACKEND"].endswith("console.EmailBackend"):
            return {"default": {"BACKEND": found["EMAIL_BACKEND"]}}
        if not found["EMAIL_HOST"]:
            return self._refuse(name, sentence, {})
        options = {
            "host": found["EMAIL_HOST"],
            "port": found["EMAIL_PORT"],
            "username": found["EMAIL_HOST_USER"] or "",
            "password": found["EMAIL_HOST_PASSWORD"] or "",
            "use_tls": found["EMAIL_USE_TLS"],
            "use_ssl": found["EMAIL_USE_SSL"],
            "timeout": found["EMAIL_TIMEOUT"] or 20,  # seconds
        }
        return {"default": {"BACKEND": found["EMAIL_BACKEND"], "OPTIONS": options}}

    def mail_address(self, name: str, default: str) -> str:
        """An e-mail address, with a name before it or without."""
        address = self.env.str(name, "")
        if not address:
            return default
        sentence = "give an address such as Theme villages <mail@villages.example>."
        try:
            validate_email(parseaddr(address)[1])
        except ValidationError:
            return self._refuse(name, sentence, default)
        return address if address.isprintable() else self._refuse(name, sentence, default)

    def sealing_keys(self, name: str) -> list[str]:
        """Keys of Fernet divided by commas, the one that seals first; there may be none."""
        keys = [key.strip() for key in self.env.str(name, "").split(",") if key.strip()]
        try:
            for key in keys:
                Fernet(key)
        except ValueError:
            return self._refuse(
                name, "give keys of 32 random bytes in base64 (44 signs), divided by commas.", []
            )
        return keys

    def stop_if_nonsense(self) -> None:
        """Raise ImproperlyConfigured with a line for each variable that makes no sense."""
        if self.problems:
            raise ImproperlyConfigured(
                "The environment does not make sense:\n  " + "\n  ".join(self.problems)
            )
