"""内部时限: how long an organ means its cases to stay at each step, version by version."""

from typing import Any

from django import forms
from django.http import HttpResponse

from gongkai.desk.door import StaffRequest, deed, show, staff
from gongkai.desk.foi.forms import paragraph
from gongkai.desk.foi.organs import kept_by
from gongkai.foi.actions import pacing
from gongkai.foi.models import StepLimits
from gongkai.foi.rules.clock import REPLY_WORKDAYS
from gongkai.foi.rules.pace import STEP_LIMITS, Limits, limits_of
from gongkai.foi.rules.permits import Permit
from gongkai.foi.rules.stages import Stage
from gongkai.foi.rules.waits import CLARIFY_WORKDAYS

TITLE = "内部时限"
SHOWN = 20  # versions before the present one


class LimitsForm(forms.Form):
    """One field for each step; names are the keys of `rules.pace`."""

    def __init__(self, data: Any, *, limits: Limits) -> None:
        super().__init__(data, initial={limit.key: limit.workdays for limit in limits})
        wrong = dict.fromkeys(("required", "invalid", "min_value", "max_value"), f"请填写 1 至 {REPLY_WORKDAYS} 的整数。")
        for limit in limits:
            self.fields[limit.key] = forms.IntegerField(
                label=f"{limit.name}（工作日）",
                min_value=1,
                max_value=REPLY_WORKDAYS,
                help_text=_stages(limit.stages),
                error_messages=wrong,
            )
        self.fields["why"] = paragraph("这样确定的理由", "例如办公会纪要、上级要求，以便日后查证。", rows=4)


@staff(Permit.SET_POLICIES)
def limits(request: StaffRequest) -> HttpResponse:
    """The limits in force, who set them and why, and what held before."""
    kept = kept_by(request, Permit.SET_POLICIES)
    versions = list(StepLimits.objects.filter(organ=kept.organ).select_related("by")[: SHOWN + 1])
    newest = versions[0] if versions else None
    in_force = limits_of(newest.workdays if newest else {})
    return show(
        request,
        "desk/foi/limits.html",
        trail=[*kept.trail, (TITLE, "")],
        kept=kept,
        selects=kept.selects,
        filtered=False,
        newest=newest,
        rows=[(limit, _stages(limit.stages), usual.workdays) for limit, usual in zip(in_force, STEP_LIMITS, strict=True)],
        total=sum(limit.workdays for limit in in_force),
        most=REPLY_WORKDAYS,
        earlier=[(row, limits_of(row.workdays)) for row in versions[1:]],
        edit=kept.address("desk:foi-limits-set"),
    )


@staff(Permit.SET_POLICIES, acts=True)
def set_limits(request: StaffRequest) -> HttpResponse:
    kept = kept_by(request, Permit.SET_POLICIES)
    newest = StepLimits.objects.filter(organ=kept.organ).first()
    version = newest.version if newest else 0
    asked = request.POST.get("seen", "")
    form = LimitsForm(request.POST or None, limits=limits_of(newest.workdays if newest else {}))
    return deed(
        request,
        form,
        _set(kept.organ),
        title="修改内部时限",
        says=f"{kept.organ.name}。内部时限只用来提醒，不改变法定期限；各环节合计不能超过 {REPLY_WORKDAYS} 个工作日，"
        f"登记和审查合计不能超过 {CLARIFY_WORKDAYS} 个工作日。保存后马上按新的提醒。",
        button="保存为新的版本",
        back=kept.address("desk:foi-limits"),
        said="已保存为新的版本。",
        trail=[*kept.trail, (TITLE, kept.address("desk:foi-limits"))],
        given={"seen": int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else -1},
        seen=asked if request.method == "POST" else version,
    )


def _set(organ: Any) -> Any:
    return lambda *, by, at, seen, why, **workdays: pacing.set_limits(organ, workdays, why, seen=seen, by=by, at=at)


def _stages(stages: frozenset[Stage]) -> str:
    return "、".join(stage.label for stage in Stage if stage in stages)
