"""加密存储（等保三级，领域规则 14.4）: SM4-GCM for the text, HMAC-SM3 for looking it up without opening it.

A sealed value reads "k1:base64(iv, tag, ciphertext)". The key's name stands in front, so that several keys can be
held while old values are sealed again under the new one; the place where the value belongs is authenticated with it,
so that a value moved to another column does not open."""

import base64
import binascii
import hmac
import os
from collections.abc import Mapping
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

IV, TAG = 12, 16  # bytes; GCM's recommended nonce and full tag


class CannotOpen(Exception):
    """The sealed value was altered, moved, or sealed under a key this node does not hold."""


@dataclass(frozen=True)
class Keyring:
    """`keys` maps a key's name to its 16 bytes; `current` names the one that seals; `index_key` blinds."""

    current: str
    keys: Mapping[str, bytes]
    index_key: bytes

    @classmethod
    def of(cls, words: list[str], index_secret: str) -> "Keyring":
        """From ["k2:秘密", "k1:秘密"], the current one first. ValueError if a word has no name, a secret is short or none is given."""
        keys: dict[str, bytes] = {}
        for word in words:
            name, _, secret = word.partition(":")
            if not name or len(secret) < 16:
                raise ValueError("字段加密密钥应形如 k1:至少16个字符的随机串，多个以空格分隔，现用的在前")
            keys[name] = _derived(secret, b"gongkai field", 16)
        if not keys or not index_secret:
            raise ValueError("缺少字段加密密钥或检索密钥")
        return cls(current=next(iter(keys)), keys=keys, index_key=_derived(index_secret, b"gongkai blind index", 32))

    def seal(self, text: str, place: str) -> str:
        """The text sealed under the current key for this place ("people.officer.phone")."""
        iv = os.urandom(IV)
        cipher = Cipher(algorithms.SM4(self.keys[self.current]), modes.GCM(iv)).encryptor()
        cipher.authenticate_additional_data(place.encode())
        body = cipher.update(text.encode()) + cipher.finalize()
        return f"{self.current}:{base64.b64encode(iv + cipher.tag + body).decode()}"

    def unseal(self, sealed: str, place: str) -> str:
        """The text again. CannotOpen when altered, moved from another place, or sealed under an unknown key."""
        name, _, body = sealed.partition(":")
        if name not in self.keys:
            raise CannotOpen(f"没有名为“{name}”的密钥，{place} 的内容无法解密")
        try:
            raw = base64.b64decode(body, validate=True)
            cipher = Cipher(algorithms.SM4(self.keys[name]), modes.GCM(raw[:IV], raw[IV : IV + TAG])).decryptor()
            cipher.authenticate_additional_data(place.encode())
            return (cipher.update(raw[IV + TAG :]) + cipher.finalize()).decode()
        except (InvalidTag, ValueError, binascii.Error):
            raise CannotOpen(f"{place} 的内容被改动过，无法解密") from None

    def is_current(self, sealed: str) -> bool:
        return sealed.startswith(f"{self.current}:")

    def blind(self, text: str) -> str:
        """64 hex digits: equal texts (spaces and case aside) give equal digits, and nothing else can be read from them."""
        return hmac.new(self.index_key, "".join(text.split()).upper().encode(), "sm3").hexdigest()


def _derived(secret: str, purpose: bytes, length: int) -> bytes:
    return HKDF(hashes.SM3(), length, None, purpose).derive(secret.encode())
