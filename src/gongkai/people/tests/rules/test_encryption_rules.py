import base64

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from gongkai.people.rules.encryption import CannotOpen, Keyring

OLD = Keyring.of(["k1:old-secret-of-enough-length"], "index-secret")
BOTH = Keyring.of(["k2:new-secret-of-enough-length", "k1:old-secret-of-enough-length"], "index-secret")
PLACE = "people.officer.phone"


def test_the_cipher_is_sm4_of_gb_t_32907():
    key = bytes.fromhex("0123456789abcdeffedcba9876543210")
    block = Cipher(algorithms.SM4(key), modes.ECB()).encryptor().update(key)
    assert block.hex() == "681edf34d206965e86b3e94f536e4246"


@pytest.mark.parametrize("text", ["13800138000", "", "王芳 🀄 \n", "x" * 10_000])
def test_what_is_sealed_opens_again(text):
    assert OLD.unseal(OLD.seal(text, PLACE), PLACE) == text


def test_equal_texts_are_sealed_differently_and_show_nothing():
    first, second = OLD.seal("13800138000", PLACE), OLD.seal("13800138000", PLACE)
    assert first != second
    assert b"138" not in base64.b64decode(first.partition(":")[2])


def test_any_flipped_bit_is_noticed():
    name, _, body = OLD.seal("13800138000", PLACE).partition(":")
    raw = base64.b64decode(body)
    for place in range(len(raw)):
        bent = raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :]
        with pytest.raises(CannotOpen):
            OLD.unseal(f"{name}:{base64.b64encode(bent).decode()}", PLACE)


@pytest.mark.parametrize("sealed", ["", "k1:", "k1:not base64!", "k9:AAAA", "13800138000", "k1:AAAA"])
def test_what_was_never_sealed_does_not_open(sealed):
    with pytest.raises(CannotOpen):
        OLD.unseal(sealed, PLACE)


def test_a_value_moved_to_another_column_does_not_open():
    with pytest.raises(CannotOpen):
        OLD.unseal(OLD.seal("13800138000", PLACE), "people.authenticator.secret")


def test_an_old_key_still_opens_while_the_new_one_seals():
    assert BOTH.unseal(OLD.seal("李四", PLACE), PLACE) == "李四"
    assert BOTH.seal("李四", PLACE).startswith("k2:")
    with pytest.raises(CannotOpen, match="k2"):
        OLD.unseal(BOTH.seal("李四", PLACE), PLACE)


def test_the_blind_index_is_the_same_for_the_same_number_however_it_is_typed():
    assert OLD.blind("138 0013 8000") == OLD.blind("13800138000") == BOTH.blind("13800138000")
    assert OLD.blind("37021219900307123x") == OLD.blind("37021219900307123X")
    assert OLD.blind("13800138000") != OLD.blind("13800138001")
    assert OLD.blind("13800138000") != Keyring.of(["k1:old-secret-of-enough-length"], "another").blind("13800138000")


@pytest.mark.parametrize("words", [[], ["k1:short"], ["no-name-at-all-but-long"], [":a-secret-of-enough-length"]])
def test_a_bad_key_setting_is_refused(words):
    with pytest.raises(ValueError):
        Keyring.of(words, "index-secret")
