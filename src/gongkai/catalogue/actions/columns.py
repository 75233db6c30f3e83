"""公开栏目: where on a site things are to be published."""

from datetime import datetime

from django.db import transaction

from gongkai.catalogue.models import Column
from gongkai.catalogue.rules.addresses import BAD_ADDRESS, is_address
from gongkai.catalogue.rules.permits import WHO_MAY, Permit
from gongkai.journal import actions as journal
from gongkai.people.models import Officer, Organisation
from gongkai.people.rules.permits import About, require
from gongkai.shared.refusal import Refused


@transaction.atomic
def add_column(
    *,
    name: str,
    address: str = "",
    takes_papers: bool = False,
    category: str = "",
    topic: str = "",
    office: Organisation,
    by: Officer,
    at: datetime,
) -> Column:
    require(by.actor(), Permit.COLUMNS, About(office.path), WHO_MAY)
    if not name.strip():
        raise Refused("请填写栏目名称。", field="name")
    if address.strip() and not is_address(address.strip()):
        raise Refused(BAD_ADDRESS, field="address")
    if Column.objects.filter(name=name.strip()).exists():
        raise Refused("已有这个栏目。", field="name")
    column = Column.objects.create(
        name=name.strip(), address=address.strip(), takes_papers=takes_papers, category=category, topic=topic.strip()
    )
    journal.write("catalogue.column.added", about=column, by=by, at=at, data={"name": column.name})
    return column
