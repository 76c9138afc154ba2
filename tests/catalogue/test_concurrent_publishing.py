"""Two people publish the same village at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from catalogue.models import Edition
from catalogue.publishing import publish
from tests.factories import VillageFactory


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_at_once_make_one_edition():
    village = VillageFactory()
    barrier = Barrier(4)

    def press_the_button(_number: int) -> bool:
        barrier.wait(timeout=10)
        try:
            return publish(village, "lv", by=None).is_new
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(press_the_button, range(4)))

    assert sorted(made) == [False, False, False, True]
    assert Edition.objects.count() == 1
