import pytest
from django import forms


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("", "请填写这一项。"),
        ("四个汉字", "最多3个字，现在有4个。请删减。"),
        ("字", "至少2个字，现在有1个。请补充。"),
        ("空\x00", "含有看不见的空字符，请重新输入。"),
    ],
)
def test_a_form_without_words_of_its_own_speaks_plain_chinese(given, said):
    with pytest.raises(forms.ValidationError) as refused:
        forms.CharField(min_length=2, max_length=3).clean(given)
    assert refused.value.messages == [said]
