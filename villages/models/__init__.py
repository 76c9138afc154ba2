"""Theme villages, what they offer, and what happens there."""

from villages.models.cancellation import Cancellation
from villages.models.enquiry import Enquiry
from villages.models.event import Event
from villages.models.guide import MediaGuide
from villages.models.host import HostContact
from villages.models.notice import Notice
from villages.models.occurrence import Occurrence
from villages.models.offer import Offer, PriceTier
from villages.models.village import Place, Product, Sight, Village, VillagePhoto
from villages.models.words import Municipality, Theme

__all__ = [
    "Cancellation",
    "Enquiry",
    "Event",
    "HostContact",
    "MediaGuide",
    "Municipality",
    "Notice",
    "Occurrence",
    "Offer",
    "Place",
    "PriceTier",
    "Product",
    "Sight",
    "Theme",
    "Village",
    "VillagePhoto",
]
