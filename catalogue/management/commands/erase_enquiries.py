"""Erase what visitors wrote and whose term is over."""

from typing import Any

from django.core.management.base import BaseCommand

from catalogue.letters import erase_what_is_due


class Command(BaseCommand):
    help = (
        "Erase enquiries and reports of visitors whose term (ENQUIRY_DAYS) is over. The worker "
        "does so by itself; where none runs, have this run every night."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        number = erase_what_is_due()
        if options["verbosity"]:
            self.stdout.write(f"Letters erased: {number}.")
