"""人员和接口密钥：accounts, posts, passwords shown once."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.debug import sensitive_variables

from gongkai.desk.door import StaffRequest, allowed, chosen, deed, done, exported, page_of, show, staff, text_filter
from gongkai.desk.people.forms import KeyForm, NewOfficerForm, OfficerForm, PostForm
from gongkai.desk.plain_forms import NothingForm
from gongkai.desk.rows import keys_of
from gongkai.journal import offices
from gongkai.people import queries
from gongkai.people.models import Officer, Organisation
from gongkai.people.rules.permits import About, Permit
from gongkai.shared.clock import now

STATES = [("active", "在用"), ("closed", "已停用")]


@staff(Permit.MANAGE_OFFICER)
def listing(request: StaffRequest) -> HttpResponse:
    q, state = text_filter(request), chosen(request, "state", [key for key, _ in STATES])
    rows = queries.officers_matching(queries.visible_to(request.officer), q)
    if state:
        rows = rows.filter(is_active=state == "active")
    rows = queries.with_posts(rows)
    if request.GET.get("export") == "xlsx":
        return exported(rows, ["姓名", "用户名", "任职", "状态"], _cells, "人员")
    return show(
        request,
        "desk/people/officers.html",
        trail=[("人员", "")],
        page=page_of(request, rows),
        q=q,
        search="姓名、用户名或手机号码",
        selects=[("state", "状态", state, STATES)],
        filtered=bool(q or state),
    )


def _cells(officer: Officer) -> list[object]:
    posts = "；".join(f"{post.organisation.name} {post.role_label}" for post in officer.posts.all() if post.until is None)
    return [officer.name, officer.username, posts, "在用" if officer.is_active else "已停用"]


@staff(Permit.MANAGE_OFFICER)
def officer(request: StaffRequest, pk: int) -> HttpResponse:
    one = find_officer(request, pk)
    return show(
        request,
        "desk/people/officer.html",
        trail=[*_trail(one)[:-1], (one.name, "")],
        one=one,
        posts=list(one.posts.select_related("organisation").order_by("until", "-since", "id")),
        locked_until=queries.locked_until(one.username, now()),
        second_step=queries.has_second_step(one),
        may_manage=may_manage(request, one),
    )


@staff(Permit.MANAGE_OFFICER, acts=True)
@sensitive_variables("password")
def new(request: StaffRequest) -> HttpResponse:
    """A new account; its first password is shown on the answer to this very request and nowhere else."""
    form = NewOfficerForm(request.POST or None, offered=_open(request))
    if done(form, offices.create_officer, by=request.officer, at=now()):
        made, password = form.result  # type: ignore[attr-defined]
        return _show_password(request, made, password, f"已为{made.name}开户")
    context = {"form": form, "title": "开户", "button": "开户", "back": reverse("desk:officers")}
    return show(request, "desk/deed.html", trail=[("人员", reverse("desk:officers")), ("开户", "")], **context)


@staff(Permit.MANAGE_OFFICER, acts=True)
def edit(request: StaffRequest, pk: int) -> HttpResponse:
    one = find_officer(request, pk)
    initial = {name: getattr(one, name) for name in OfficerForm.base_fields}
    return _step(request, one, OfficerForm(request.POST or None, initial=initial), offices.edit_officer, title="修改资料", button="保存")


@staff(Permit.MANAGE_OFFICER, acts=True)
def appoint(request: StaffRequest, pk: int) -> HttpResponse:
    one = find_officer(request, pk)
    form = PostForm(request.POST or None, offered=_open(request))
    return _step(request, one, form, offices.appoint, title=f"任命{one.name}", button="任命", says="从现在起生效。")


@staff(Permit.MANAGE_OFFICER, acts=True)
def retire(request: StaffRequest, pk: int, post: int) -> HttpResponse:
    one = find_officer(request, pk)
    held = one.posts.select_related("organisation").filter(pk=post, until=None).first()
    if held is None:
        raise Http404
    says = f"免去{one.name}在{held.organisation.name}的“{held.role_label}”角色，立即失去相应权限；任职记录保留。"
    return _step(request, one, _nothing(request), offices.retire, held, title="免职", button="免职", says=says, danger=True)


@staff(Permit.MANAGE_OFFICER, acts=True)
def deactivate(request: StaffRequest, pk: int) -> HttpResponse:
    one = find_officer(request, pk)
    says = f"{one.name}立即不能登录，正在使用的页面也会退出；任职和办理记录保留，以后可以恢复。"
    return _step(request, one, _nothing(request), offices.deactivate, title="停用账号", button="停用账号", says=says, danger=True)


@staff(Permit.MANAGE_OFFICER, acts=True)
def unlock(request: StaffRequest, pk: int) -> HttpResponse:
    one = find_officer(request, pk)
    says = "请先确认连续输错密码的是本人。"
    return _step(request, one, _nothing(request), offices.unlock, title="解除锁定", button="解除锁定", says=says)


@staff(Permit.MANAGE_OFFICER, acts=True)
def remove_second_step(request: StaffRequest, pk: int) -> HttpResponse:
    one = find_officer(request, pk)
    says = f"请先当面核实身份。停用后，{one.name}下次登录只凭密码，登录后可重新设置。"
    return _step(request, one, _nothing(request), offices.remove_second_step, title="停用动态口令", button="停用", says=says, danger=True)


@staff(Permit.MANAGE_OFFICER, acts=True)
def reset(request: StaffRequest, pk: int) -> HttpResponse:
    says = "生成新的初始密码，只显示一次；本人其他登录立即失效，锁定同时解除。"
    return _new_password(request, pk, offices.reset_password, title="重置密码", says=says)


@staff(Permit.MANAGE_OFFICER, acts=True)
def reactivate(request: StaffRequest, pk: int) -> HttpResponse:
    return _new_password(request, pk, offices.reactivate, title="恢复启用", says="恢复后可以登录，并生成新的初始密码，只显示一次。")


@sensitive_variables("password")
def _new_password(request: StaffRequest, pk: int, do: Callable[..., str], *, title: str, says: str) -> HttpResponse:
    one = find_officer(request, pk)
    form = _nothing(request)
    if done(form, do, one, by=request.officer, at=now()):
        return _show_password(request, one, form.result, f"{title}完成")  # type: ignore[attr-defined]
    context = {"form": form, "title": title, "button": title, "back": reverse("desk:officer", args=[pk]), "says": says}
    return show(request, "desk/deed.html", trail=[*_trail(one), (title, "")], **context)


def _show_password(request: StaffRequest, one: Officer, password: str, title: str) -> HttpResponse:
    context = {"one": one, "secret": password, "title": title, "back": reverse("desk:officer", args=[one.pk]), "kind": "password"}
    return show(request, "desk/people/once.html", trail=[*_trail(one), (title, "")], **context)


def _step(request: StaffRequest, one: Officer, form: Any, do: Any, *args: Any, **words: Any) -> HttpResponse:
    back = reverse("desk:officer", args=[one.pk])
    return deed(request, form, do, *(args or (one,)), back=back, said="已办理。", trail=_trail(one), **words)


def _nothing(request: StaffRequest) -> NothingForm:
    return NothingForm(request.POST if request.method == "POST" else None)


def find_officer(request: StaffRequest, pk: int) -> Officer:
    found = queries.visible_to(request.officer).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def may_manage(request: StaffRequest, one: Officer) -> bool:
    """As the actions ask it: in charge of every office the officer works for."""
    paths = queries.offices_answering_for(one)
    return all(allowed(request, Permit.MANAGE_OFFICER, About(path, concerns=one.pk)) for path in paths)


def _open(request: StaffRequest) -> list[Organisation]:
    return queries.in_tree_order(queries.organisations_managed_by(request.officer).filter(closed_on=None))


def _trail(one: Officer) -> list[tuple[str, str]]:
    return [("人员", reverse("desk:officers")), (one.name, reverse("desk:officer", args=[one.pk]))]


# —— keys of the open interface ——


@staff(Permit.ISSUE_API_KEY)
def keys(request: StaffRequest) -> HttpResponse:
    page = page_of(request, keys_of(queries.organisations_managed_by(request.officer)))
    return show(request, "desk/people/keys.html", trail=[("接口密钥", "")], page=page)


@staff(Permit.ISSUE_API_KEY, acts=True)
@sensitive_variables("shown")
def new_key(request: StaffRequest) -> HttpResponse:
    form = KeyForm(request.POST or None, offered=_open(request))
    trail = [("接口密钥", reverse("desk:keys")), ("签发", "")]
    if done(form, offices.issue_key, by=request.officer, at=now()):
        key, shown = form.result  # type: ignore[attr-defined]
        context = {"one": key, "secret": shown, "title": f"已签发密钥“{key.name}”", "back": reverse("desk:keys"), "kind": "key"}
        return show(request, "desk/people/once.html", trail=trail, **context)
    says = "公开信息不用密钥也能读取。依申请公开的权限只及于使用单位和它的下级机关；申请人信息只给确有需要的系统。"
    context = {"form": form, "title": "签发接口密钥", "button": "签发", "back": reverse("desk:keys"), "says": says}
    return show(request, "desk/deed.html", trail=trail, **context)


@staff(Permit.ISSUE_API_KEY, acts=True)
def revoke_key(request: StaffRequest, pk: int) -> HttpResponse:
    key = keys_of(queries.organisations_managed_by(request.officer)).filter(pk=pk, revoked_at=None).first()
    if key is None:
        raise Http404
    return deed(
        request,
        _nothing(request),
        offices.revoke_key,
        key,
        title=f"停用密钥“{key.name}”",
        says=f"{key.organisation.name}用这个密钥的程序立即按匿名频次限制，不能恢复。",
        button="停用密钥",
        danger=True,
        back=reverse("desk:keys"),
        said="密钥已停用。",
        trail=[("接口密钥", reverse("desk:keys"))],
    )
