"""Theme villages, what they offer, and what happens there."""

from villages.models.event import Event
from villages.models.guide import MediaGuide
from villages.models.host import HostContact
from villages.models.notice import Notice
from villages.models.offer import Offer, PriceTier
from villages.models.village import Place, Product, Sight, Village, VillagePhoto
from villages.models.words import Municipality, Theme

__all__ = [
    "Event",
    "HostContact",
    "MediaGuide",
    "Municipality",
    "Notice",
    "Offer",
    "Place",
    "PriceTier",
    "Product",
    "Sight",
    "Theme",
    "Village",
    "VillagePhoto",
]
