"""区分处理 (第三十七条) of a file of the reply: boxes drawn on its pages and words looked for on all of them, each with its ground; then
the file is rebuilt. The page works without a script: a box is a row of numbers. Boxes and words stand there again the next time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse

from gongkai.desk.door import StaffRequest, ask, show, staff
from gongkai.desk.foi.finding import find_handled, trail_of
from gongkai.documents import redaction
from gongkai.documents.redaction import Ground, Mark, PageFacts, Place, Redacted, Withheld, Word
from gongkai.documents.rules.kinds import FileKind
from gongkai.foi.actions import replies
from gongkai.foi.actions.steps import about
from gongkai.foi.models import Case, ReplyFile
from gongkai.foi.rules.happenings import Action
from gongkai.foi.rules.permits import Permit
from gongkai.foi.rules.stages import Stage
from gongkai.shared.clock import now
from gongkai.shared.refusal import Refused

MOST_MARKS = 120  # drawn at a time: a form has a thousand fields at most; what recurs is found by its words
MOST_WORDS = 20
BLANK_MARKS, BLANK_WORDS = 1, 1  # empty rows to fill in without a script
SCALE = 1.5  # of the pictures: pixels to the point
ORIGINAL, RESULT = "original", "result"
GROUNDS = [("", "请选择"), *((one.value, f"{one.label}（{one.article}）") for one in Ground)]
NUMBER_WRONG = "请填写 0 到 100 之间的数。"
PAGE_WRONG = "请填写页码。"


def _percent(label: str) -> forms.FloatField:
    """An edge of a box, in hundredths of the page as it is displayed."""
    return forms.FloatField(
        label=label,
        min_value=0,
        max_value=100,
        widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"}),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), NUMBER_WRONG),
    )


def _ground() -> forms.ChoiceField:
    wrong = "请选择不公开的依据。"
    return forms.ChoiceField(label="依据", choices=GROUNDS, error_messages={"required": wrong, "invalid_choice": wrong})


class MarkForm(forms.Form):
    """One box on one page."""

    page = forms.IntegerField(label="页", min_value=1, error_messages=dict.fromkeys(("required", "invalid", "min_value"), PAGE_WRONG))
    left, top, right, bottom = _percent("左"), _percent("上"), _percent("右"), _percent("下")
    ground = _ground()

    def __init__(self, *args: Any, pages: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pages = pages

    def clean_page(self) -> int:
        page: int = self.cleaned_data["page"]
        if page > self.pages:
            raise ValidationError(f"没有这一页，这份文件共 {self.pages} 页。")
        return page

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if {"left", "top", "right", "bottom"} <= given.keys() and not (given["left"] < given["right"] and given["top"] < given["bottom"]):
            raise ValidationError("右边要大于左边，下边要大于上边。")
        return given

    def mark(self) -> Mark:
        given = self.cleaned_data
        left, top, right, bottom = (given[name] / 100 for name in ("left", "top", "right", "bottom"))
        return Mark(given["page"], (left, top, right, bottom), Ground(given["ground"]))


class WordForm(forms.Form):
    """Words withheld wherever they stand."""

    text = forms.CharField(
        label="文字",
        max_length=200,
        error_messages={"required": "请填写要遮盖的文字。", "max_length": "最多 200 字。"},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    ground = _ground()

    def word(self) -> Word:
        return Word(self.cleaned_data["text"], Ground(self.cleaned_data["ground"]))


def _rows(form: type[forms.Form], most: int, blank: int) -> type[forms.BaseFormSet]:
    rows = forms.formset_factory(form, extra=blank, can_delete=True, max_num=most, absolute_max=most, validate_max=True)
    rows.default_error_messages = {
        **rows.default_error_messages,
        "missing_management_form": "提交的内容不完整，请刷新页面后重做。",
        "too_many_forms": f"一次最多 {most} 处。相同的文字请用“按文字遮盖”，其余的分次处理。",
    }
    return rows


@dataclass(frozen=True)
class Box:
    """A box as it is drawn over the picture, in hundredths of the page."""

    left: float
    top: float
    width: float
    height: float

    @classmethod
    def between(cls, left: float, top: float, right: float, bottom: float) -> "Box":
        return cls(*(round(value, 2) for value in (left, top, right - left, bottom - top)))

    @property
    def right(self) -> float:
        return round(self.left + self.width, 2)

    @property
    def bottom(self) -> float:
        return round(self.top + self.height, 2)


@dataclass(frozen=True)
class Sheet:
    """A page with the boxes shown on it before any script runs: those marked, where the words stand, what still repeats."""

    facts: PageFacts
    marks: Sequence[Box]
    found: Sequence[Box]
    repeats: Sequence[Box]

    @property
    def width(self) -> int:
        return round(self.facts.width * SCALE)

    @property
    def height(self) -> int:
        return round(self.facts.height * SCALE)


@dataclass(frozen=True)
class Told:
    """What came of it: of the last rebuilding, whether now (`made`) or earlier (from what was kept)."""

    withheld: tuple[Withheld, ...]
    unread: tuple[int, ...]
    missing: tuple[str, ...] = ()
    repeats: tuple[Place, ...] = ()
    is_new: bool = False


@staff(Permit.DRAFT, acts=True)
def redact(request: StaffRequest, pk: int, file: int) -> HttpResponse:
    """The page. `do`: find (where the words stand), more (rows to fill in), redact."""
    case, row = _file(request, pk, file)
    _require_pdf(row)
    data = row.original.read()
    pages = redaction.pages(data)
    marks, words = _forms(request, row, len(pages))
    do = request.POST.get("do", "") if request.method == "POST" else ""
    told, refused = _earlier(row), ""
    found: dict[str, tuple[Place, ...]] = {}
    if do in ("find", "redact") and marks.is_valid() and words.is_valid():
        try:
            if do == "find":
                found = _found(data, words)
            else:
                chosen = [form.mark() for form in _kept(marks)]
                made = replies.redact(
                    row,
                    chosen,
                    words=[form.word() for form in _kept(words)],
                    by=request.officer,
                    at=now(),
                    seen=request.POST.get("seen", ""),
                )
                row.refresh_from_db()
                told = _told(made)
        except Refused as error:
            refused = str(error)
    case.refresh_from_db(fields=["stage"])
    wrong = bool(refused or (request.method == "POST" and do != "more" and not (marks.is_valid() and words.is_valid())))
    return show(
        request,
        "desk/foi/redact.html",
        trail=[*trail_of(case), ("区分处理", "")],
        status=422 if wrong else 200,
        case=case,
        file=row,
        seen=row.stored.digest if row.stored else "",
        marks=marks,
        words=words,
        places=[(text, len(one), sorted({place.page for place in one})) for text, one in found.items()],
        sheets=_sheets(pages, marks, found, told),
        told=told,
        refused=refused,
        wrong=wrong,
        unread=[one.number for one in pages if one.unread],
        may_change=case.stage == Stage.DRAFTING,
        stage=Stage(case.stage),
        grounds=[(one, one.explained) for one in Ground],
        shown=RESULT if row.redaction and request.GET.get("show") == RESULT else ORIGINAL,
        most=MOST_MARKS,
    )


@staff(Permit.DRAFT)
def picture(request: StaffRequest, pk: int, file: int, which: str, page: int) -> HttpResponse:
    """One page as a picture, drawn as the new file is: of the original, or of what the applicant gets. Kept by nobody on the way."""
    _, row = _file(request, pk, file)
    stored = {ORIGINAL: row.original, RESULT: row.stored}.get(which)
    if stored is None or stored.kind != FileKind.PDF:
        raise Http404
    try:
        png = redaction.picture(stored.read(), page, SCALE)
    except Refused:
        raise Http404 from None
    return HttpResponse(png, content_type="image/png")


def _file(request: StaffRequest, pk: int, file: int) -> tuple[Case, ReplyFile]:
    """The file, for who may draft this reply; another's is not there."""
    case = find_handled(request, pk)
    row = ReplyFile.objects.filter(reply__case=case, pk=file).select_related("original", "stored", "reply__case__organ").first()
    if row is None:
        raise Http404
    ask(request, Permit.DRAFT, about(case, request.officer, Action.DRAFT))
    return case, row


