"""The confirmation form with what stands around it, and steps taken on many things at once."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages

from gongkai.desk.door import StaffRequest, allowed
from gongkai.desk.imports.forms import ConfirmForm, first_values
from gongkai.desk.imports.reading import SUGGESTED, other_value
from gongkai.people.rules.permits import About
from gongkai.policies import worklists
from gongkai.policies.models import Edition, ImportItem
from gongkai.policies.rules import evidence
from gongkai.policies.rules.permits import Permit
from gongkai.shared.clock import today
from gongkai.shared.refusal import Refused


def suggested_index_no(item: ImportItem) -> str:
    """The next 索引号 of the office, when none was read from the file."""
    return "" if evidence.value(item.draft, "index_no") else worklists.next_index_no(item.batch.office, today().year)


def confirm_form(request: StaffRequest, item: ImportItem) -> tuple[ConfirmForm, list[tuple[Edition, str]]]:
    """The form, bound to what was sent; and the editions the item resembles, each with why. Only what this officer works on
    can be revised; a draft of another office is not even shown."""
    why = {(one["code"], str(one["edition"])): one["why"] for one in item.similar}
    alike = worklists.editions_alike(why, request.actor, today())
    own = {edition.policy.code: edition.policy for edition in alike if allowed(request, Permit.WRITE, About(edition.policy.office.path))}
    data = None
    if request.method == "POST":
        data = request.POST.copy()
        pressed = data.get("use", "")
        taken = {"index_no": suggested_index_no(item)} if pressed == SUGGESTED else other_value(item.draft, pressed)
        for name, value in taken.items():
            data[name] = value
    form = ConfirmForm(
        data,
        initial=first_values(item.draft),
        draft=item.draft,
        found=worklists.papers_cited(item.draft["citations"], today()),
        revisable=list(own.values()),
    )
    return form, [(edition, why[edition.policy.code, str(edition.number)]) for edition in alike]


def one_by_one(request: StaffRequest, things: Sequence[Any], do: Callable[[Any], object], *, said: str) -> None:
    """Do it to each; tell how many went well and, one by one, which did not and why."""
    well = 0
    for thing in things:
        try:
            do(thing)
            well += 1
        except Refused as refused:
            messages.error(request, f"{getattr(thing, 'name', thing)}：{refused}")
    if well:
        messages.success(request, said.format(well))
