"""检索订阅: the Atom feed of a search, which is nothing but its address; and e-mail, once the address was confirmed by its owner."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.notices.queries import sends_mail
from gongkai.notices.rules.addresses import masked_address
from gongkai.policies.rules.kinds import Category
from gongkai.policies.rules.validity import Status
from gongkai.portal.limits import too_many, within
from gongkai.portal.page import KEPT_BY_CACHES, answers_refusals, show
from gongkai.portal.policies import asking
from gongkai.portal.policies.asking import ALL, IN_FORCE
from gongkai.portal.site.feeds import SIZE, feed_of
from gongkai.search import saving
from gongkai.search.actions import saving as actions
from gongkai.search.rules.index import Facet
from gongkai.search.rules.saved import CONFIRM_DAYS, KEPT_DAYS, Wanted
from gongkai.search.rules.saved import IN_FORCE as STANDING_IN_FORCE
from gongkai.search.saving import by_token
from gongkai.shared.clock import now, today
from gongkai.shared.refusal import Refused

PER_HOUR = 10  # subscriptions from one address
NEW = (*STANDING_IN_FORCE, Status.NOT_YET.value)  # 现行有效, for what is new: also what takes effect later


class AddressForm(forms.Form):
    address = forms.EmailField(
        label="邮箱",
        max_length=120,
        error_messages={"required": "请填写邮箱。", "invalid": "邮箱地址不完整，请写成 name@example.com 的样式。"},
        help_text="只用来发送这个订阅的邮件，加密保存，退订即删除。",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class DecisionForm(forms.Form):
    decision = forms.ChoiceField(choices=[("confirm", "确认"), ("end", "退订")])


@require_safe
@cache_control(public=True, max_age=KEPT_BY_CACHES)
@answers_refusals
def feed(request: HttpRequest) -> HttpResponse:
    """The newest papers that meet the whole search. Nobody is noted; the address is the subscription."""
    wanted = _wanted(request)
    return feed_of(f"检索：{wanted.in_words()}", request.get_full_path(), saving.newest(wanted, on=today(), limit=SIZE))


@never_cache
@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
@answers_refusals
def subscribe(request: HttpRequest) -> HttpResponse:
    """The two ways to be told of what is new in a search."""
    wanted = _wanted(request)
    form = AddressForm(request.POST or None)
    if request.method == "POST":
        if not within(request, "subscribe", PER_HOUR):
            return too_many(request, f"同一来源每小时最多订阅 {PER_HOUR} 次。请过一会儿再来，或者用阅读器订阅。")
        if form.is_valid() and _asked_for(form, wanted):
            address = masked_address(form.cleaned_data["address"])
            lines = [
                f"已向 {address} 发送确认邮件（已经确认过的不再发送）。请在{CONFIRM_DAYS}天内打开邮件里的链接确认，确认后才会开始发送。",
                f"检索条件：{wanted.in_words()}",
            ]
            return show(request, "portal/message.html", heading="请到邮箱里确认", lines=lines, trail=[("订阅", "")], code="")
    return show(
        request,
        "portal/policies/subscribe.html",
        trail=[("搜索", wanted.address), ("订阅这个检索", "")],
        status=422 if form.errors else 200,
        wanted=wanted,
        form=form if sends_mail() else None,
        feed=f"{reverse('portal:feed-search')}?{request.META['QUERY_STRING']}",
    )


@never_cache
@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
@answers_refusals
def subscription(request: HttpRequest, token: str) -> HttpResponse:
    """What the links of the mails lead to: confirming, renewing, ending. Only a button does it: mail servers open links by themselves."""
    row = by_token(token)
    if row is None:
        raise Http404
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["decision"] == "end":
            actions.end(row, at=now())
            return show(request, "portal/message.html", heading="已退订", lines=["不会再收到邮件，邮箱地址已经删除。"], code="")
        actions.confirm(row, at=now())
        row.refresh_from_db()
    return show(
        request,
        "portal/policies/subscription.html",
        trail=[("检索订阅", "")],
        row=row,
        wanted=row.search(),
        address=masked_address(row.address),
        is_on=row.is_on(today()),
        done=request.method == "POST",
        days=KEPT_DAYS,
    )


def _wanted(request: HttpRequest) -> Wanted:
    """The search in the address. Refused for what cannot be meant."""
    asked, tab = asking.lasting(asking.read(request.GET)), asking.tab(request.GET)
    filters = asked.filters | ({Facet.CATEGORY: (Category(tab).value,)} if tab != ALL else {})
    if asked.standing == IN_FORCE:
        filters[Facet.STANDING] = NEW
    address = f"{reverse('portal:search')}?{asked.query(tab=tab)}"
    return Wanted(asked.text, address, filters, title_only=asked.title_only, exact=asked.exact)


def _asked_for(form: AddressForm, wanted: Wanted) -> bool:
    try:
        return actions.subscribe(wanted, form.cleaned_data["address"], at=now())
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        return False
