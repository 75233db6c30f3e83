"""Audio and video of an explanation: uploaded by its writers, cleaned, played in the page, any part of it, gone with the paper."""

from pathlib import Path

import pytest
from django.urls import reverse
from tests.cast import AT, LET_PASS, drafted, let_off, published

from gongkai.documents.played import mp3 as played_mp3
from gongkai.documents.tests.played import test_played as samples
from gongkai.policies.actions import bulk, drafts, interpreting, three_sync
from gongkai.policies.actions.interpreting import Telling
from gongkai.policies.actions.publish import withdraw
from gongkai.policies.actions.reviewed import beside, draft_digest
from gongkai.policies.models import Draft, Interpretation
from gongkai.policies.rules.interpreting import Form, Perspective, Point
from gongkai.policies.rules.kinds import Category
from gongkai.policies.tests.explaining import explained
from gongkai.shared.refusal import Refused

CLIP = (Path(samples.__file__).parent / "clip.mp4").read_bytes()
TALK = (Path(samples.__file__).parent / "talk.mp3").read_bytes()


def told(cast, name="讲解.mp4", data=CLIP, form=Form.VIDEO):
    """An explanation in hand with the file."""
    edition = explained(cast, drafted(cast), form=form)
    drafts.attach(edition, name, data, by=cast.li, at=AT)
    return edition


def medium(edition):
    one = Interpretation.objects.get(paper=edition.policy)
    return next(check for check in three_sync.checks_of(one) if check.point is Point.MEDIUM)


@pytest.fixture
def shown(cast):
    """Published: (paper, the address of its video)."""
    relation = {"kind": "interprets", "target": published(cast).policy.code, "on": None, "until": None, "articles": ""}
    edition = drafted(cast, title="加装电梯政策讲解", category=Category.INTERPRETATION, relations=[relation])
    interpreting.describe(edition.draft, Telling(Form.VIDEO, Perspective.DIVISION), by=cast.li, at=AT)
    drafts.attach(edition, "讲解.mp4", CLIP, by=cast.li, at=AT)
    let_off(cast, edition)
    draft = Draft.objects.get(edition=edition)
    bulk.carry_through(draft, writer=cast.li, reviewer=cast.zhou, signer=cast.wang, at=AT, let_pass=LET_PASS)
    return edition.policy, reverse("portal:attachment", args=[edition.policy.code, edition.attachments.get().pk])


def whole(answer):
    return b"".join(answer.streaming_content)


def test_an_uploaded_file_is_a_medium_without_an_address_and_its_description_is_cleaned(cast):
    edition = told(cast)
    file = edition.attachments.get()
    assert medium(edition).holds and "说明信息" in file.removed[0] and "内部讨论".encode() not in file.public.read()


def test_a_file_of_another_form_or_none_is_no_medium(cast):
    assert not medium(told(cast, "讲解.mp3", TALK)).holds
    assert not medium(explained(cast, drafted(cast, title="另一份关于老旧小区改造的通知"), form=Form.AUDIO)).holds


def test_a_policy_takes_no_film(cast):
    with pytest.raises(Refused, match="只能作为解读的附件"):
        drafts.attach(drafted(cast), "讲解.mp4", CLIP, by=cast.li, at=AT)


def test_it_plays_in_the_page_beside_the_same_words(client, shown):
    paper, address = shown
    answer = client.get(reverse("portal:policy", args=[paper.code]))
    html = answer.content.decode()
    assert f'<video controls playsinline preload="metadata" src="{address}"' in html and "内容与下面的文字相同" in html
    assert "media-src 'self'" in answer["Content-Security-Policy"]


def test_the_whole_and_any_part_of_it_are_given_out(client, shown):
    _, address = shown
    answer = client.get(address)
    data = whole(answer)
    assert (answer.status_code, answer["Accept-Ranges"], answer["Content-Type"]) == (200, "bytes", "video/mp4")
    assert len(data) == len(CLIP) == int(answer["Content-Length"]) and answer["X-Content-Type-Options"] == "nosniff"
    for asked, start, end in (
        ("bytes=0-99", 0, 100),
        ("bytes=100-", 100, len(data)),
        ("bytes=-50", len(data) - 50, len(data)),
        ("bytes=5-999999", 5, len(data)),
    ):
        part = client.get(address, headers={"Range": asked})
        assert (part.status_code, part["Content-Range"]) == (206, f"bytes {start}-{end - 1}/{len(data)}")
        assert whole(part) == data[start:end]


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ("bytes=999999-", 416), ("bytes=-0", 416), ("bytes=9-5", 200), ("bytes=0-1,5-6", 200), ("items=0-1", 200), ("bytes=-", 200),
        ("bytes=" + "9" * 40 + "-", 200), ("bytes=a-b", 200), ("bytes=\u0660-\u0661", 200),
    ],
)  # fmt: skip
def test_a_part_there_is_not_is_told_and_what_is_no_part_is_the_whole(client, shown, asked, status):
    assert client.get(shown[1], headers={"Range": asked}).status_code == status


