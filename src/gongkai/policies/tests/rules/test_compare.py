import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.documents.rules.paper import Block, BlockKind, plain_text
from gongkai.policies.rules.compare import PieceKind, RowKind, Summary, compare

NUMERALS = "一二三四五六七八九十"


def article(number: int, body: str) -> Block:
    name = f"第{NUMERALS[number - 1]}条"
    return Block(BlockKind.ARTICLE, f"{name}　{body}", name)


PURPOSE = "为了规范住房租赁补贴发放，保障住房困难家庭基本居住需求，制定本办法。"
SCOPE = "本市行政区域内住房租赁补贴的申请、审核、发放和监督管理，适用本办法。"
DUTY = "市住房和城乡建设局负责全市住房租赁补贴工作的指导和监督。"
MONEY = "补贴标准为每月每平方米十五元，由市财政部门按季度拨付。"
CLOSING = "本办法自2025年7月1日起施行，有效期五年。"
OLD = [article(n, body) for n, body in enumerate([PURPOSE, SCOPE, DUTY, MONEY, CLOSING], 1)]


def told(comparison):
    """(kind, old number, new number) of each row."""
    return [(row.kind.value, row.old.number if row.old else "", row.new.number if row.new else "") for row in comparison.rows]


def spelled(row, *kinds):
    return "".join(piece.text for piece in row.pieces if piece.kind in kinds)


def test_the_same_text_has_no_changes():
    comparison = compare(OLD, OLD)
    assert comparison.summary == Summary(same=5, changed=0, moved=0, added=0, removed=0, renumbered=0)
    assert str(comparison.summary) == "两个版本文字相同"


def test_a_changed_word_is_marked_inside_its_clause():
    new = [*OLD[:3], article(4, MONEY.replace("十五元", "二十元")), OLD[4]]
    comparison = compare(OLD, new)
    row = comparison.rows[3]
    assert (row.kind, row.reworded, row.renumbered) == (RowKind.CHANGED, True, "")
    assert spelled(row, PieceKind.DELETE) in ("十五元", "十五")
    assert spelled(row, PieceKind.INSERT) in ("二十元", "二十")
    assert str(comparison.summary) == "修改1处"


def test_an_inserted_article_renumbers_the_rest_and_changes_nothing_else():
    new = [
        OLD[0],
        article(2, "住房租赁补贴遵循公开、公平、公正的原则。"),
        *(article(n, b) for n, b in enumerate([SCOPE, DUTY, MONEY, CLOSING], 3)),
    ]
    comparison = compare(OLD, new)
    assert told(comparison) == [
        ("same", "第一条", "第一条"),
        ("added", "", "第二条"),
        ("same", "第二条", "第三条"),
        ("same", "第三条", "第四条"),
        ("same", "第四条", "第五条"),
        ("same", "第五条", "第六条"),
    ]
    assert [row.renumbered for row in comparison.rows][2:4] == ["第二条→第三条", "第三条→第四条"]
    assert [(piece.kind.value, piece.text) for piece in comparison.rows[3].pieces] == [
        ("delete", "第三条　"),
        ("insert", "第四条　"),
        ("same", DUTY),
    ]
    assert str(comparison.summary) == "新增1处，条号调整4处"


def test_a_removed_article_stands_where_it_was():
    new = [article(n, body) for n, body in enumerate([PURPOSE, SCOPE, MONEY, CLOSING], 1)]
    assert told(compare(OLD, new))[2] == ("removed", "第三条", "")
    assert told(compare(OLD, OLD[1:]))[0] == ("removed", "第一条", "")


def test_an_article_renumbered_and_reworded_is_still_recognised():
    new = [
        OLD[0],
        article(2, "新增的第二条，内容与其他各条都不相同。"),
        article(3, SCOPE),
        article(4, DUTY.replace("指导和监督", "组织实施、指导和监督")),
    ]
    row = compare(OLD, new).rows[3]
    assert (row.kind, row.renumbered) == (RowKind.CHANGED, "第三条→第四条")
    assert "组织" in spelled(row, PieceKind.INSERT)
    assert spelled(row, PieceKind.DELETE) == "第三条　"


def test_a_moved_article_is_one_move_not_a_removal_and_an_addition():
    order = [PURPOSE, MONEY, SCOPE, DUTY, CLOSING]
    comparison = compare(OLD, [article(n, body) for n, body in enumerate(order, 1)])
    assert comparison.summary == Summary(same=4, changed=0, moved=1, added=0, removed=0, renumbered=3)
    (moved,) = [row for row in comparison.rows if row.kind is RowKind.MOVED]
    assert (moved.renumbered, moved.reworded) == ("第四条→第二条", False)


def test_a_moved_and_reworded_article_says_both():
    order = [PURPOSE, MONEY.replace("十五元", "二十元"), SCOPE, DUTY, CLOSING]
    comparison = compare(OLD, [article(n, body) for n, body in enumerate(order, 1)])
    (moved,) = [row for row in comparison.rows if row.kind is RowKind.MOVED]
    assert moved.reworded
    assert "二十" in spelled(moved, PieceKind.INSERT)


