"""核验文书: whether a letter is one of ours, by its code; with the PDF, whether not a byte of it was changed."""

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods

from gongkai.foi import letters
from gongkai.foi.letters import Verified
from gongkai.portal.foi.views import HOME
from gongkai.portal.limits import too_many, tried_often, within
from gongkai.portal.page import show
from gongkai.shared.refusal import Refused

TRIES_PER_HOUR = 60  # from one address


class VerifyForm(forms.Form):
    code = forms.CharField(
        label="文书验证码",
        max_length=40,
        error_messages={"required": "请填写文书验证码。"},
        help_text="印在文书末页下方，13 位，大小写、空格和横线不计。",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    file = forms.FileField(
        label="文书的 PDF 文件",
        required=False,
        help_text="上传后逐字节比对，看有没有被改过。文件不保存。",
        error_messages={"empty": "这个文件是空的，请重新选择。", "max_length": "文件名太长，请改短后再上传。"},
        widget=forms.ClearableFileInput(attrs={"accept": "application/pdf"}),
    )


@never_cache
@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Posted, so that codes do not stand in logs. Nothing is told of the reader or the text."""
    form = VerifyForm(request.POST or None, request.FILES or None, initial={"code": request.GET.get("code", "")[:40]})
    found = None
    if request.method == "POST":
        if not within(request, "foi-verify", TRIES_PER_HOUR):
            return too_many(request, tried_often(TRIES_PER_HOUR, "同一来源", "或者拨打文书上的联系电话核实"))
        if form.is_valid():
            found = _verified(form)
    return show(
        request,
        "portal/foi/verify.html",
        section=HOME[1],
        trail=[(HOME[0], reverse(HOME[1])), ("核验文书", "")],
        status=422 if form.errors else 200,
        form=form,
        found=found,
    )


def _verified(form: VerifyForm) -> Verified | None:
    sent = form.cleaned_data["file"]
    if sent and sent.size > settings.MAX_UPLOAD_MB * 2**20:
        form.add_error("file", f"文件超过 {settings.MAX_UPLOAD_MB} MB，不会是本平台的文书。")
        return None
    try:
        found = letters.verify(form.cleaned_data["code"], sent.read() if sent else None)
    except Refused as refused:
        form.add_error("code", str(refused))
        return None
    if found is None:
        form.add_error(
            "code", "没有这个验证码的文书。请对照文书逐位核对；确认无误仍查不到的，这份文书可能不是本平台出具的，请联系发文机关。"
        )
    return found
