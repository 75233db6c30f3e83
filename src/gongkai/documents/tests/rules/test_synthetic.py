"""The mark of a generator is read from a file, in whatever encoding the container keeps it; nothing else is taken for it."""

import pytest

from gongkai.documents.rules.synthetic import is_marked_synthetic

MARK = '{"Label":"1","ContentProducer":"某平台","ProduceID":"1"}'


@pytest.mark.parametrize("code", ["utf-8", "utf-16-le", "utf-16-be"])
def test_the_mark_is_found_where_a_container_keeps_its_particulars(code):
    assert is_marked_synthetic(b"\0\0moov" + "AIGC".encode(code) + b"\0\0" + MARK.encode(code) + b"\0" * 50)


@pytest.mark.parametrize(
    "data", [b"", b"AIGC", b"AIGC" + b"x" * 2000 + MARK.encode(), b'AIGC{"Label":"0"}', MARK.encode(), b"AIGC" * 100_000]
)
def test_what_is_no_mark_is_not_taken_for_one(data):
    assert not is_marked_synthetic(data)