def _require_pdf(row: ReplyFile) -> None:
    if row.original.kind != FileKind.PDF:
        raise Refused("只有 PDF 文件可以区分处理。请把文件另存为 PDF 后上传。", basis="政府信息公开条例第三十七条")


def _forms(request: StaffRequest, row: ReplyFile, pages: int) -> tuple[Any, Any]:
    """The rows as sent, or as kept from the last time; with empty ones to fill in."""
    given: Any = request.POST if request.method == "POST" else None
    if given is not None and given.get("do") == "more":
        given = given.copy()
        for prefix, most in (("marks", MOST_MARKS), ("words", MOST_WORDS)):
            rows = given.get(f"{prefix}-TOTAL_FORMS", "")
            if rows.isascii() and rows.isdigit() and len(rows) < 4:
                given[f"{prefix}-TOTAL_FORMS"] = str(min(most, int(rows) + 3))
    kept = [_as_percent(one) for one in row.redaction.get("marks", ())]
    marks = _rows(MarkForm, MOST_MARKS, BLANK_MARKS)(given, prefix="marks", initial=kept, form_kwargs={"pages": pages})
    taken = [{"text": word.text, "ground": word.ground} for word in replies.words_of(row)]
    words = _rows(WordForm, MOST_WORDS, BLANK_WORDS)(given, prefix="words", initial=taken)
    return marks, words


