"""检查字典：错敏词、机关公开电话、误报白名单."""

from datetime import datetime

from django import forms
from django.http import Http404, HttpResponse
from django.urls import reverse

from gongkai.desk.door import (
    StaffRequest,
    allowed,
    ask,
    chosen,
    deed,
    exported,
    may_somewhere,
    offices_where,
    page_of,
    show,
    staff,
    text_filter,
)
from gongkai.desk.imports.forms import OfficeForm
from gongkai.desk.journal.subjects import subjects
from gongkai.desk.plain_forms import NothingForm
from gongkai.desk.rows import allowances, public_numbers
from gongkai.people.models import Officer, Organisation
from gongkai.people.queries import organisations_managed_by
from gongkai.people.rules.permits import About
from gongkai.publishing import actions
from gongkai.publishing.models import PublicNumber, Word
from gongkai.publishing.queries import WordLine, word_list
from gongkai.publishing.rules.hits import Level
from gongkai.publishing.rules.permits import Permit
from gongkai.publishing.rules.words import CODES, WrongWord
from gongkai.shared.clock import today

STATES = [("own", "本地改过的"), ("off", "已停用的")]


class WordForm(forms.Form):
    wrong = forms.CharField(label="错误写法", max_length=60)
    right = forms.CharField(label="建议写法", required=False, max_length=60, help_text="不填表示应当删除或改写。")
    kind = forms.ChoiceField(label="类别", choices=[(kind, kind) for kind in CODES])
    level = forms.TypedChoiceField(
        label="级别", coerce=Level, choices=[(level.value, level.value) for level in Level], help_text="高、中级会阻止发布，低级只提示。"
    )
    reason = forms.CharField(label="理由", max_length=200, help_text="起草人会看到。")
    unless = forms.CharField(label="例外词语", required=False, max_length=500, help_text="含有错误写法但本身正确的词，用顿号隔开。")


class NumberForm(OfficeForm):
    number = forms.CharField(label="电话号码", max_length=20, help_text="连同区号，例如 0999-5550121。")
    unit = forms.CharField(label="单位", max_length=120)
    purpose = forms.CharField(label="用途", required=False, max_length=60, help_text="例如 政策咨询。")


@staff(Permit.KEEP_WORDS)
def words(request: StaffRequest) -> HttpResponse:
    q, state = text_filter(request), chosen(request, "state", [key for key, _ in STATES])
    office, offices = _office(request), _offices_keeping(request)
    lines = [line for line in word_list(today(), office) if _matches(line, q, state)]
    if request.GET.get("export") == "xlsx":
        return exported(lines, ["错误写法", "建议写法", "类别", "级别", "理由", "例外词语", "停用", "有效期至"], _cells, "错敏词")
    selects: list[tuple[str, str, str, list[tuple[str, str]]]] = [("state", "范围", state, STATES)]
    if len(offices) > 1 or (offices and office is None):
        selects.append(("office", "单位", str(office.pk) if office else "", [(str(one.pk), one.name) for one in offices]))
    return show(
        request,
        "desk/checks/words.html",
        trail=[("错敏词", "")],
        page=page_of(request, lines, 50),
        q=q,
        search="错误或建议写法",
        selects=selects,
        filtered=bool(q or state),
        office=office,
        for_office=f"&office={office.pk}" if office else "",
    )


def _matches(line: WordLine, q: str, state: str) -> bool:
    return (not q or q in line.word.wrong or q in line.word.right) and (not state or (line.own if state == "own" else line.off))


def _cells(line: WordLine) -> list[object]:
    word = line.word
    return [word.wrong, word.right, word.kind, word.level.value, word.reason, "、".join(word.unless), line.off, line.until]


@staff(Permit.KEEP_WORDS, acts=True)
def word(request: StaffRequest) -> HttpResponse:
    """A new word, or with `?wrong=` another row for one that is on the list."""
    office = _office(request)
    line = _line(office, request.GET.get("wrong", ""))
    initial = None
    if line:
        initial = {name: getattr(line.word, name) for name in ("wrong", "right", "kind", "level", "reason")}
        initial["unless"] = "、".join(line.word.unless)
    return deed(
        request,
        WordForm(request.POST or None, initial=initial),
        _change,
        title="修改错敏词" if line else "增加错敏词",
        says=_reach(office),
        button="保存",
        back=_back(office),
        said="已保存，之后的检查按新词表进行。",
        trail=[("错敏词", _back(office))],
        given={"office": office},
    )


def _change(
    *,
    wrong: str,
    right: str,
    kind: str,
    level: Level,
    reason: str,
    unless: str,
    by: Officer,
    at: datetime,
    office: Organisation | None,
) -> Word:
    exceptions = tuple(part.strip() for part in unless.replace("，", "、").split("、") if part.strip())
    return actions.change_word(WrongWord(wrong, right, kind, level, reason, exceptions), by=by, at=at, office=office)


