"""What every published thing shares."""

from catalogue.models.edition import Edition
from catalogue.models.facet import Facet
from catalogue.models.index_state import IndexState
from catalogue.models.letter import Letter
from catalogue.models.page_report import PageReport
from catalogue.models.partner import Partner
from catalogue.models.photo import Photo
from catalogue.models.public_state import PublicState
from catalogue.models.publishable import Gap, Need, Publishable
from catalogue.models.search import SearchEntry, SearchWord
from catalogue.models.short_code import ShortCode
from catalogue.models.use_count import UseCount
from catalogue.models.user import User
from catalogue.models.visibility import VisibilityBlock

__all__ = [
    "Edition",
    "Facet",
    "Gap",
    "IndexState",
    "Letter",
    "Need",
    "PageReport",
    "Partner",
    "Photo",
    "PublicState",
    "Publishable",
    "SearchEntry",
    "SearchWord",
    "ShortCode",
    "UseCount",
    "User",
    "VisibilityBlock",
]
