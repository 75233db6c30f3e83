"""What the import pages ask."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from gongkai.desk.facts_form import DayInput, FactsForm
from gongkai.desk.writing import LONGEST
from gongkai.documents.rules.names import climbs_out
from gongkai.people.models import Organisation
from gongkai.policies.actions.intake import Upload
from gongkai.policies.models import Policy
from gongkai.policies.rules import evidence
from gongkai.policies.rules.kinds import CHANGING, Category, RelationKind

NEW = "new"
PASTED = "粘贴的正文"
MOST_AT_ONCE = 10  # times the size of the largest file allowed: all of them are held in memory together
DECLARABLE = [kind for kind in RelationKind if kind in CHANGING or kind is RelationKind.AMENDS]


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or many files, none of them read before it is known to be small enough."""

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        files = [file for file in (data if isinstance(data, list | tuple) else [data]) if file]
        if not files:
            raise forms.ValidationError("请选择文件。")
        sizes = {file: (file.size or 0) / 2**20 for file in files}
        for file, size in sizes.items():
            if size > settings.MAX_UPLOAD_MB:
                raise forms.ValidationError(
                    f"“{file.name}”有 {size:.0f} MB，超过单个文件 {settings.MAX_UPLOAD_MB} MB 的上限，没有上传任何文件。"
                )
        most = MOST_AT_ONCE * settings.MAX_UPLOAD_MB
        if sum(sizes.values()) > most:
            raise forms.ValidationError(
                f"这次选的文件一共 {sum(sizes.values()):.0f} MB，一次最多 {most} MB，没有上传任何文件。请分几次上传。"
            )
        return [super(FilesField, self).clean(file, initial) for file in files]


class OfficeForm(forms.Form):
    """Which of the officer's offices the papers belong to; asked only when there is a choice."""

    office = forms.TypedChoiceField(label="责任单位", coerce=int)

    def __init__(self, *args: Any, offices: Sequence[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offices = {office.pk: office for office in offices}
        field: forms.TypedChoiceField = self.fields["office"]  # type: ignore[assignment]
        field.choices = [(office.pk, office.name) for office in offices]
        if len(offices) == 1:
            field.initial, field.widget = offices[0].pk, forms.HiddenInput()

    def clean_office(self) -> Organisation:
        return self.offices[self.cleaned_data["office"]]


class UploadForm(OfficeForm):
    files = FilesField(  # type: ignore[assignment]
        label="文件",
        max_length=255,
        allow_empty_file=True,
        widget=FilesInput(attrs={"multiple": True}),
        help_text="可一次选多个；ZIP 会自动解开；带清单（文件名含“清单”的 XLSX 或 CSV）时按清单逐行核对。",
        error_messages={"max_length": "文件名最多 %(max)d 个字符，现在有 %(length)d 个。请改短后再上传。"},
    )
    paths = forms.CharField(required=False, widget=forms.HiddenInput(attrs={"data-paths": True}))  # folders, told by the browser's script
    name = forms.CharField(label="批次名称", required=False, max_length=200, help_text="方便以后查找，例如“市住建局 2025 年文件”。")

    def uploads(self) -> list[Upload]:
        """The files with the folders they came from, where the browser told them."""
        files = self.cleaned_data["files"]
        names = [file.name or "未命名" for file in files]
        return [Upload(path, file.read()) for file, path in zip(files, self._paths(names), strict=True)]

    def _paths(self, names: list[str]) -> list[str]:
        try:
            told = json.loads(self.cleaned_data["paths"] or "[]")
        except ValueError:
            return names
        fits = isinstance(told, list) and len(told) == len(names) and all(isinstance(path, str) and len(path) < 1000 for path in told)
        if not fits:
            return names
        return [path if path.rpartition("/")[2] == name and not climbs_out(path) else name for path, name in zip(told, names, strict=True)]


class PasteForm(OfficeForm):
    title = forms.CharField(label="标题", required=False, max_length=200, help_text="可不填，由系统从正文里识别，确认时再改。")
    text = forms.CharField(
        label="正文",
        max_length=LONGEST,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 18}),
        help_text="从网页或文档复制的文字可以整段粘贴，连同页面上的索引号、发文机关等表格一起。也可以粘贴网页源代码。",
        error_messages={"required": "请粘贴正文。", "max_length": f"正文最多 {LONGEST:,} 字，请改为上传文件。"},
    )

    def upload(self) -> Upload:
        """The text as a file; a title given that the text lacks is its first line."""
        title, text = self.cleaned_data["title"].strip(), self.cleaned_data["text"]
        name = title or PASTED
        if text.lstrip()[:1] == "<":
            return Upload(f"{name}.html", text.encode())
        body = text if title in text else f"{title}\n{text}"
        return Upload(f"{name}.txt", body.encode())

    def batch_name(self) -> str:
        """How the batch is told from others: by the title, else by how the text begins."""
        title, text = self.cleaned_data["title"].strip(), self.cleaned_data["text"]
        opening = "" if text.lstrip()[:1] == "<" else next((line.strip() for line in text.splitlines() if line.strip()), "")
        return f"粘贴：{title or opening[:40] or '网页源代码'}"


