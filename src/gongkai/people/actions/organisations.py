"""设立、更名、调整、撤销机关; their other names and 机关代字."""

from datetime import date, timedelta
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models.functions import Concat, Substr

from gongkai.people.models import DocCode, Officer, Organisation, OrganisationName
from gongkai.people.rules.organisations import MAX_DEPTH, Kind, Level, NameKind, ids_in, is_at_or_below, may_stand_under, plain
from gongkai.people.rules.permits import WHO_MAY, About, Permit, require
from gongkai.shared.refusal import Refused

Row = TypeVar("Row", bound=models.Model)


@transaction.atomic
def plant(name: str, *, level: Level, kind: Kind = Kind.GOVERNMENT, **facts: Any) -> Organisation:
    """The first organisation of a tree, e.g. the city's people's government. Asks no permit: it is there before anyone who
    could give one, so only the command line and the demo call it. `facts`: short_name, region_code, uscc, position."""
    if not plain(name):
        raise Refused("请填写本级机关的全称，例如“云泽县人民政府”。", field="name")
    return _saved(Organisation(name=name, level=level, kind=kind, **facts))


@transaction.atomic
def create(name: str, *, under: Organisation, by: Officer, level: Level, kind: Kind, **facts: Any) -> Organisation:
    """A new organisation under another. `facts`: short_name, region_code, uscc, position."""
    _hold_the_trees()
    under.refresh_from_db()
    require(by.actor(), Permit.ARRANGE_ORGANISATIONS, About(under.path), WHO_MAY)
    _require_place(level, under, height=1)
    return _saved(Organisation(name=name, level=level, kind=kind, parent=under, **facts))


@transaction.atomic
def rename(organisation: Organisation, name: str, *, by: Officer, on: date) -> str:
    """The organisation has a new name from this day; the old one is kept as 曾用名 and returned."""
    require(by.actor(), Permit.MANAGE_ORGANISATION, About(organisation.path), WHO_MAY)
    organisation = _locked(organisation)
    former = organisation.name
    if plain(name) == former:
        raise Refused("新名称与现名称相同。", field="name")
    organisation.name = name
    _saved(organisation)
    OrganisationName.objects.update_or_create(
        organisation=organisation,
        name=former,
        defaults={"kind": NameKind.FORMER, "until": on - timedelta(days=1)},
    )
    return former


@transaction.atomic
def edit(organisation: Organisation, *, by: Officer, **facts: Any) -> Organisation:
    """Change what has no history: short_name, region_code, uscc, position, kind."""
    require(by.actor(), Permit.MANAGE_ORGANISATION, About(organisation.path), WHO_MAY)
    organisation = _locked(organisation)
    for fact, value in facts.items():
        if fact not in {"short_name", "region_code", "uscc", "position", "kind"}:
            raise ValueError(f"not a plain fact of an organisation: {fact}")
        setattr(organisation, fact, value)
    return _saved(organisation)


@transaction.atomic
def move(organisation: Organisation, *, under: Organisation, by: Officer) -> Organisation:
    """The organisation and everything below it now stands under another; asks the permit at the old parent and the new."""
    _hold_the_trees()
    organisation, under = _locked(organisation), _locked(under)
    if organisation.parent is None:
        raise Refused("最高一级机关不能移到别的机关之下。", field="under")
    actor = by.actor()
    require(actor, Permit.ARRANGE_ORGANISATIONS, About(organisation.parent.path), WHO_MAY)
    require(actor, Permit.ARRANGE_ORGANISATIONS, About(under.path), WHO_MAY)
    if is_at_or_below(under.path, organisation.path):
        raise Refused("不能把机关移到它自己或它的下级之下。", field="under")
    branch = Organisation.objects.at_or_below(organisation.path)
    deepest = max(len(ids_in(path)) for path in branch.values_list("path", flat=True))
    _require_place(Level(organisation.level), under, height=deepest - organisation.depth)
    old, new = organisation.path, f"{under.path}{organisation.pk}/"
    organisation.parent = under
    _saved(organisation)
    branch.update(path=Concat(models.Value(new), Substr("path", len(old) + 1)))
    organisation.refresh_from_db()
    return organisation


