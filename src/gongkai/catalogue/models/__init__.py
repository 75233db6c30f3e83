from gongkai.catalogue.models.duty import Duty, Publication
from gongkai.catalogue.models.heading import Column, Heading
from gongkai.catalogue.models.item import Bearer, Item, ItemVersion
from gongkai.catalogue.models.proposal import Proposal
from gongkai.catalogue.models.record import DayRecord

__all__ = ["Bearer", "Column", "DayRecord", "Duty", "Heading", "Item", "ItemVersion", "Proposal", "Publication"]
