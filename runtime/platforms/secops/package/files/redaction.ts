/** The Python module that redacts secrets in texts of the platform's SDK. */
import { HEAD } from './payload.ts'

/** Name of the module. */
export const REDACTION = 'soar_redact'

/**
 * Returns the text of the module: the rules of runtime/safety/redact.ts and folded-search.ts, for the few short texts that
 * do not come from the product. Python 3.11, standard library only.
 *
 * @param fields labels of the fields that contain secrets, as Python literals
 */
export const redaction = (fields: readonly string[]): string =>
  `${HEAD}\n${TEXT.replace('#FIELDS', () => fields.map((field) => `    ${field},\n`).join(''))}`

const TEXT = String.raw`"""Hides secrets by their value, in every ordinary spelling, as the product does."""

from __future__ import annotations

import base64
import html
import json
import math
import re
import unicodedata
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

REDACTED = "***"
# Below this a value is too common to be searched for inside other text.
SHORT = 4
# Letters and digits alone are too common below this.
SHORTEST = 8
# Part of a secret, from its beginning or its end, that counts as the secret: messages are cut.
ENOUGH = 0.75
PASSES = 5
LONGEST = 20_000

ESCAPE = re.compile(
    r"(?:%[0-9a-f]{2})+|\\+u\{[0-9a-f]{1,6}\}|\\+u[0-9a-f]{4}|\\+U[0-9a-f]{8}|\\+x[0-9a-f]{2}|\\+[0-7]{3}"
    r"|&#x0{0,6}[0-9a-f]{1,6};?|&#0{0,6}[0-9]{1,7};?|&[a-z]{2,8};",
    re.IGNORECASE,
)
QUOTED = re.compile(r"(?:=[0-9A-F]{2})+|=\r?\n", re.IGNORECASE)

# Labels of the fields that hold secrets, in the configuration and in parameters.
FIELDS = frozenset([
#FIELDS])
# Keys of the platform's own context that do.
KEYS = frozenset([
    "environment_api_key",
    "connector_api_key",
    "job_api_key",
    "vault_password",
    "vault_client_certificate_passphrase",
])
PASSWORD = (3, "3")


class Decoded:
    """Decoded text, and where in the original each of its characters begins and ends."""

    def __init__(self, text: str, starts: list[int], ends: list[int]) -> None:
        self.text = text
        self.starts = starts
        self.ends = ends


def undecoded(text: str) -> Decoded:
    return Decoded(text, list(range(len(text))), list(range(1, len(text) + 1)))


def replaced(source: Decoded, pattern: re.Pattern[str], meaning: Callable[[str], str]) -> Decoded:
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    done = 0
    for match in pattern.finditer(source.text):
        parts.append(source.text[done : match.start()])
        starts += source.starts[done : match.start()]
        ends += source.ends[done : match.start()]
        done = match.end()
        text = meaning(match.group())
        parts.append(text)
        starts += [source.starts[match.start()]] * len(text)
        ends += [source.ends[done - 1]] * len(text)
    parts.append(source.text[done:])
    return Decoded("".join(parts), starts + source.starts[done:], ends + source.ends[done:])


def decode_escapes(text: str) -> Decoded:
    """Decodes what URLs, JSON, scripts and HTML escape, one inside the other."""
    decoded = undecoded(text)
    for _ in range(PASSES):
        after = replaced(decoded, ESCAPE, meaning_of)
        if after.text == decoded.text:
            break
        decoded = after
    return decoded


def decode_quoted(text: str) -> Decoded:
    """Decodes quoted-printable bytes."""
    return replaced(
        undecoded(text), QUOTED, lambda found: "" if found.endswith("\n") else from_hex(found.replace("=", ""))
    )


def meaning_of(found: str) -> str:
    if found.startswith("%"):
        return from_hex(found.replace("%", ""))
    if found.startswith("&#"):
        digits = found[2:].rstrip(";")
        return character(int(digits[1:], 16) if digits[0] in "xX" else int(digits))
    if found.startswith("&"):
        text = html.unescape(found)
        return " " if text == found else text
    written = found.lstrip("\\")
    if written[0] in "01234567":
        return character(int(written, 8))
    return character(int(re.sub(r"[uxUX{}]", "", written), 16))


def character(code: int) -> str:
    return chr(code) if code <= 0x10FFFF else "\ufffd"


def from_hex(digits: str) -> str:
    return bytes.fromhex(digits).decode("utf-8", "replace")


def fold(text: str) -> str:
    """Letters and digits in lower case; wide and other compatibility forms as their plain ones."""
    plain = unicodedata.normalize("NFKC", text).lower()
    return "".join(char for char in plain if unicodedata.category(char)[0] in "LN")


def base64_parts(content: bytes) -> list[str]:
    """base64 of a text that holds these bytes somewhere: the part that stays the same, for each of the three alignments."""
    parts = []
    for offset in range(3):
        text = base64.b64encode(bytes(offset) + content).decode("ascii").rstrip("=")
        parts.append(text[offset + 1 if offset else 0 : (offset + len(content)) * 8 // 6])
    return parts


def needles_of(secret: str) -> Iterable[str]:
    """What to search for among letters and digits."""
    plain = fold(secret)
    part = max(SHORTEST, math.ceil(len(plain) * ENOUGH))
    content = secret.encode("utf-8", "replace")
    once = base64_parts(content)
    encoded = [
        *once,
        *(twice for text in once for twice in base64_parts(text.encode("ascii"))),
        *base64_parts(secret.encode("utf-16-le", "replace")),
        *base64_parts(secret.encode("utf-16-be", "replace")),
        content.hex(),
        decode_escapes(secret).text,
        decode_quoted(secret).text,
    ]
    return [plain, plain[:part], plain[-part:], *(fold(text) for text in encoded)]


class Redactor:
    """Collects secrets and hides them."""

    def __init__(self) -> None:
        self.short: set[str] = set()
        self.exact: set[str] = set()
        self.folded: set[str] = set()

    def add(self, secret: object) -> None:
        if not isinstance(secret, str) or not secret.strip():
            return
        if len(secret) < SHORT:
            self.short.add(secret)
            return
        parts = base64_parts(secret.encode("utf-8", "replace"))
        web = [part.replace("+", "-").replace("/", "_") for part in parts]
        self.exact.update(text for text in (secret, secret.strip(), *parts, *web) if len(text) >= SHORT)
        self.folded.update(needle for needle in needles_of(secret) if len(needle) >= SHORTEST)

    def hide(self, text: str) -> str:
        """The text without secrets. A long one is cut."""
        if text in self.short:
            return REDACTED
        text = text[:LONGEST]
        ways = [undecoded(text), decode_escapes(text), decode_quoted(text)]
        found = sorted(place for decoded in ways for place in self.places(decoded))
        shown = []
        done = 0
        for start, end in found:
            if end <= done:
                continue
            if start >= done:
                shown += [text[done:start], REDACTED]
            done = end
        return "".join([*shown, text[done:]])

    def places(self, decoded: Decoded) -> Iterable[tuple[int, int]]:
        for needle in self.exact:
            for at in occurrences(decoded.text, needle):
                yield decoded.starts[at], decoded.ends[at + len(needle) - 1]
        folded = [(char, at) for at, original in enumerate(decoded.text) for char in fold(original)]
        text = "".join(char for char, _ in folded)
        for needle in self.folded:
            for at in occurrences(text, needle):
                yield decoded.starts[folded[at][1]], decoded.ends[folded[at + len(needle) - 1][1]]

    def learn(self, raw: bytes) -> None:
        """Adds the secrets of a context, if it can be read."""
        with suppress(ValueError, RecursionError):
            self.learn_fields(json.loads(raw.decode("utf-8-sig")))

    def learn_fields(self, data: Any) -> None:
        """Adds the values of secret fields, wherever they are in the data."""
        if isinstance(data, list):
            for item in data:
                self.learn_fields(item)
        if not isinstance(data, dict):
            return
        name = data.get("param_name")
        if (isinstance(name, str) and name in FIELDS) or data.get("type") in PASSWORD:
            self.add(data.get("param_value"))
        for key, value in data.items():
            if key in FIELDS or key in KEYS:
                self.add(value)
            self.learn_fields(value)


def occurrences(text: str, needle: str) -> Iterable[int]:
    at = text.find(needle)
    while at >= 0:
        yield at
        at = text.find(needle, at + len(needle))
`
