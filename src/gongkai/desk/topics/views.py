"""专题：collections of policies across levels and departments."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from gongkai.desk.door import StaffRequest, deed, done, may_somewhere, page_of, press, show, staff
from gongkai.desk.drafts.forms import SeenForm
from gongkai.desk.plain_forms import NothingForm
from gongkai.policies import worklists
from gongkai.policies.actions import topics
from gongkai.policies.models import Topic
from gongkai.policies.rules.permits import Permit
from gongkai.shared.clock import now, today
from gongkai.shared.refusal import Refused
from gongkai.ui.pieces import Fact

WORDS = [("name", "专题名称"), ("intro", "简介"), ("audience", "面向对象"), ("slug", "网址名")]


class TopicForm(forms.Form):
    name = forms.CharField(label="专题名称", max_length=60, error_messages={"required": "请填写专题名称。"})
    slug = forms.CharField(label="网址名", max_length=50, help_text="小写字母、数字和连字符，例如 lao-jiu-xiao-qu；公开后不要再改。")
    intro = forms.CharField(label="简介", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))
    audience = forms.CharField(label="面向对象", required=False, max_length=60)
    position = forms.IntegerField(label="次序", min_value=0, max_value=9999, initial=0, help_text="数字小的排在前面。")


class EntryForm(forms.Form):
    target = forms.CharField(label="文件", max_length=200, help_text="填一策一码、发文字号或标题里的几个字。")
    heading = forms.CharField(label="分组", required=False, max_length=60, help_text="同一分组的文件排在一起。")


@staff(Permit.TOPICS)
def listing(request: StaffRequest) -> HttpResponse:
    return show(request, "desk/topics/list.html", trail=[("专题", "")], page=page_of(request, worklists.topics()))


@staff(Permit.TOPICS, acts=True)
def new(request: StaffRequest) -> HttpResponse:
    form = TopicForm(request.POST or None)
    if done(form, topics.create, by=request.officer, at=now()):
        return redirect("desk:topic", form.result.pk)  # type: ignore[attr-defined]
    context = {"form": form, "title": "建立专题", "button": "建立", "back": reverse("desk:topics")}
    return show(request, "desk/deed.html", trail=[("专题", reverse("desk:topics")), ("建立专题", "")], **context)


@staff(Permit.TOPICS, acts=True)
def topic(request: StaffRequest, pk: int) -> HttpResponse:
    """The entries of a topic, in order; adding one by its code, number or title."""
    one = _find(pk)
    form = EntryForm(request.POST or None)
    candidates = worklists.targets(form.cleaned_data["target"], today()) if form.is_valid() else []
    if form.is_bound and form.is_valid():
        if len(candidates) == 1:
            try:
                topics.add(one, candidates[0], heading=form.cleaned_data["heading"], by=request.officer, at=now())
            except Refused as refused:
                form.add_error("target", str(refused))
            else:
                messages.success(request, "已加入专题。")
                return redirect(request.path)
        else:
            form.add_error("target", "请在下面选一份。" if candidates else "库里没有找到已公开的这份文件。")
    may_approve = may_somewhere(request.actor, Permit.APPROVE_TOPICS) and one.proposed_by_id != request.officer.pk
    context = {
        "topic": one,
        "may_approve": may_approve,
        "entries": worklists.entries_of(one),
        "form": form,
        "candidates": candidates if len(candidates) > 1 else [],
    }
    return show(request, "desk/topics/topic.html", trail=[("专题", reverse("desk:topics")), (one.name, "")], **context)


@staff(Permit.TOPICS, acts=True)
def edit(request: StaffRequest, pk: int) -> HttpResponse:
    one = _find(pk)
    initial = {name: getattr(one, name) for name in TopicForm.base_fields} | one.proposal
    back = reverse("desk:topic", args=[pk])
    trail = [("专题", reverse("desk:topics")), (one.name, back)]
    return deed(
        request, TopicForm(request.POST or None, initial=initial), topics.edit, one,
        title="修改专题", button="保存", back=back, said="已保存，名称和简介的改动经另一人审核后公开。", trail=trail,
    )  # fmt: skip


@staff(Permit.APPROVE_TOPICS, acts=True)
def approve(request: StaffRequest, pk: int) -> HttpResponse:
    """审核: the words a colleague wrote become public."""
    one = _find(pk)
    back = reverse("desk:topic", args=[pk]) if may_somewhere(request.actor, Permit.TOPICS) else reverse("desk:home")
    words = [Fact(label, str(one.proposal.get(name) or ""), wide=name == "intro") for name, label in WORDS]
    return deed(
        request,
        SeenForm(request.POST if request.method == "POST" else None, initial={"seen": topics.proposal_digest(one)}),
        topics.approve,
        one,
        title=f"审核专题“{one.proposal.get('name') or one.name}”",
        says=f"{one.proposed_by.name if one.proposed_by else ''}写的下面这些文字，审核后公开。" if one.proposal else "没有等待审核的改动。",
        button="审核通过，公开",
        back=back,
        said="已审核，专题已公开。",
        trail=[("专题", reverse("desk:topics")), (one.name, back)] if may_somewhere(request.actor, Permit.TOPICS) else [],
        facts=words if one.proposal else [],
    )


@staff(Permit.TOPICS, acts=True)
def arrange(request: StaffRequest, pk: int) -> HttpResponse:
    """Headings and order, all at once."""
    one = _find(pk)
    order = []
    for entry in worklists.entries_of(one):
        place = request.POST.get(f"position-{entry.pk}", "")
        heading = request.POST.get(f"heading-{entry.pk}", entry.heading)
        order.append((entry.pk, heading, int(place) if place.isascii() and place.isdigit() and len(place) < 6 else entry.position))
    if request.method != "POST":
        return redirect("desk:topic", pk)
    return press(request, topics.arrange, one, order, back=reverse("desk:topic", args=[pk]), said="分组和次序已保存。")


@staff(Permit.TOPICS, acts=True)
def take_out(request: StaffRequest, pk: int, entry: int) -> HttpResponse:
    one = next((each for each in worklists.entries_of(_find(pk)) if each.pk == entry), None)
    if one is None:
        raise Http404
    back = reverse("desk:topic", args=[pk])
    if request.method != "POST":
        return redirect(back)
    return press(request, topics.take_out, one, back=back, said="已移出专题。")


@staff(Permit.TOPICS, acts=True)
def remove(request: StaffRequest, pk: int) -> HttpResponse:
    one = _find(pk)
    return deed(
        request,
        NothingForm(request.POST if request.method == "POST" else None),
        topics.remove,
        one,
        title=f"删除专题“{one.name}”",
        says="专题页面从网站上消失，收在里面的文件不受影响。",
        button="删除专题",
        danger=True,
        back=reverse("desk:topics"),
        said="专题已删除。",
        trail=[("专题", reverse("desk:topics")), (one.name, reverse("desk:topic", args=[pk]))],
    )


def _find(pk: int) -> Topic:
    found = worklists.topics().filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
