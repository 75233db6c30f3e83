import pytest

from gongkai.assistant.rules.answers import Answer, Citation, Kind, Outcome, Scope, Sentence
from gongkai.assistant.rules.several import parts
from gongkai.assistant.several import agrees, together


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("困难毕业生求职补贴多少钱，谁去申请", ("困难毕业生求职补贴多少钱", "谁去申请")),
        ("硕士买房补多少，生活补贴每月多少？", ("硕士买房补多少", "生活补贴每月多少")),
        # in the same words of the same matter
        (
            "清理文件，有多少件继续有效，多少件失效，多少件废止",
            ("清理文件，有多少件继续有效", "清理文件，有多少件失效", "清理文件，有多少件废止"),
        ),
        ("加装电梯要几楼以上、多少业主同意才行？", ("加装电梯要几楼以上", "多少业主同意才行")),
        ("我妈82岁，住望潮街道，吃一顿能补几块", ()),  # one question, told at length
        ("公租房怎么申请", ()),
        ("有房没户口和有户口没房，哪个先录取", ()),
        ("孩子上学怎么办，我们刚搬来，要什么材料", ()),  # what stands between two questions may belong to either
    ],
)
def test_a_question_is_taken_apart_where_it_asks_several_things(text, asked):
    assert parts(text) == asked


def answer(*texts, code="a", outcome=Outcome.ANSWER, note=""):
    cited = tuple(Citation(code, 1, "办法", "", "", "", text, "有效", True) for text in texts)
    sentences = tuple(Sentence(text, (place,)) for place, text in enumerate(texts))
    return Answer(outcome, Kind.AMOUNT, sentences, cited, note=note, scope=Scope((code,)), confidence=0.9)


def test_answers_of_one_paper_are_put_together_each_sentence_once():
    both = together([answer("86件继续有效。", note="甲"), answer("9件失效。", "86件继续有效。"), answer("4件废止。", note="甲")])
    assert [one.text for one in both.sentences] == ["86件继续有效。", "9件失效。", "4件废止。"]
    assert [both.citations[one.citations[0]].quote for one in both.sentences] == [one.text for one in both.sentences]
    assert both.note == "甲"


@pytest.mark.parametrize(
    "other", [answer("3000元。", code="b"), answer(outcome=Outcome.EVIDENCE), answer(outcome=Outcome.REFUSED, code="")]
)
def test_they_are_not_where_one_was_not_answered_or_from_another_paper(other):
    assert together([answer("1000元。"), other]) is None


def test_what_is_stated_of_the_whole_must_be_stated_of_one_of_the_things():
    assert agrees(answer("1000元。"), [answer("1000元。"), answer(outcome=Outcome.EVIDENCE)])
    assert not agrees(answer("1000元。"), [answer(outcome=Outcome.EVIDENCE), answer(outcome=Outcome.REFUSED)])
    assert not agrees(answer("1.5万元。"), [answer("1000元。"), answer(outcome=Outcome.EVIDENCE)])