def _as_percent(mark: Mapping[str, Any]) -> dict[str, Any]:
    left, top, right, bottom = (round(edge * 100, 2) for edge in mark["box"])
    return {"page": mark["page"], "left": left, "top": top, "right": right, "bottom": bottom, "ground": mark["ground"]}


def _kept(rows: Any) -> list[Any]:
    """The rows that are filled in and not struck out."""
    return [form for form in rows if form not in rows.deleted_forms and (form.initial or form.has_changed())]


def _found(data: bytes, words: Any) -> dict[str, tuple[Place, ...]]:
    wanted = dict.fromkeys(form.cleaned_data["text"] for form in _kept(words))
    if not wanted:
        raise Refused("请先填写要查找的文字。")
    return {text: redaction.words(data, text) for text in wanted}


def _earlier(row: ReplyFile) -> Told | None:
    if not row.redaction:
        return None
    withheld = tuple(Withheld(Ground(one["ground"]), one["places"], tuple(one["pages"])) for one in row.redaction["withheld"])
    return Told(withheld, tuple(row.redaction["unread"]))


def _told(made: Redacted) -> Told:
    return Told(made.summary.withheld, made.unread, made.missing, made.repeats, is_new=True)


def _sheets(pages: Sequence[PageFacts], marks: Any, found: Mapping[str, tuple[Place, ...]], told: Told | None) -> list[Sheet]:
    drawn = [box for form in marks if (box := _drawn(form))]
    places = [_placed(place) for one in found.values() for place in one]
    repeats = [_placed(place) for place in told.repeats] if told else []
    return [Sheet(facts, *([box for page, box in boxes if page == facts.number] for boxes in (drawn, places, repeats))) for facts in pages]


def _placed(place: Place) -> tuple[int, Box]:
    return place.page, Box.between(*(edge * 100 for edge in place.box))


def _drawn(form: Any) -> tuple[int, Box] | None:
    """The box of a row and its page, if it is one."""
    given = form.cleaned_data if form.is_bound and form.is_valid() else form.initial
    if not given or given.get("left") is None or given.get("DELETE"):
        return None
    return given["page"], Box.between(*(given[name] for name in ("left", "top", "right", "bottom")))