@staff(Permit.KEEP_WORDS, acts=True)
def switch(request: StaffRequest) -> HttpResponse:
    """停用 a word, or bring it back."""
    office = _office(request)
    line = _line(office, request.GET.get("wrong", ""))
    if line is None:
        raise Http404
    verb = "恢复使用" if line.off else "停用"
    return deed(
        request,
        NothingForm(request.POST if request.method == "POST" else None),
        actions.change_word,
        line.word,
        title=f"{verb}“{line.word.wrong}”",
        says=_reach(office) if line.off else f"停用后，检查不再提出这个词；历史记录保留，可以随时恢复。{_reach(office)}",
        button=verb,
        back=_back(office),
        said=f"已{verb}。",
        trail=[("错敏词", _back(office))],
        given={"off": not line.off, "office": office},
    )


def _line(office: Organisation | None, wrong: str) -> WordLine | None:
    return next((line for line in word_list(today(), office) if line.word.wrong == wrong), None) if wrong else None


def _back(office: Organisation | None) -> str:
    return reverse("desk:words") + (f"?office={office.pk}" if office else "")


def _reach(office: Organisation | None) -> str:
    """Whose papers a change is for, and how long."""
    if office is None:
        return "对全平台所有单位的文件生效。"
    return f"只对{office.name}的文件生效；改动或者停用公用词表里的词，一年后自动恢复，届时重新核实。"


def _office(request: StaffRequest) -> Organisation | None:
    """Whose list is looked at: `?office=`; without it everybody's for an administrator of the root, else that of the own office."""
    offices, raw = _offices_keeping(request), request.GET.get("office", "")
    if not raw:
        return None if may_somewhere(request.actor, Permit.KEEP_WORDS_FOR_ALL) else next(iter(offices), None)
    one = next((office for office in offices if str(office.pk) == raw), None)
    if one is None:
        raise Http404
    return one


def _offices_keeping(request: StaffRequest) -> list[Organisation]:
    """Whose lists this officer keeps: any below for an administrator of the root, else the own offices."""
    if may_somewhere(request.actor, Permit.KEEP_WORDS_FOR_ALL):
        return list(organisations_managed_by(request.officer).filter(closed_on=None))
    return offices_where(request, Permit.KEEP_WORDS)


@staff(Permit.KEEP_NUMBERS)
def numbers(request: StaffRequest) -> HttpResponse:
    q = text_filter(request)
    page = page_of(request, public_numbers(q), 50)
    keeps = {row.office_id for row in page.object_list if allowed(request, Permit.KEEP_NUMBERS, About(row.office.path))}
    context = {"page": page, "keeps": keeps, "q": q, "search": "单位、号码或用途", "filtered": bool(q)}
    return show(request, "desk/checks/numbers.html", trail=[("机关公开电话", "")], **context)


@staff(Permit.KEEP_NUMBERS, acts=True)
def number(request: StaffRequest) -> HttpResponse:
    return deed(
        request,
        NumberForm(request.POST or None, offices=_offices(request)),
        _register,
        title="登记机关公开电话",
        says="登记过的号码出现在公开文件里不算个人电话。只登记机关对外公布的号码。",
        button="登记",
        back=reverse("desk:numbers"),
        said="已登记。",
        trail=[("机关公开电话", reverse("desk:numbers"))],
    )


def _register(*, number: str, unit: str, purpose: str, office: Organisation, by: Officer, at: datetime) -> PublicNumber:
    return actions.register_number(number, unit=unit, purpose=purpose, office=office, by=by, at=at)


def _offices(request: StaffRequest) -> list[Organisation]:
    """Where the officer may register numbers: the own offices, and below for administrators."""
    from_posts = offices_where(request, Permit.KEEP_NUMBERS)
    managed = organisations_managed_by(request.officer).filter(closed_on=None)
    return list(dict.fromkeys([*from_posts, *managed]))


@staff(Permit.KEEP_NUMBERS, acts=True)
def retire(request: StaffRequest, pk: int) -> HttpResponse:
    row = public_numbers().filter(pk=pk).first()
    if row is None:
        raise Http404
    ask(request, Permit.KEEP_NUMBERS, About(row.office.path))
    return deed(
        request,
        NothingForm(request.POST if request.method == "POST" else None),
        actions.retire_number,
        row,
        title=f"注销 {row.unit} {row.number}",
        says="注销后，这个号码再出现在稿件里会被提示为个人电话。",
        button="注销",
        danger=True,
        back=reverse("desk:numbers"),
        said="已注销。",
        trail=[("机关公开电话", reverse("desk:numbers"))],
    )


@staff(Permit.ALLOW)
def whitelist(request: StaffRequest) -> HttpResponse:
    page = page_of(request, allowances(), 50)
    known = subjects(request, page.object_list)
    rows = [(row, known.get(row.about)) for row in page.object_list]
    context = {"page": page, "rows": rows, "today": today()}
    return show(request, "desk/checks/allowances.html", trail=[("误报白名单", "")], **context)


@staff(Permit.ALLOW, acts=True)
def end(request: StaffRequest, pk: int) -> HttpResponse:
    row = allowances().filter(pk=pk, ended_at=None).first()
    if row is None:
        raise Http404
    return deed(
        request,
        NothingForm(request.POST if request.method == "POST" else None),
        actions.end_allowance,
        row,
        title="提前结束白名单",
        says=f"“{row.sample or row.about}”（{row.get_code_display()}）以后照常提示。",
        button="结束",
        danger=True,
        back=reverse("desk:allowances"),
        said="已结束。",
        trail=[("误报白名单", reverse("desk:allowances"))],
    )
