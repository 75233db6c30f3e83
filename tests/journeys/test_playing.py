"""A film that explains a paper, told in the browser: 周静 plays it where she reviews it, jumping to the middle; a stranger finds nothing yet;
once it is signed a citizen plays it beside the same words and is told that a machine speaks. axe finds nothing on any page."""

import pytest
from demo import reading
from django.contrib.auth.hashers import make_password
from django.core.cache import cache
from tests.browsing import IN_A_BROWSER, PASSWORD, clean, opened, signed_in
from tests.cast import LET_PASS, drafted, let_off, published

from gongkai.people.models import Officer
from gongkai.policies.actions import bulk, drafts, interpreting
from gongkai.policies.actions.interpreting import Telling
from gongkai.policies.models import Draft
from gongkai.policies.rules.interpreting import Form
from gongkai.policies.rules.kinds import Category
from gongkai.publishing.models import Circulation
from gongkai.shared.clock import now
from gongkai.ui import site as look_of_the_site

pytestmark = IN_A_BROWSER
FILM = (reading.HERE / "spoken" / "jd-gongjiao-kan.mp4").read_bytes()
JUMP = """async at => {
    const film = document.querySelector("video")
    film.muted = true
    film.currentTime = at
    await new Promise(done => { film.onseeked = done; film.onerror = done })
    return [film.error, Math.round(film.currentTime), Math.round(film.duration)]
}"""


@pytest.fixture
def sent(transactional_db, browser, live_server, cast, settings, tmp_path):
    """An explanation with a film on its way: (browser, address, edition)."""
    settings.INDEX_DIR, settings.SITE_URL, settings.PASSWORD_DAYS = tmp_path / "index", live_server.url, 0
    settings.DATA_DIR = str(tmp_path)
    cache.clear()
    look_of_the_site.forget_name()
    Officer.objects.update(password=make_password(PASSWORD), password_set_at=now())
    relation = {"kind": "interprets", "target": published(cast).policy.code, "on": None, "until": None, "articles": ""}
    edition = drafted(cast, title="哪些人坐公交免费、半价", category=Category.INTERPRETATION, relations=[relation])
    interpreting.describe(edition.draft, Telling(Form.VIDEO, synthetic=True), by=cast.li, at=now())
    drafts.attach(edition, "哪些人坐公交免费.mp4", FILM, by=cast.li, at=now())
    let_off(cast, edition)
    drafts.submit(Draft.objects.get(edition=edition), by=cast.li, at=now())
    return browser, live_server.url, edition


def test_a_film_is_played_by_those_who_review_it_and_then_by_everybody(sent, cast):
    browser, address, edition = sent
    when_the_reviewer_jumps_to_the_middle_of_it(signed_in(browser, address, "zhoujing"), address, edition)
    and_nobody_else_finds_it(browser, address, edition)
    draft = Draft.objects.get(edition=edition)
    bulk.carry_through(draft, writer=cast.li, reviewer=cast.zhou, signer=cast.wang, at=now(), let_pass=LET_PASS)
    for look, width in (("light", 1440), ("dark", 390), ("elder", 390)):
        then_a_citizen_plays_it_beside_the_same_words(opened(browser, f"{address}/policies/{edition.policy.code}/", look, width))


def when_the_reviewer_jumps_to_the_middle_of_it(zhou, address, edition):
    one = Circulation.objects.filter(about=f"policies.edition:{edition.pk}").order_by("number").last()
    zhou.goto(f"{address}/desk/rounds/{one.pk}/")
    assert zhou.evaluate(JUMP, 20) == [None, 20, 39]
    clean(zhou)


def and_nobody_else_finds_it(browser, address, edition):
    file = edition.attachments.get()
    stranger = opened(browser, f"{address}/policies/{edition.policy.code}/")
    for path in (f"/policies/{edition.policy.code}/files/{file.pk}/", f"/policies/{edition.policy.code}/"):
        assert stranger.request.get(address + path).status == 404
    assert "/desk/sign-in/" in stranger.request.get(f"{address}/desk/drafts/{edition.pk}/files/{file.pk}/").url


def then_a_citizen_plays_it_beside_the_same_words(reader):
    assert "由人工智能合成" in reader.locator("main").inner_text()
    assert reader.evaluate(JUMP, 30) == [None, 30, 39]
    clean(reader)
    reader.context.close()
