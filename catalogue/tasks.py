"""Work behind the scenes: what is too slow for a request."""

import logging
from datetime import timedelta

from django.apps import apps
from django.conf import settings
from django.tasks import task
from django.utils import timezone

from catalogue import letters, photos
from catalogue.models import Photo

logger = logging.getLogger(__name__)


@task
def make_renditions(digest: str) -> int:
    """Make the missing renditions of a photo and mark every row that shows it; how many were made.

    May run twice, or for a photo that is gone. On failure the rows stay marked as not ready, the
    problem is logged, and the exception goes on to the task's own record.
    """
    try:
        made = photos.make_renditions(digest)
    except Exception:
        logger.exception("Renditions of photo %s could not be made", digest)
        raise
    for model in photo_models():
        # update(): the working copy has not changed, so neither signals nor dates should say so.
        model._base_manager.filter(digest=digest, renditions_ready=False).update(
            renditions_ready=True
        )
    return len(made)


def photo_models() -> list[type[Photo]]:
    """The tables of photos in all rooms."""
    return [model for model in apps.get_models() if issubclass(model, Photo)]


@task
def erase_letters() -> int:
    """Erase what visitors wrote and whose term is over; how many letters. May run at any time."""
    return letters.erase_what_is_due()


def erase_letters_in_time() -> None:
    """Have letters erased whose term is over, now and when that of today's letters is.

    Call it for each letter that arrives or is settled: nothing else then needs to remember.
    """
    erase_letters.enqueue()
    if erase_letters.get_backend().supports_defer:
        end = timezone.now() + timedelta(days=settings.ENQUIRY_DAYS, minutes=1)
        erase_letters.using(run_after=end).enqueue()