def test_a_part_of_another_version_is_the_whole_and_a_copy_still_good_is_said_to_be(client, shown):
    _, address = shown
    etag = client.get(address)["ETag"]
    assert client.get(address, headers={"Range": "bytes=0-9", "If-Range": etag}).status_code == 206
    assert client.get(address, headers={"Range": "bytes=0-9", "If-Range": '"x"'}).status_code == 200
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 304


def test_withdrawn_it_plays_no_more(client, cast, shown):
    paper, address = shown
    withdraw(paper, reason="画面里有别人的电话", by=cast.wang, at=AT)
    assert client.get(address, headers={"Range": "bytes=0-9"}).status_code == 410


NOTICE = "由人工智能合成"


def machine_told(cast, *, synthetic: bool):
    """An explanation in hand that says its voice is made by a machine, or not."""
    relation = {"kind": "interprets", "target": published(cast).policy.code, "on": None, "until": None, "articles": ""}
    edition = drafted(cast, title="加装电梯政策讲解", category=Category.INTERPRETATION, relations=[relation])
    interpreting.describe(edition.draft, Telling(Form.AUDIO, synthetic=synthetic), by=cast.li, at=AT)
    return edition


def go_out(cast, edition):
    if not three_sync.exemption_of(edition):
        let_off(cast, edition)
    draft = Draft.objects.get(edition=edition)
    bulk.carry_through(draft, writer=cast.li, reviewer=cast.zhou, signer=cast.wang, at=AT, let_pass=LET_PASS)


@pytest.mark.parametrize("synthetic", [True, False])
def test_readers_are_told_beside_the_player_that_a_machine_speaks(client, cast, synthetic):
    edition = machine_told(cast, synthetic=synthetic)
    drafts.attach(edition, "讲解.mp3", TALK, by=cast.li, at=AT)
    go_out(cast, edition)
    page = client.get(reverse("portal:policy", args=[edition.policy.code])).content.decode()
    listed = client.get(reverse("portal:interpretations")).content.decode()
    api = client.get("/api/v1/interpretations").json()["items"][0]
    assert (NOTICE in page, "AI 合成声像" in listed, api["synthetic"]) == (synthetic, synthetic, synthetic)
    assert not synthetic or page.index(NOTICE) < page.index("<audio")


def test_that_a_machine_speaks_is_part_of_what_is_reviewed(cast):
    edition = machine_told(cast, synthetic=False)
    before = draft_digest(edition.draft)
    interpreting.describe(edition.draft, Telling(Form.AUDIO, synthetic=True), by=cast.li, at=AT)
    draft = Draft.objects.get(edition=edition)
    assert draft_digest(draft) != before and any("人工智能生成合成" in value for _, value in beside(draft))


def test_a_file_that_says_a_machine_made_it_is_told_so_though_its_particulars_are_cleaned(cast):
    edition = machine_told(cast, synthetic=False)
    mark = '{"Label":"1","ContentProducer":"某平台"}'.encode()
    frame = b"\0AIGC\0" + mark
    tag = b"TXXX" + len(frame).to_bytes(4) + b"\0\0" + frame
    bare = played_mp3.scrubbed(TALK)[0]
    marked = b"ID3\x03\0\0" + bytes([0, 0, len(tag) >> 7, len(tag) & 127]) + tag + bare
    drafts.attach(edition, "讲解.mp3", marked, by=cast.li, at=AT)
    assert b"AIGC" not in edition.attachments.get().public.read()
    draft = Draft.objects.get(edition=edition)
    assert draft.telling["synthetic"] is True and "标识" in edition.attachments.get().removed[0]
    with pytest.raises(Refused, match="不能去掉给公众的提示"):
        interpreting.describe(draft, Telling(Form.AUDIO), by=cast.li, at=AT)
    go_out(cast, edition)
    assert Interpretation.objects.get(paper=edition.policy).synthetic


def test_a_correction_may_say_that_a_person_speaks_after_all(cast):
    edition = machine_told(cast, synthetic=True)
    drafts.attach(edition, "讲解.mp3", TALK, by=cast.li, at=AT)
    go_out(cast, edition)
    draft = drafts.start_correction(edition, reason="换成真人录音", by=cast.li, at=AT)
    assert draft.telling["synthetic"] is True
    interpreting.describe(draft, Telling(Form.AUDIO), by=cast.li, at=AT)
    assert Interpretation.objects.get(paper=edition.policy).synthetic
    go_out(cast, edition)
    assert not Interpretation.objects.get(paper=edition.policy).synthetic
