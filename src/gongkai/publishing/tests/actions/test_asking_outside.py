"""Asking outside: bounded, to the very address that was checked, and never inside; what breaks becomes a finding, what opens again is gone."""

import socket
import threading
import time
from datetime import timedelta

import pytest
from tests.cast import AT, published

from gongkai.publishing import asking, patrolled
from gongkai.publishing.actions import outside, patrol
from gongkai.publishing.models import LinkPlace, OutsideLink, PatrolBatch, PatrolFinding
from gongkai.publishing.rules.outside import Answer, State
from gongkai.shared import clock

GONE, THERE = "https://gone.example.gov.cn/a", "https://there.example.gov.cn/b"
TEXT = f"第一条 办理网址：{GONE}。\n第二条 咨询网址：{THERE}。"


# —— the wire ——


@pytest.fixture
def site(monkeypatch):
    """A site on this machine that says what `says` tells it to, under a name that resolves into the open web; its connections are counted."""

    class Site:
        says = [b"HTTP/1.1 200 OK\r\n\r\n"]
        seen: list[bytes] = []
        resolves = {"www.example.gov.cn": ["223.5.5.5"]}

    Site.seen, Site.says, Site.resolves = [], list(Site.says), dict(Site.resolves)
    server = socket.create_server(("127.0.0.1", 0))
    stop = threading.Event()

    def serve():
        server.settimeout(0.1)
        while not stop.is_set():
            try:
                line, _ = server.accept()
            except TimeoutError:
                continue
            with line:
                Site.seen.append(line.recv(4096))
                answer = Site.says.pop(0) if len(Site.says) > 1 else Site.says[0]
                try:
                    for piece in answer if isinstance(answer, list) else [answer]:
                        line.sendall(piece)
                        time.sleep(0.05 if isinstance(answer, list) else 0)
                except OSError:
                    pass

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()

    def look_up(host, port, **_):
        if host not in Site.resolves:
            raise socket.gaierror
        return [(2, 1, 6, "", (ip, port)) for ip in Site.resolves[host]]

    def to_this_machine(address, timeout=None):
        assert address[0] == "223.5.5.5", "only the checked address is connected to"
        line = socket.socket()
        line.settimeout(timeout)
        line.connect(server.getsockname())
        return line

    monkeypatch.setattr(asking.socket, "getaddrinfo", look_up)
    monkeypatch.setattr(asking.socket, "create_connection", to_this_machine)
    yield Site
    stop.set()
    thread.join()
    server.close()


WWW = "http://www.example.gov.cn/a?b=1"


def moved(to):
    return f"HTTP/1.1 302 Found\r\nLocation: {to}\r\n\r\n".encode()


def test_a_page_is_asked_for_by_its_name_and_nothing_of_it_is_read(site, settings):
    settings.SITE_URL = "https://zwgk.example.gov.cn"
    assert asking.ask(WWW) == Answer(200)
    (asked,) = site.seen
    assert asked.startswith(b"GET /a?b=1 HTTP/1.1\r\nHost: www.example.gov.cn\r\n") and b"zwgk.example.gov.cn" in asked


@pytest.mark.parametrize(
    "ips", [["127.0.0.1"], ["223.5.5.5", "10.0.0.1"], ["::ffff:192.168.0.1"], ["169.254.169.254"], ["64:ff9b::a00:1"], []]
)
def test_a_name_that_leads_inside_is_not_connected_to(site, ips):
    site.resolves["www.example.gov.cn"] = ips
    assert asking.ask(WWW).failure == "域名指向内部网络" and site.seen == []


@pytest.mark.parametrize(
    "to",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://169.254.169.254/latest/",
        "file:///etc/passwd",
        "http://www.example.gov.cn:22/",
        "gopher://x/",
    ],
)
def test_a_redirect_is_checked_like_the_first_address(site, to):
    site.says = [moved(to)]
    assert "不能访问的地址" in asking.ask(WWW).failure and len(site.seen) == 1


def test_a_redirect_to_a_name_that_leads_inside_ends_there(site):
    site.resolves["inside.example.gov.cn"] = ["192.168.3.4"]
    site.says = [moved("http://inside.example.gov.cn/")]
    assert asking.ask(WWW).failure == "域名指向内部网络" and len(site.seen) == 1


def test_a_name_that_leads_inside_at_the_second_look_is_caught(site):
    """DNS rebinding: every connection goes to what was looked up and checked for it."""
    answers = iter([["223.5.5.5"], ["127.0.0.1"]])

    class Rebinding(dict):
        def __contains__(self, _):
            return True

        def __getitem__(self, _):
            return next(answers)

    site.resolves = Rebinding()
    site.says = [moved("/again")]
    assert asking.ask(WWW).failure == "域名指向内部网络" and len(site.seen) == 1


def test_redirects_are_followed_and_end(site):
    site.says = [moved("/b"), b"HTTP/1.0 404 Not Found\n\n"]
    assert asking.ask(WWW) == Answer(404)
    site.says = [moved("/again")]
    assert asking.ask(WWW).failure == "转来转去没有尽头"


