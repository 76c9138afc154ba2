"""Fill an empty catalogue with the real villages, routes and events, and publish them."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction

from catalogue.languages import LANGUAGES
from catalogue.models import Publishable
from catalogue.publishing import NotReady, publish
from config.demo_staff import Login, has_sample_logins, sample_logins
from consultations.demo import load_activities
from routes.demo import load_routes
from villages.demo import load_events, load_villages, load_words
from villages.models import Village


class Command(BaseCommand):
    help = (
        "Load the demo: real villages, routes, events and activities, published in three "
        "languages, and a sample login for each role. A catalogue in use is left as it is."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--new-passwords", action="store_true", help="make new passwords for the sample logins"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if Village.objects.exists():
            self.stdout.write("The catalogue holds villages already; nothing was changed.")
            if options["new_passwords"] and has_sample_logins():
                self._print(sample_logins())
            return
        started = time.monotonic()
        with transaction.atomic():
            counts = self._load()
            logins = sample_logins()
        seconds = time.monotonic() - started
        self.stdout.write(f"{counts} ({seconds:.1f} s)")
        self._print(logins)

    def _load(self) -> str:
        load_words()
        villages = load_villages()
        routes = load_routes(villages)
        events = load_events(villages)
        activities = load_activities(villages)
        ready = [village for village in villages.values() if village.status == "active"]
        published = sum(self._publish(item) for item in (*ready, *routes, *events))
        return (
            f"Loaded {len(villages)} villages, {len(routes)} routes, {len(events)} events and "
            f"{len(activities)} activities; {published} editions published."
        )

    def _publish(self, item: Publishable) -> int:
        number = 0
        for language in LANGUAGES:
            try:
                number += publish(item, language, by=None).is_new
            except NotReady as error:
                labels = "; ".join(gap.label for gap in error.gaps)
                self.stderr.write(f"Not published: {item} ({language}): {labels}")
        return number

    def _print(self, logins: list[Login]) -> None:
        self.stdout.write("Sample logins (shown once; they are for trying out, not for the net):")
        for login in logins:
            self.stdout.write(f"  {login.username:20} {login.password:14} {login.description}")