@transaction.atomic
def close(organisation: Organisation, *, by: Officer, on: date, succeeded_by: Organisation | None = None) -> Organisation:
    """撤销: posts there end, its 机关代字 go out of use, and the organisation taking over is named, if any. Refused while it has
    open organisations below it; asks the permit at the parent."""
    _hold_the_trees()
    organisation = _locked(organisation)
    if organisation.parent is None:
        raise Refused("最高一级机关不能撤销。")
    require(by.actor(), Permit.ARRANGE_ORGANISATIONS, About(organisation.parent.path), WHO_MAY)
    if not organisation.is_open:
        raise Refused("该机关已经撤销。")
    if organisation.children.filter(closed_on=None).exists():
        raise Refused("该机关还有下级机关，请先把下级机关移走或撤销。")
    if succeeded_by is not None and (succeeded_by.pk == organisation.pk or not succeeded_by.is_open):
        raise Refused("承接机关应是另一个未撤销的机关。", field="succeeded_by")
    organisation.closed_on, organisation.succeeded_by = on, succeeded_by
    organisation.save(update_fields=["closed_on", "succeeded_by"])
    for post in organisation.posts.filter(until=None):
        post.until = max(on, post.since)
        post.save(update_fields=["until"])
    organisation.doc_codes.filter(valid_to=None).exclude(valid_from__gt=on).update(valid_to=on)
    return organisation


@transaction.atomic
def add_name(
    organisation: Organisation, name: str, *, kind: NameKind, by: Officer, since: date | None = None, until: date | None = None
) -> OrganisationName:
    """别名 or 曾用名, by which papers may call the organisation."""
    require(by.actor(), Permit.MANAGE_ORGANISATION, About(organisation.path), WHO_MAY)
    _require_order(since, until)
    return _saved(OrganisationName(organisation=organisation, name=name, kind=kind, since=since, until=until))


@transaction.atomic
def remove_name(name: OrganisationName, *, by: Officer) -> None:
    """Take back an 别名 or 曾用名 that was entered by mistake."""
    require(by.actor(), Permit.MANAGE_ORGANISATION, About(name.organisation.path), WHO_MAY)
    name.delete()


@transaction.atomic
def add_doc_code(
    organisation: Organisation, code: str, *, by: Officer, valid_from: date | None = None, valid_to: date | None = None
) -> DocCode:
    """机关代字 in use between these days (inclusive; None is open). Refused when the organisation has the same code on any of them."""
    require(by.actor(), Permit.MANAGE_ORGANISATION, About(organisation.path), WHO_MAY)
    _require_order(valid_from, valid_to)
    organisation = _locked(organisation)
    for other in organisation.doc_codes.filter(code=plain(code)):
        begins_after = valid_to is not None and other.valid_from is not None and other.valid_from > valid_to
        ended_before = valid_from is not None and other.valid_to is not None and other.valid_to < valid_from
        if not (begins_after or ended_before):
            raise Refused(f"“{other.code}”在这段时间已登记为该机关的代字。", field="code")
    return _saved(DocCode(organisation=organisation, code=code, valid_from=valid_from, valid_to=valid_to))


@transaction.atomic
def end_doc_code(doc_code: DocCode, *, by: Officer, on: date) -> DocCode:
    """The code was last used on this day."""
    require(by.actor(), Permit.MANAGE_ORGANISATION, About(doc_code.organisation.path), WHO_MAY)
    _require_order(doc_code.valid_from, on)
    doc_code.valid_to = on
    return _saved(doc_code)


def _hold_the_trees() -> None:
    """One change of shape at a time: two moves at once could make a circle, and a birth under a moving parent a wrong path."""
    list(Organisation.objects.select_for_update().filter(parent=None).order_by("id").values_list("id", flat=True))


def _locked(organisation: Organisation) -> Organisation:
    return Organisation.objects.select_for_update(of=("self",)).select_related("parent").get(pk=organisation.pk)


def _require_place(level: Level, under: Organisation, height: int) -> None:
    if not under.is_open:
        raise Refused("上级机关已撤销，不能在其下设机关。", field="under")
    if not may_stand_under(level, Level(under.level)):
        raise Refused(f"{level.label}机关不能设在{Level(under.level).label}机关之下。", field="level")
    if under.depth + 1 + height > MAX_DEPTH:
        raise Refused(f"机关层级最多{MAX_DEPTH}层。", field="under")


def _require_order(first: date | None, last: date | None) -> None:
    if first and last and last < first:
        raise Refused("停用日期不能早于启用日期。", field="valid_to")


def _saved(row: Row) -> Row:
    """The row, saved; Refused in the words of the first thing the database or the model holds against it."""
    try:
        row.clean()
        row.clean_fields(exclude=["path"])
        row.validate_constraints()
        with transaction.atomic():
            row.save()
    except ValidationError as wrong:
        field, messages = next(iter(wrong.message_dict.items()))
        raise Refused(messages[0], field="" if field == "__all__" else field) from None
    except IntegrityError:
        raise Refused("同名或同代码的记录刚刚被别人登记，请刷新后再试。") from None
    return row
