"""Cleaning: each item of the dirty-input list, and the map back to the source."""

import pytest

from gongkai.policies.rules.cleaning import PlainLine, clean, lines_of
from gongkai.policies.rules.cleaning_pinyin import has_injected_pinyin, is_traditional, strip_pinyin, to_simplified


def cleaned(text):
    return clean(lines_of(text))


def texts(text):
    return [line.text for line in cleaned(text).lines]


LONG = "为贯彻落实上级部署，进一步规范全市停车秩序，提高停车设施使用效率，经市政府同意，现就加强停车管理工作通知如下，请各单位"


@pytest.mark.parametrize(
    ("dirty", "plain"),
    [
        ("各处室,各单位:", "各处室，各单位："),
        ("现将要点印发给你们,请抓好落实.", "现将要点印发给你们，请抓好落实。"),
        ("是否可行?可以!", "是否可行？可以！"),
        ("(一)加强领导;(二)落实责任", "（一）加强领导；（二）落实责任"),
        ("与村(居)务公开衔接）", "与村（居）务公开衔接）"),
        ("（责任单位：区政府各部门)", "（责任单位：区政府各部门）"),
        ('坚持"谁起草,谁解读"的原则', "坚持“谁起草，谁解读”的原则"),
        ("基于DeepSeek,提升效率", "基于DeepSeek，提升效率"),
        ("投资1,200万元，时间10:30，网址http://a.cn/?x=1", "投资1,200万元，时间10:30，网址http://a.cn/?x=1"),
        ("1.2亿元和第1.条", "1.2亿元和第1.条"),
        ("《关于印发<2025年要点>的通知》", "《关于印发〈2025年要点〉的通知》"),
        ("《关于印发《2025年要点》的通知》", "《关于印发〈2025年要点〉的通知》"),
        ("<<停车办法>>已废止", "《停车办法》已废止"),
        ("增长<5%的，大于>3%", "增长<5%的，大于>3%"),
        ("鲁政办发〔2025〕 5 号", "鲁政办发〔2025〕5号"),
        ("2025 年山东省政务公开 工作要点", "2025年山东省政务公开工作要点"),
        ("利用 AI 技术开展 5G 应用", "利用AI技术开展5G应用"),
        ("Open Data 平台", "Open Data平台"),
        ("第一条  为了加强管理", "第一条　为了加强管理"),
        ("２０２５年第１号", "2025年第1号"),
        ("## 一、总体要求", "一、总体要求"),
        ("#### **四、夯实基础**", "四、夯实基础"),
        ("**加粗**的字", "加粗的字"),
        ("• 做好公开", "做好公开"),
        ("\ufeff政\u200b务\u00ad公开\u00a0", "政务公开"),
        ("[附件](https://a.cn/b.pdf)下载", "附件下载"),
    ],
)
def test_a_dirty_line_comes_out_as_official_text(dirty, plain):
    assert texts(dirty) == [plain]


def test_a_paragraph_broken_after_a_pause_is_joined_and_keeps_both_sources():
    result = cleaned("（一）完善机制。推动公开向基层延伸。（责任单位：区政府各部门、\n\n各街道办事处)")
    assert [line.text for line in result.lines] == ["（一）完善机制。推动公开向基层延伸。（责任单位：区政府各部门、各街道办事处）"]
    assert result.lines[0].sources == (1, 3)
    assert result.source_text(result.lines[0]).endswith("各街道办事处)")


def test_a_paragraph_cut_in_mid_word_by_a_page_is_joined():
    assert texts(f"{LONG}认真组\n\n织实施。\n下一段。") == [f"{LONG}认真组织实施。", "下一段。"]


def test_a_page_number_between_two_halves_does_not_part_them():
    assert texts(f"{LONG}认真组\n- 3 -\n织实施。") == [f"{LONG}认真组织实施。"]


def test_a_list_of_units_broken_over_three_pages_lines_is_joined():
    text = "三、强化联动。建立会商机制，收到预警后2小时内完成力量部署。（责任单位：\n\n市公路事业发展中心、各区县\n\n交通运输局）"
    assert texts(text) == ["三、强化联动。建立会商机制，收到预警后2小时内完成力量部署。（责任单位：市公路事业发展中心、各区县交通运输局）"]


