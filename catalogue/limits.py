"""How often visitors may do what costs others something, counted without knowing who they are.

Counts live in the database, so that they hold for all workers together. Whom a count is about is
hashed with a key of the day: no address is stored, and tomorrow's hash of it is another one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

MINUTE = 60
HOUR = 3600
DAY = 24 * HOUR


@dataclass(frozen=True)
class Limit:
    """At most so many uses in so many seconds, counted from the first of them."""

    name: str
    most: int
    seconds: int


@dataclass(frozen=True)
class Use:
    """One use of a limit, by or of `what`: a network, a page, an address for a copy."""

    limit: Limit
    what: str


class TooMany(Exception):
    """A limit is reached; after `seconds` there is room again."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        super().__init__(f"again in {seconds} s")


def count(uses: Iterable[Use]) -> None:
    """Count one of each use; raises TooMany.

    Call it inside the transaction that does what is counted: a refusal undoes both, so waiting
    visitors do not push their own turn further away.
    """
    now = timezone.now()
    # In one order for everybody, so that two at once wait for each other and never in a circle.
    for key, use in sorted((_key(use, now), use) for use in uses):
        number, ends_at = _count_one(key, now, now + timedelta(seconds=use.limit.seconds))
        if number > use.limit.most:
            raise TooMany(max(1, int((ends_at - now).total_seconds()) + 1))
    forget_what_is_over(now)


def forget_what_is_over(now: datetime | None = None) -> int:
    """Delete counts whose time is over, but for those that someone is just counting up."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM catalogue_usecount WHERE key IN (SELECT key FROM catalogue_usecount"
            " WHERE ends_at <= %s FOR UPDATE SKIP LOCKED)",
            [now or timezone.now()],
        )
        return cursor.rowcount


def _count_one(key: str, now: datetime, until: datetime) -> tuple[int, datetime]:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO catalogue_usecount AS known (key, number, ends_at) VALUES (%s, 1, %s)"
            " ON CONFLICT (key) DO UPDATE SET"
            " number = CASE WHEN known.ends_at <= %s THEN 1 ELSE known.number + 1 END,"
            " ends_at = CASE WHEN known.ends_at <= %s THEN excluded.ends_at ELSE known.ends_at END"
            " RETURNING number, ends_at",
            [key, until, now, now],
        )
        return cursor.fetchone()


def _key(use: Use, now: datetime) -> str:
    day = timezone.localdate(now).isoformat()
    text = f"{use.limit.name}\n{use.what}"
    return salted_hmac(f"limits of {day}", text, algorithm="sha256").hexdigest()


def network_of(request: HttpRequest) -> str:
    """Where a request comes from: an IPv4 address, or the /64 that one household has in IPv6.

    Behind so many proxies as `PROXIES` says, each of which adds the address it was called from to
    X-Forwarded-For: the first of those is told by the first of them. What lies further left is
    anybody's invention.
    """
    called_from = request.META.get("REMOTE_ADDR", "")
    if settings.PROXIES:
        told = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
        if len(told) >= settings.PROXIES and _address(told[-settings.PROXIES]):
            called_from = told[-settings.PROXIES]
    address = _address(called_from)
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(IPv6Network((address, 64), strict=False))
    return str(address or "")


def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(text)
    except ValueError:
        return None
