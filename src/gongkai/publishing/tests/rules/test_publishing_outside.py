"""Which addresses outside may be asked at all, and what an answer says about them."""

from datetime import timedelta

import pytest

from gongkai.documents.rules.paper import Block, BlockKind
from gongkai.publishing.rules.material import FileText, Material
from gongkai.publishing.rules.outside import Answer, State, is_open, mentions, verdict, why_not


@pytest.mark.parametrize(
    "ip",
    [
        "127.0.0.1", "0.0.0.0", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254", "100.64.0.1", "224.0.0.1",
        "255.255.255.255", "192.0.2.1", "198.18.0.1", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:10.0.0.1",
        "::ffff:127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:1", "2002:7f00:1::", "2001:db8::1", "2001:0:7f00:1::1", "not an address", "",
        "192.0.0.8", "192.0.0.192", "192.88.99.1", "100.127.255.255", "fec0::1", "feff::1", "3fff::1", "3fff:fff::1", "64:ff9b::808:808",
        "64:ff9b:1::808:808", "2002:808:808::1", "2001::808:808", "::ffff:192.0.0.192", "::ffff:100.64.0.1",
    ],
)  # fmt: skip
def test_no_address_of_a_network_inside_is_asked(ip):
    assert not is_open(ip)


@pytest.mark.parametrize("ip", ["1.1.1.1", "223.5.5.5", "2400:3200::1", "::ffff:8.8.8.8", "192.0.1.1", "100.128.0.1", "2001:4860::8888"])
def test_addresses_of_the_open_web_may_be_asked(ip):
    assert is_open(ip)


@pytest.mark.parametrize(
    "address",
    [
        "ftp://www.example.gov.cn/a", "http://localhost/", "http://oa/x", "https://oa.intranet/x", "http://printer.local/", "http://10.1.2.3/",
        "http://[::1]/", "http://user:word@www.gov.cn/", "http://www.gov.cn:8080/", "http://www.gov.cn:99999/", "http://[bad/", "file:///etc/passwd",
        "http:///x", "http://169.254.169.254/latest/meta-data/",
    ],
)  # fmt: skip
def test_what_is_no_page_of_the_open_web_is_never_asked(address):
    assert why_not(address)


@pytest.mark.parametrize(
    "address", ["https://www.gov.cn/zhengce/a.htm", "http://www.gov.cn:80/", "https://www.gov.cn:443/x?a=1", "http://1.1.1.1/"]
)
def test_pages_of_the_open_web_are(address):
    assert not why_not(address)


def paper(*texts, **more):
    return Material("", tuple(Block(BlockKind.PARAGRAPH, text, anchor=f"p{n}") for n, text in enumerate(texts, 1)), **more)


def test_addresses_are_read_out_of_sentences_tables_links_and_files_once_each():
    table = Block(BlockKind.TABLE, "", anchor="t1", rows=(("平台", "网址"), ("服务网", "http://zwfw.example.gov.cn/a?b=1")))
    found = mentions(
        Material(
            "",
            (
                Block(
                    BlockKind.PARAGRAPH,
                    "见https://www.example.gov.cn/x.html。再见 https://www.example.gov.cn/x.html#p2（官网）",
                    anchor="p1",
                ),
                table,
            ),
            files=(FileText("表.txt", "第一行\n网址：https://b.example.gov.cn/y，请登录"),),
            links=(("内网", "http://10.0.0.1/"), ("外网", "https://c.example.gov.cn/")),
        )
    )
    assert [(one.address, one.block, one.file, one.line) for one in found] == [
        ("https://www.example.gov.cn/x.html", "p1", "", 0),
        ("http://zwfw.example.gov.cn/a?b=1", "t1", "", 0),
        ("https://c.example.gov.cn/", "", "", 0),
        ("https://b.example.gov.cn/y", "", "表.txt", 2),
    ]


def test_a_thing_full_of_addresses_is_bounded():
    assert len(mentions(paper("".join(f"https://a{n}.example.gov.cn/ " for n in range(500))))) == 200


@pytest.mark.parametrize(
    ("answer", "failures", "state", "after"),
    [
        (Answer(200), 0, State.OPENS, timedelta(days=30)),
        (Answer(206), 2, State.OPENS, timedelta(days=30)),
        (Answer(403), 0, State.OPENS, timedelta(days=30)),  # it is there, and lets no machine in
        (Answer(404), 0, State.BROKEN, timedelta(days=1)),
        (Answer(410), 0, State.BROKEN, timedelta(days=1)),
        (Answer(503), 0, State.UNKNOWN, timedelta(hours=6)),
        (Answer(503), 2, State.BROKEN, timedelta(days=1)),
        (Answer(failure="连接不上"), 1, State.UNKNOWN, timedelta(hours=6)),
        (Answer(failure="连接不上"), 2, State.BROKEN, timedelta(days=1)),
    ],
)
def test_a_page_that_is_gone_is_broken_at_once_one_that_fails_after_three_times(answer, failures, state, after):
    said = verdict(answer, failures=failures)
    assert (said.state, said.again_after) == (state, after)