def test_rows_of_a_metadata_table_do_not_make_a_page_look_broken_at_a_width():
    rows = "\n".join(
        [
            "发文机关 云川市民政局 发文字号 云民发〔2025〕3号",
            "成文日期 2025-07-21 索引号 19059120230915143805",
            "政策咨询部门 云川市民政局办公室 政策咨询电话 0571-8899",
        ]
    )
    text = f"{rows}\n五、规范公开公示\n公开救助政策、申请渠道和监督电话。（责任单位：区民政局、各街道办事处）\n云川市民政局\n2025年7月21日"
    assert texts(text)[-2:] == ["云川市民政局", "2025年7月21日"]


def test_headings_titles_and_dates_are_not_joined_to_what_follows():
    text = "一、加强体制机制建设，提升政务公开效能\n（一）完善机制。\n云川市人民政府关于加强停车管理工作的通知\n各单位：\n云川市人民政府\n2025年6月1日"
    assert len(texts(text)) == 6


def test_text_broken_at_a_fixed_width_becomes_paragraphs():
    text = (
        "各县（区）人民政府，市政府各部门、各直属机构：\n《云川市大气污染防治攻坚行动方案》已经市政府同意，现\n印发给你们，请结合实际认真组织实施，确保完成年度各项目\n"
        "标任务，并于每年12月底前将工作情况报市生态环境局，同时\n抄送市政府办公室。\n为深入贯彻党中央、国务院关于深入打好污染防治攻坚战的\n决策部署，制定本方案。\n一、总体要求"
    )
    assert [line[-8:] for line in texts(text)] == ["门、各直属机构：", "送市政府办公室。", "署，制定本方案。", "一、总体要求"]


PINYIN = "中國(guó)社會(huì)科學(xué)院發(fā)布報(bào)告，青島市位居第二名，是山東省排名第一的地級(jí)市。"


def test_injected_pinyin_is_stripped_and_the_text_made_simplified():
    result = cleaned(PINYIN)
    assert [line.text for line in result.lines] == ["中国社会科学院发布报告，青岛市位居第二名，是山东省排名第一的地级市。"]
    assert "去除夹注拼音：6处" in result.steps
    assert result.flags == ()


def test_a_few_readings_in_a_long_text_are_no_injection():
    assert not has_injected_pinyin("本市崂（láo）山区" + "政务公开工作" * 40)
    assert strip_pinyin("使用AI(ai)技术")[0] == "使用AI(ai)技术"


def test_the_g_of_phonetic_type_is_a_g():
    assert strip_pinyin("國(ɡuó)務(wù)院")[0] == "國務院"


def test_characters_destroyed_beside_a_reading_are_marked_missing_and_flagged_not_guessed():
    result = cleaned(PINYIN + "\n優(yōu)化政府信息公開(kāi)申請(qǐng)?zhí)幚砥脚_(tái),送達(dá)—?dú)w檔(dàng)")
    assert result.lines[1].text == "优化政府信息公开申请〓，送达—〓档"
    assert [(flag.kind, flag.source_line) for flag in result.flags] == [("destroyed", 2), ("destroyed", 2)]
    assert "?zhí)幚砥脚_(tái)" in result.flags[0].message
    assert "?zhí)幚砥脚_(tái)" in result.flags[0].source_text


@pytest.mark.parametrize("ruin", ["贫□困救助", "救助\ufffd\ufffd工作", "做好？？救助", "锟斤拷表格", "政\ue123务", "ä¸å›½政府"])
def test_a_destroyed_character_is_flagged_where_it_stands_and_left(ruin):
    result = cleaned("第一行。\n" + ruin)
    assert [(flag.kind, flag.source_line) for flag in result.flags] == [("destroyed", 2)]


def test_tick_boxes_and_ordinary_question_marks_are_not_destroyed():
    assert cleaned("申请人□是 □否同意。\n有何大动作?政策全解析").flags == ()


