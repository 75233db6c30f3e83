import pytest

from gongkai.config import env


@pytest.fixture(autouse=True)
def _nothing_is_declared(monkeypatch):
    monkeypatch.setattr(env, "DECLARED", [])


@pytest.mark.parametrize(
    "written, plain, taken",
    [
        ("", False, ""),
        ("https://api.example.com/v1/", False, "https://api.example.com/v1"),
        ("http://127.0.0.1:8080/v1", False, "http://127.0.0.1:8080/v1"),
        ("http://[::1]:8080", False, "http://[::1]:8080"),
        ("http://localhost/v1", False, "http://localhost/v1"),
        ("http://10.0.0.5:8000/v1", True, "http://10.0.0.5:8000/v1"),
    ],
)
def test_a_model_is_asked_encrypted_or_on_this_machine(monkeypatch, written, plain, taken):
    monkeypatch.setenv("GONGKAI_TRIED", written)
    assert env.endpoint("GONGKAI_TRIED", "", "", plain=plain) == taken


@pytest.mark.parametrize(
    "written",
    [
        "http://10.0.0.5/v1",
        "http://localhost.example.com/v1",
        "http://127.0.0.1.example.com/v1",
        "https://name:secret@api.example.com/v1",
        "https://api.example.com/v1?key=secret",
        "https://api.example.com:99999/v1",
        "ftp://api.example.com",
        "file:///etc/passwd",
        "api.example.com",
        "https://",
        "https://[::1",
    ],
)
def test_another_address_is_refused_without_repeating_it(monkeypatch, written):
    monkeypatch.setenv("GONGKAI_TRIED", written)
    with pytest.raises(SystemExit) as refused:
        env.endpoint("GONGKAI_TRIED", "", "", plain=False)
    assert "GONGKAI_TRIED" in str(refused.value) and "secret" not in str(refused.value)