class CitationForm(forms.Form):
    """One paper cited, found in the library: does this paper change it?"""

    declare = forms.BooleanField(label="声明这一关系", required=False)
    kind = forms.ChoiceField(label="关系", choices=[(kind.value, kind.label) for kind in DECLARABLE])
    on = forms.DateField(label="自", required=False, widget=DayInput(), error_messages={"invalid": "不是有效日期。"})
    until = forms.DateField(label="延长至", required=False, widget=DayInput(), error_messages={"invalid": "不是有效日期。"})
    articles = forms.CharField(label="涉及条款", required=False, max_length=200)

    def __init__(self, *args: Any, target: Policy, cited: Mapping[str, Any], **kwargs: Any) -> None:
        kind = cited["kind"] if cited["kind"] in DECLARABLE else RelationKind.AMENDS.value
        kwargs["initial"] = {"kind": kind, "on": cited["on"], "articles": cited["articles"]}
        super().__init__(*args, **kwargs)
        self.target, self.cited = target, cited

    def relation(self) -> dict[str, Any]:
        given = self.cleaned_data
        days = {name: given[name].isoformat() if given[name] else None for name in ("on", "until")}
        return {"kind": given["kind"], "target": self.target.code, "articles": given["articles"], **days}


class ConfirmForm(FactsForm):
    """The facts as read, and what the paper is."""

    category = forms.ChoiceField(label="类别", widget=forms.RadioSelect, choices=[(one.value, one.label) for one in Category])
    place = forms.ChoiceField(label="入库方式", widget=forms.RadioSelect, choices=[(NEW, "作为新文件入库")], initial=NEW)

    def __init__(
        self, *args: Any, draft: Mapping[str, Any], found: Mapping[str, Policy], revisable: Sequence[Policy], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.revisable = {policy.code: policy for policy in revisable}
        place: forms.ChoiceField = self.fields["place"]  # type: ignore[assignment]
        place.choices = [
            (NEW, "作为新文件入库"),
            *((code, f"作为《{policy.title or code}》的新版次（修订）") for code, policy in self.revisable.items()),
        ]
        self.citations = [
            CitationForm(self.data if self.is_bound else None, prefix=f"c{at}", target=target, cited=cited)
            for at, cited in enumerate(draft["citations"])
            if (target := found.get(cited["doc_no"]) or found.get(cited["title"]))
        ]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        for form in self.citations:
            if form.data.get(form.add_prefix("declare")) and not form.is_valid():
                self.add_error(None, f"对《{form.target.title}》声明的关系填写有误：{'；'.join(str(e[0]) for e in form.errors.values())}")
        return given

    def relations(self) -> list[dict[str, Any]]:
        return [form.relation() for form in self.citations if form.is_bound and form.is_valid() and form.cleaned_data["declare"]]

    def edition_of(self) -> Policy | None:
        return self.revisable.get(self.cleaned_data["place"])

    def category_read(self) -> Category:
        return Category(self.initial["category"])

    def category_chosen(self) -> Category:
        return Category(self.cleaned_data["category"])


def first_values(draft: Mapping[str, Any]) -> dict[str, Any]:
    """What the form shows at first: the facts read, and the category read or given in the manifest."""
    return evidence.as_facts(draft) | {"category": evidence.value(draft, "category") or draft["category"]}
