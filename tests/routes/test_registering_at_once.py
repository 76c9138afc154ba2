"""Two who register at the same moment; apart from other tests, for these empty the database."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection

from routes.brochures.registering import register
from routes.models import PrintedFile
from tests.factories import RouteFactory, latgale
from tests.routes.print_editions import new_print, pdf

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def test_four_at_once_get_four_numbers():
    route = RouteFactory(partner=latgale())
    barrier = Barrier(4)

    def press_the_button(number: int) -> int:
        barrier.wait(timeout=10)
        try:
            return register(new_print(route), [pdf(str(number))], [], by=None).number
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        numbers = list(pool.map(press_the_button, range(4)))

    assert sorted(numbers) == [1, 2, 3, 4]


def test_one_form_sent_by_two_hands_at_once_registers_once():
    route = RouteFactory(partner=latgale())
    barrier, token = Barrier(2), uuid4()

    def press_the_button(number: int) -> int:
        barrier.wait(timeout=10)
        try:
            return register(new_print(route, token=token), [pdf(str(number))], [], by=None).number
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(press_the_button, range(2))) == [1, 1]
    assert PrintedFile.objects.count() == 1
