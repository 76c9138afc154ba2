"""The page of a route: its days on chosen dates, what stands in the way, and how big it may be."""

import gzip
from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from catalogue.models import Edition
from catalogue.publishing import publish, withdraw
from routes.models import Stop
from tests.factories import NoticeFactory, OfferFactory, RouteFactory, VillageFactory

pytestmark = pytest.mark.django_db

MONDAY = "2027-05-03"