def test_traditional_characters_become_simplified_but_a_single_old_form_stays():
    assert texts("雲川市人民政府辦公廳關於印發應急預案的通知") == ["云川市人民政府办公厅关于印发应急预案的通知"]
    assert not is_traditional("云川市人民政府办公厅关于印发应急预案的通知，著作权人陈喆。" * 3)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("当前位置:首页 > 政策文件", "位置导航"),
        ("首页>政务公开>文件", "位置导航"),
        ("我要收藏", "页面按钮"),
        ("字号: 【小】 【中】 【大】 【打印】", "页面按钮"),
        ("字体大小: 打印", "页面按钮"),
        ("网站首页 要闻动态 政务公开 政务服务 政民互动", "网站导航"),
        ("更新时间:2025-07-04 浏览量: ", "来源与浏览信息"),
        ("文章来源:某中心  文章作者:某中心 ", "来源与浏览信息"),
        ("上一篇 : 没有了", "上下篇链接"),
        ("扫一扫在手机打开当前页", "扫码提示"),
        ("版权所有：云川市人民政府 云ICP备12345678号", "网站页脚"),
        ("主办单位：云川市人民政府办公室", "网站页脚"),
        ("政务公开_工作要点_山东省政务公开", "图片说明"),
        ("第 3 页 共 8 页", "页码"),
        ("如果您对该文件有疑问,可以通过网上咨询", "咨询提示"),
    ],
)
def test_furniture_of_the_page_is_taken_out_and_named(line, reason):
    result = cleaned(f"正文第一段。\n{line}\n正文第二段。")
    assert [each.text for each in result.lines] == ["正文第一段。", "正文第二段。"]
    assert [each.reason for each in result.dropped] == [reason]


@pytest.mark.parametrize(
    "line",
    [
        "各单位要做好版权保护工作，落实主体责任。",
        "打印机采购标准",
        "（三）来源可查。",
        "上一年度工作完成较好。",
        "联系我市实际，制定本方案。",
    ],
)
def test_text_that_resembles_furniture_stays(line):
    assert texts(f"第一段。\n{line}") == ["第一段。", line]


def test_a_title_or_a_summary_printed_twice_is_kept_once():
    summary = "近年来，市政府办公室深入落实上级有关政务公开工作的部署要求，有效提升政务公开标准化信息化水平。"
    result = cleaned(f"关于印发工作要点的通知\n打印\n关于印发工作要点的通知\n{summary}\n一、成效\n{summary}")
    assert [line.text for line in result.lines] == ["关于印发工作要点的通知", summary, "一、成效"]
    assert [each.reason for each in result.dropped] == ["重复的标题", "页面按钮", "重复的段落"]


def test_tables_pasted_with_tabs_or_bars_are_rows():
    result = cleaned("序号\t单位\t金额\n1\t东湖区\t120\n| 名称 | 文号 |\n|---|---|\n| 甲 | 乙 |")
    assert [line.rows for line in result.lines] == [
        (("序号", "单位", "金额"),),
        (("1", "东湖区", "120"),),
        (("名称", "文号"),),
        (("甲", "乙"),),
    ]


def test_a_readers_table_is_cleaned_cell_by_cell():
    line = PlainLine("", rows=(("責 任單位(x)", "市財政局,市教育局"),))
    assert clean([line]).lines[0].rows == (("责任单位（x）", "市财政局，市教育局"),)


def test_every_step_is_counted_in_chinese():
    assert set(cleaned("• 各处室,各单位:\n收藏").steps) == {"半角标点改为全角：2处", "去除项目符号：1处", "去除页面按钮：1处"}


@pytest.mark.parametrize(
    "hostile", [" " * 50000 + "x", "[" * 20000, "（" * 10000, "《" * 10000, "|---|" + " " * 50000 + "x", "国(gu" * 5000]
)
def test_a_hostile_line_is_cleaned_in_reasonable_time(hostile):
    assert len(clean(lines_of(hostile)).lines) <= 1


def test_a_traditional_paper_keeps_the_characters_simplified_writing_has_too():
    assert to_simplified("解答覆蓋範圍，關於後續徵求意見，乾隆年間，哪吒，麽") == "解答覆盖范围，关于后续征求意见，乾隆年间，哪吒，么"
    assert to_simplified("破坏土坯房，不得拚凑，捱户走访") == "破坏土坯房，不得拚凑，捱户走访"
