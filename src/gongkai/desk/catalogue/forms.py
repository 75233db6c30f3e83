"""Forms of the catalogue. They read what was typed; what is right is said by the room's rules."""

from typing import Any

from django import forms

from gongkai.catalogue.models import Column
from gongkai.catalogue.rules.categories import CATEGORIES, short
from gongkai.catalogue.rules.items import LONGEST, MOST_DAYS, Written
from gongkai.catalogue.rules.words import Audience, Channel, Mode, Tier
from gongkai.people.models import Organisation

CATEGORY_CHOICES = [("", "请选择"), *((one.code, f"{one.code} {short(one.code)}") for one in CATEGORIES)]
EFFECTIVE = "首次编制的最早写到一年前；早于今天的，从那天起应按期公开的会马上列入待办，过了期的计为逾期。"
PAPERS = [("", "任何文件"), ("policy", "政策文件"), ("interpretation", "政策解读"), ("news", "资讯"), ("other", "其他信息")]


def _area(label: str, name: str, rows: int, help_text: str = "") -> forms.CharField:
    return forms.CharField(label=label, max_length=LONGEST[name], widget=forms.Textarea(attrs={"rows": rows}), help_text=help_text)


class ItemForm(forms.Form):
    """The ten standard columns and what the clock needs. `owners`: where the officer may write; empty for an item that has its own."""

    owner = forms.ModelChoiceField(Organisation.objects.none(), label="编制机关", empty_label=None)
    category = forms.ChoiceField(label="法定类别", choices=CATEGORY_CHOICES, help_text="政府信息公开条例第二十条、第二十一条。")
    heading = forms.CharField(label="一级事项", max_length=120)
    field = forms.CharField(label="领域", max_length=40, required=False, help_text="基层政务公开标准目录的领域，例如：义务教育。")
    name = forms.CharField(label="二级事项", max_length=LONGEST["name"])
    content = _area("公开内容", "content", 4, "写明要素，用分号隔开。")
    basis = _area("公开依据", "basis", 2, "法律、法规、规章或者文件的名称和条文。")
    limit_text = forms.CharField(
        label="公开时限", max_length=LONGEST["limit_text"], initial="信息形成或者变更之日起20个工作日内",
        help_text="系统按这句话计算：例如“3个工作日内”“批准后20日内”“提前30日”“实时公开”“按季度公开”“每年1月31日前”“长期公开”。",
    )  # fmt: skip
    anchor = forms.CharField(label="起算事件", max_length=LONGEST["anchor"], required=False, help_text="例如：作出决定之日。")
    bearers = forms.ModelMultipleChoiceField(
        Organisation.objects.none(), label="公开主体", widget=forms.CheckboxSelectMultiple, help_text="本单位或者下级，可以有几个。"
    )
    channels = forms.MultipleChoiceField(
        label="公开渠道和载体",
        choices=[(one.value, one.label) for one in Channel],
        widget=forms.CheckboxSelectMultiple,
        initial=["website"],
    )
    media_limit = forms.CharField(
        label="两微一端的时限", max_length=100, required=False, help_text="与政府网站不同的才填，例如“3个工作日内”；两处各自计算。"
    )
    audience = forms.ChoiceField(
        label="公开对象", choices=[(one.value, one.label) for one in Audience], widget=forms.RadioSelect, initial="everybody"
    )
    group = forms.CharField(label="群体说明", max_length=LONGEST["group"], required=False, help_text="特定群体的填写，例如：青溪村村民。")
    mode = forms.ChoiceField(
        label="公开方式", choices=[(one.value, one.label) for one in Mode], widget=forms.RadioSelect, initial="proactive"
    )
    tiers = forms.MultipleChoiceField(
        label="公开层级", choices=[(one.value, one.label) for one in Tier], widget=forms.CheckboxSelectMultiple
    )
    unit = forms.CharField(label="责任处室", max_length=LONGEST["unit"], required=False)
    column = forms.ModelChoiceField(
        Column.objects.none(), label="公开栏目", required=False, empty_label="不限", help_text="选了栏目的，公开在别处会标为“栏目不对”。"
    )
    retention_days = forms.IntegerField(
        label="保留天数", min_value=0, max_value=MOST_DAYS, initial=0, help_text="0 为长期保留；不到期撤下的算没有公开。"
    )
    refresh_days = forms.IntegerField(
        label="更新周期（天）", min_value=0, max_value=MOST_DAYS, initial=0, help_text="0 为不检查；超过的标为“超期未更新”。"
    )
    effective_from = forms.DateField(
        label="生效日期", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), help_text=EFFECTIVE
    )
    note = forms.CharField(label="变更说明", max_length=300, help_text="会在“目录变更公告”里向社会公布。")

    def __init__(self, *args: Any, owners: list[Organisation], is_new: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        below = Organisation.objects.none()
        for one in owners:
            below = below | Organisation.objects.open().at_or_below(one.path)
        self.fields["bearers"].queryset = below.order_by("path")  # type: ignore[attr-defined]
        self.fields["column"].queryset = Column.objects.order_by("name")  # type: ignore[attr-defined]
        if is_new:
            self.fields["owner"].queryset = Organisation.objects.filter(pk__in=[one.pk for one in owners])  # type: ignore[attr-defined]
        else:
            for name in ("owner", "category", "heading", "field"):
                del self.fields[name]

    def written(self) -> Written:
        data = self.cleaned_data
        media = data["media_limit"].strip()
        return Written(
            **{name: data[name].strip() for name in ("name", "content", "basis", "limit_text", "group", "unit", "anchor")},
            channels=tuple(data["channels"]),
            audience=data["audience"],
            mode=data["mode"],
            tiers=tuple(data["tiers"]),
            channel_limits=((Channel.NEW_MEDIA.value, media),) if media else (),
            retention_days=data["retention_days"],
            refresh_days=data["refresh_days"],
        )


def typed(written: Written) -> dict[str, Any]:
    """The item as the form shows it."""
    data = written.as_data()
    return data | {"media_limit": data.pop("channel_limits").get(Channel.NEW_MEDIA.value, "")}


class ImportForm(forms.Form):
    owner = forms.ModelChoiceField(Organisation.objects.none(), label="编制机关", empty_label=None)
    file = forms.FileField(label="目录文件", help_text="XLSX、XLS、CSV 的标准目录表，或者 JSON。表头可以有两行，合并单元格、■ 勾选都认得。")
    category = forms.ChoiceField(
        label="法定类别", choices=CATEGORY_CHOICES, required=False, help_text="表里没有“法定类别”一栏时，全部归入这一类。"
    )
    field = forms.CharField(label="领域", max_length=40, required=False)
    effective_from = forms.DateField(
        label="生效日期", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), help_text=EFFECTIVE
    )
    note = forms.CharField(label="变更说明", max_length=300, help_text="会在“目录变更公告”里向社会公布。")

    def __init__(self, *args: Any, owners: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = Organisation.objects.filter(pk__in=[one.pk for one in owners])  # type: ignore[attr-defined]


class EventForm(forms.Form):
    """应公开的事情 of one item. `organs`: who of its bearers the officer works for."""

    organ = forms.ModelChoiceField(Organisation.objects.none(), label="公开主体", empty_label=None)
    title = forms.CharField(label="什么事情", max_length=200, help_text="供经办人辨认，公开以前不对外显示。")
    event_on = forms.DateField(label="发生日期", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def __init__(self, *args: Any, organs: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organ"].queryset = Organisation.objects.filter(pk__in=[one.pk for one in organs])  # type: ignore[attr-defined]


class PublishedForm(forms.Form):
    """What was published where: on this site by itself, elsewhere (a board, a group) by an officer's word."""

    title = forms.CharField(label="公开内容的标题", max_length=500)
    published_on = forms.DateField(label="公开日期", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    channel = forms.ChoiceField(label="渠道", choices=[(one.value, one.label) for one in Channel])
    column = forms.ModelChoiceField(Column.objects.none(), label="栏目", required=False, empty_label="没有栏目")
    address = forms.CharField(
        label="网址", max_length=500, required=False, help_text="公开在网站上的必填，公众和监督人员要能打开核对。以 / 或者 https:// 开头。"
    )
    place = forms.CharField(label="地点", max_length=200, required=False, help_text="定向公开的写明，例如：上棠村公示栏。")
    is_empty = forms.BooleanField(label="只有标题，还没有内容", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["column"].queryset = Column.objects.order_by("name")  # type: ignore[attr-defined]


class ColumnForm(forms.Form):
    office = forms.ModelChoiceField(Organisation.objects.none(), label="建立单位", empty_label=None)
    name = forms.CharField(label="栏目名称", max_length=80)
    address = forms.CharField(label="网址", max_length=300, required=False)
    takes_papers = forms.BooleanField(label="文件库里发布的文件自动归入这个栏目", required=False)
    category = forms.ChoiceField(label="哪类文件", choices=PAPERS, required=False)
    topic = forms.CharField(label="哪个主题分类", max_length=40, required=False, help_text="不填为各个主题。")

    def __init__(self, *args: Any, offices: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = Organisation.objects.filter(pk__in=[one.pk for one in offices])  # type: ignore[attr-defined]


class AcceptForm(forms.Form):
    category = forms.ChoiceField(label="法定类别", choices=CATEGORY_CHOICES)
    heading = forms.CharField(label="一级事项", max_length=120)
    content = _area("公开内容", "content", 4)