@pytest.mark.parametrize("answer", [b"SSH-2.0-OpenSSH\r\n\r\n", b"", b"HTTP/1.1 abc\r\n\r\n", b"HTTP/1.1 99999\r\n\r\n", b"\x00" * 40_000])
def test_what_is_no_answer_of_a_page_is_said_so(site, answer):
    site.says = [answer]
    assert asking.ask(WWW).failure in {"回应的不是网页", "连接不上"}


def test_one_that_drips_is_left_in_time(site, monkeypatch):
    monkeypatch.setattr(asking, "SECONDS", 0.5)
    site.says = [[b"H"] * 200]
    began = time.monotonic()
    assert asking.ask(WWW).failure == "没有在规定时间内回应"
    assert time.monotonic() - began < 3


def test_a_name_that_does_not_exist_is_told_from_one_that_fails(site):
    assert asking.ask("http://nowhere.example.gov.cn/").failure == "域名不存在或者没有解析"
    assert asking.ask("http://不 存在/").failure


def test_several_are_asked_at_once_and_one_that_hangs_keeps_nobody(monkeypatch):
    monkeypatch.setattr(asking, "SECONDS", 0.2)
    let_go = threading.Event()
    monkeypatch.setattr(asking, "ask", lambda address: let_go.wait(20) and None if "hangs" in address else Answer(200))
    try:
        assert asking.ask_each(["https://hangs.example.gov.cn/", WWW]) == {
            "https://hangs.example.gov.cn/": Answer(failure="没有在规定时间内回应"),
            WWW: Answer(200),
        }
    finally:
        let_go.set()


def test_a_turn_of_pages_that_all_hang_ends_well_before_a_withdrawal_is_late():
    assert asking.longest(outside.AT_ONCE) < 6  # one is gone from everywhere within ten seconds


# —— the patrol ——


@pytest.fixture
def web(monkeypatch, settings):
    """What the web answers, by address; no wire."""
    settings.CHECK_LINKS = True
    monkeypatch.setattr(clock, "now", lambda: AT)
    answers = {GONE: Answer(404), THERE: Answer(200)}
    asked = []

    def ask_each(addresses):
        asked.extend(addresses)
        return {one: answers[one] for one in addresses}

    monkeypatch.setattr(asking, "ask_each", ask_each)
    answers["asked"] = asked
    return answers


def walked(at=AT):
    patrol.begin_quarterly(at)
    patrol.go_on(at)
    return PatrolBatch.objects.first()


def broken():
    return PatrolFinding.objects.filter(code="DEAD_LINK", gone_at=None)


def test_links_are_noted_by_the_walk_asked_by_the_worker_and_found_where_they_stand(cast, web):
    edition = published(cast, text=TEXT)
    batch = walked()
    assert not broken().exists() and web["asked"] == []
    assert patrol.ask_outside(AT) == 2 and sorted(web["asked"]) == [GONE, THERE]
    (finding,) = broken()
    place = LinkPlace.objects.get(link__address=GONE)
    assert (finding.about, finding.office, finding.block, finding.level) == (
        f"policies.edition:{edition.pk}",
        cast.housing,
        place.block,
        "中",
    )
    assert "页面不存在（404）" in finding.message and finding.sample == GONE and finding.batch == batch
    said = patrolled.report(batch, cast.zhou.actor(), AT)
    assert (said.links, said.links_asked, said.links_broken) == (2, 2, 1)
    assert patrol.ask_outside(AT) == 0 and len(web["asked"]) == 2


def test_a_later_walk_finds_it_once_and_an_address_that_opens_again_is_no_finding(cast, web):
    published(cast, text=TEXT)
    walked()
    patrol.ask_outside(AT)
    later = AT + timedelta(days=1, hours=1)
    patrol.order(by=cast.sun, at=later)
    patrol.go_on(later)
    assert broken().count() == 1
    web[GONE] = Answer(200)
    patrol.ask_outside(later)
    assert not broken().exists() and OutsideLink.objects.get(address=GONE).state == State.OPENS


def test_switched_off_nothing_is_asked_and_nothing_is_said_to_be_broken(cast, web, settings):
    settings.CHECK_LINKS = False
    published(cast, text=TEXT)
    OutsideLink.objects.create(address=GONE, state=State.BROKEN, due_at=AT)
    batch = walked()
    assert patrol.ask_outside(AT) == 0 and web["asked"] == [] and not broken().exists()
    assert patrolled.report(batch, cast.zhou.actor(), AT).links == 2


def test_what_stands_nowhere_any_more_is_forgotten_not_asked(cast, web):
    OutsideLink.objects.create(address=GONE, due_at=AT)
    assert patrol.ask_outside(AT) == 0 and web["asked"] == [] and not OutsideLink.objects.exists()


def test_a_turn_is_bounded_and_the_longest_waiting_come_first(cast, web):
    addresses = [f"https://a{n:02}.example.gov.cn/" for n in range(30)]
    published(cast, text="第一条 网址如下：" + "、 ".join(addresses) + " 。")
    walked()
    web.update(dict.fromkeys(addresses, Answer(200)))
    OutsideLink.objects.filter(address=addresses[20]).update(due_at=AT - timedelta(days=1))
    patrol.ask_outside(AT)
    assert len(web["asked"]) == outside.AT_ONCE and web["asked"][0] == addresses[20]