def test_an_article_replaced_by_something_else_is_not_called_changed():
    new = [*OLD[:2], article(3, "申请人应当提交身份证明、收入证明。"), *OLD[3:]]
    assert told(compare(OLD, new))[2:4] == [("removed", "第三条", ""), ("added", "", "第三条")]


def test_repeated_clauses_are_matched_once_each():
    omitted = [article(n, "（略）") for n in (1, 2, 3)]
    assert compare(omitted, omitted[:2]).summary == Summary(same=2, changed=0, moved=0, added=0, removed=1, renumbered=0)
    assert told(compare(omitted, [omitted[2]])) == [("removed", "第一条", ""), ("removed", "第二条", ""), ("same", "第三条", "第三条")]


def test_blanks_do_not_make_a_change_but_punctuation_does():
    spaced = Block(BlockKind.ARTICLE, "第一条 " + PURPOSE.replace("，", "， "), "第一条")
    assert compare([OLD[0]], [spaced]).rows[0].kind is RowKind.SAME
    repointed = article(1, PURPOSE.replace("，", "；", 1))
    row = compare([OLD[0]], [repointed]).rows[0]
    assert (row.kind, spelled(row, PieceKind.DELETE), spelled(row, PieceKind.INSERT)) == (RowKind.CHANGED, "，", "；")


def test_one_cell_of_a_table_is_marked():
    rows = (("家庭人口", "补贴面积"), ("1人", "20平方米"), ("2人", "30平方米"))
    old = Block(BlockKind.TABLE, "", rows=rows)
    new = Block(BlockKind.TABLE, "", rows=(*rows[:2], ("2人", "36平方米")))
    (row,) = compare([old], [new]).rows
    assert row.kind is RowKind.CHANGED
    assert (spelled(row, PieceKind.DELETE), spelled(row, PieceKind.INSERT)) == ("30平方米", "36平方米")
    assert spelled(row, PieceKind.SAME, PieceKind.DELETE) == plain_text([old])


def test_a_table_is_never_matched_with_a_paragraph():
    table = Block(BlockKind.TABLE, "", rows=((PURPOSE[:20], PURPOSE[20:]),))
    assert compare([OLD[0]], [table]).summary == Summary(same=0, changed=0, moved=0, added=1, removed=1, renumbered=0)


def test_an_empty_text_against_a_full_one():
    assert compare([], OLD).summary == Summary(same=0, changed=0, moved=0, added=5, removed=0, renumbered=0)
    assert compare(OLD, []).summary == Summary(same=0, changed=0, moved=0, added=0, removed=5, renumbered=0)
    assert compare([], []).rows == ()


BODIES = st.lists(st.text("市区政府应当不得住房补贴申请审核，。、一二", min_size=0, max_size=30), max_size=9)


def numbered(bodies):
    return [article(n, body) for n, body in enumerate(bodies, 1)]


@given(BODIES, BODIES)
def test_every_clause_appears_once_and_the_pieces_spell_both_texts(old_bodies, new_bodies):
    old, new = numbered(old_bodies), numbered(new_bodies)
    rows = compare(old, new).rows
    assert [row.new for row in rows if row.new] == new
    assert sorted((row.old.number for row in rows if row.old), key=str) == sorted((block.number for block in old), key=str)
    for row in rows:
        if row.old:
            assert spelled(row, PieceKind.SAME, PieceKind.DELETE).split() == row.old.text.split()
        if row.new:
            assert spelled(row, PieceKind.SAME, PieceKind.INSERT).split() == row.new.text.split()
        if row.kind is RowKind.SAME:
            assert not row.reworded


@given(BODIES)
def test_comparing_the_other_way_round_swaps_added_and_removed_when_nothing_is_alike(bodies):
    strange = [Block(BlockKind.PARAGRAPH, f"完全无关的内容{n}" * 3) for n in range(3)]
    there, back = compare(numbered(bodies), strange).summary, compare(strange, numbered(bodies)).summary
    assert (there.added, there.removed) == (back.removed, back.added) == (3, len(bodies))


@pytest.mark.parametrize("length", [60, 500])
def test_long_papers_with_a_tenth_changed_are_told_apart(length):
    old = [
        Block(BlockKind.ARTICLE, f"第{n}条　第{n}号事项由{n * 7}号单位在{n}日内办理完毕，并将办理结果{n * 13}告知申请人。", f"第{n}条")
        for n in range(length)
    ]
    new = [Block(b.kind, b.text.replace("告知申请人", "书面通知申请人"), b.number) if n % 10 == 0 else b for n, b in enumerate(old)]
    assert compare(old, new).summary == Summary(same=length - length // 10, changed=length // 10, moved=0, added=0, removed=0, renumbered=0)
