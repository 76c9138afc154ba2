"""Work behind the scenes: enquiries are passed on, and again while the mail server is away."""

from datetime import timedelta

from django.tasks import task
from django.utils import timezone

from catalogue.tasks import erase_letters_in_time
from villages import enquiries
from villages.models import Enquiry

# Minutes until each further try: three days and a half in all.
PAUSES = (1, 5, 30, 2 * 60, 6 * 60, 12 * 60, 24 * 60, 36 * 60)


@task
def pass_on_enquiry(pk: int, site: str, tries: int = 0) -> bool:
    """Pass an enquiry on, and try again later when it fails; whether all of it has left.

    May run twice, or for an enquiry that is gone. After the last try it stays as it is, and staff
    sees so.
    """
    if not enquiries.pass_on(pk, site):
        return True
    if tries < len(PAUSES) and pass_on_enquiry.get_backend().supports_defer:
        later = timezone.now() + timedelta(minutes=PAUSES[tries])
        pass_on_enquiry.using(run_after=later).enqueue(pk, site, tries + 1)
    return False


def pass_on_and_erase(enquiry: Enquiry, site: str) -> None:
    """What an enquiry that has just arrived asks of the background."""
    pass_on_enquiry.enqueue(enquiry.pk, site)
    erase_letters_in_time()
