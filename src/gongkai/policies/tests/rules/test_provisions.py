from gongkai.policies.rules.cleaning import PlainLine, clean
from gongkai.policies.rules.provisions import headings, is_forwarding, provisions
from gongkai.policies.rules.structure import structure


def blocks(text):
    return structure(clean([PlainLine(line) for line in text.splitlines()]).lines).blocks


RULES = """第一章 总则
第一条 为了规范管理，制定本办法。
第二条 申请应当符合下列条件：
（一）具有本市户籍；
（二）无自有住房。
收入标准每两年公布一次。
第二章 附则
第三条 本办法自公布之日起施行。"""

TASKS = """一、加强机制建设
（一）完善目录。健全目录制度，明确公开主体、内容、时限和方式，同步建立动态更新机制。（责任单位：办公室、各处室）
（二）提升质效。规范办理全流程，畅通受理渠道，明确具体责任及工作要求，提高办理工作的专业化水平。（责任单位：办公室）
二、强化监督
（三）开展培训。每年至少组织一次政务公开业务培训，认真学习有关行政法规和管理制度。（责任单位：人事处）"""


def test_an_article_keeps_its_items_and_paragraphs():
    one, two, three = provisions(blocks(RULES))
    assert [each.label for each in (one, two, three)] == ["第一条", "第二条", "第三条"]
    assert [member.text for member in two.members] == ["（一）具有本市户籍；", "（二）无自有住房。"]
    assert [each.label for each in two.statements] == ["第二条", "第二条第（一）项", "第二条第（二）项", "第二条第二款"]
    assert two.headings == ("第一章　总则",)


def test_a_numbered_task_is_a_provision_of_its_own_under_its_heading():
    found = provisions(blocks(TASKS))
    assert [one.label for one in found] == ["一、（一）", "一、（二）", "二、（三）"]
    assert [one.head for one in found] == ["（一）完善目录。", "（二）提升质效。", "（三）开展培训。"]
    assert found[2].headings == ("二、强化监督",)


def test_a_sentence_keeps_the_bracket_that_says_who_is_responsible():
    statement = provisions(blocks(TASKS))[0].statements[-1]
    assert statement.text.endswith("（责任单位：办公室、各处室）")


def test_the_words_of_a_statement_are_the_words_of_the_text():
    for provision in (*provisions(blocks(RULES)), *provisions(blocks(TASKS))):
        assert all(one.text in provision.text for one in provision.statements)


def test_the_highest_headings_are_the_parts():
    assert [block.text for block in headings(blocks(TASKS))] == ["一、加强机制建设", "二、强化监督"]


def test_an_answer_belongs_to_its_question():
    (found,) = provisions(blocks("解读如下内容。\n问：可以转租吗？\n答：不可以。"))[1:]
    assert found.head == "问：可以转租吗？"
    assert found.text.endswith("答：不可以。")


def test_the_sentence_that_sends_a_paper_out_rules_nothing():
    forwarding, ruling = provisions(blocks("现将办法印发给你们，请认真贯彻执行。\n第一条 制定本办法。"))
    assert is_forwarding(forwarding)
    assert not is_forwarding(ruling)
