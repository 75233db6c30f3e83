from datetime import UTC, date, datetime

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, RequestContext, Template
from django.test import RequestFactory

from gongkai.ui.look import Look, look_of
from gongkai.ui.pieces import Choice, Event, Facet, Fact
from gongkai.ui.templatetags import ui


def printed(source: str, **context: object) -> str:
    return Template("{% load ui %}" + source).render(Context(context))


def test_dates_are_printed_as_people_write_them():
    assert ui.zh_date(date(2025, 6, 10)) == "2025年6月10日"
    assert ui.zh_date(None) == ""


def test_a_moment_is_printed_in_beijing_time():
    assert ui.zh_moment(datetime(2025, 6, 9, 16, 5, tzinfo=UTC)) == "2025年6月10日 00:05"


@pytest.mark.parametrize(("size", "words"), [(830, "830 字节"), (12_000, "12 KB"), (3_600_000, "3.4 MB"), (None, "")])
def test_file_sizes_are_printed_in_the_unit_people_expect(size, words):
    assert ui.file_size(size) == words


def test_validity_is_a_word_with_a_shape_and_not_a_colour_alone():
    assert 'class="status good">有效<' in ui.ui_status("有效")
    assert 'class="status stop">废止<' in ui.ui_status("废止")


def test_highlights_are_escaped_piece_by_piece():
    shown = ui.ui_highlight([("<b>租", False), ("房<script>", True)])
    assert shown == "&lt;b&gt;租<mark>房&lt;script&gt;</mark>"


def test_the_qr_code_is_an_image_with_a_name_and_no_inline_style():
    drawn = ui.ui_qr("http://example.test/p/990100-2026-000001-5", "一策一码")
    assert 'role="img"' in drawn
    assert 'aria-label="一策一码"' in drawn
    assert "<svg" in drawn
    assert "style=" not in drawn


def test_page_links_keep_the_other_parameters_and_mark_the_present_page():
    request = RequestFactory().get("/policies/?q=公租房&page=2")
    page = Paginator(range(100), 20).page(2)
    shown = Template("{% load ui %}{% ui_pages page %}").render(RequestContext(request, {"page": page}))
    assert "q=%E5%85%AC%E7%A7%9F%E6%88%BF&amp;page=3" in shown
    assert shown.count("aria-current") == 1


def test_an_empty_fact_is_shown_as_having_no_value():
    shown = printed(
        "{% ui_facts facts %}", facts=[Fact("规范性文件登记号"), Fact("有效性", "有效", status=True, why="自2025年1月1日起施行")]
    )
    assert '<span class="sr">无</span>' in shown
    assert "自2025年1月1日起施行" in shown


def test_a_chosen_facet_below_the_fold_is_unfolded():
    choices = tuple(Choice(f"机关{n}", 1, "?", chosen=n == 10) for n in range(12))
    shown = printed("{% ui_facets facets %}", facets=[Facet("发文机关", choices)])
    assert '<details class="rest" open>' in shown
    assert "（4）" in shown


def test_a_missing_stage_is_shown_on_the_timeline():
    assert 'class="missing"' in printed("{% ui_timeline events %}", events=[Event("意见征集", shape="missing")])


class QuestionForm(forms.Form):
    text = forms.CharField(label="您想问什么", help_text="写清楚是哪一条")


def test_a_wrong_field_is_tied_to_its_error_and_listed_at_the_top():
    form = QuestionForm({"text": ""})
    assert not form.is_valid()
    shown = printed("{% ui_errors form %}{% ui_field form.text %}", form=form)
    assert 'href="#id_text"' in shown
    assert 'aria-describedby="id_text-help id_text-error"' in shown
    assert 'aria-invalid="true"' in shown


def test_an_unknown_theme_in_a_cookie_is_ignored():
    assert look_of({"theme": "evil", "elder": "1"}) == Look(elder=True, theme="")
