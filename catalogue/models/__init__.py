"""What every published thing shares."""

from catalogue.models.edition import Edition
from catalogue.models.index_state import IndexState
from catalogue.models.partner import Partner
from catalogue.models.photo import Photo
from catalogue.models.public_state import PublicState
from catalogue.models.publishable import Gap, Need, Publishable
from catalogue.models.search import SearchEntry, SearchWord
from catalogue.models.short_code import ShortCode
from catalogue.models.user import User
from catalogue.models.visibility import VisibilityBlock

__all__ = [
    "Edition",
    "Gap",
    "IndexState",
    "Need",
    "Partner",
    "Photo",
    "PublicState",
    "Publishable",
    "SearchEntry",
    "SearchWord",
    "ShortCode",
    "User",
    "VisibilityBlock",
]
