"""The bytes of a feed as text, whatever it and its server say of the encoding. Pure.

What is said is often wrong, so it only counts where the bytes do not speak for themselves. A byte
that has no meaning costs one character, never the document.
"""

from __future__ import annotations

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SHAPES = (
    (re.compile(rb"[<{\[]\0\0\0"), "utf-32-le"),
    (re.compile(rb"\0\0\0[<{\[]"), "utf-32-be"),
    (re.compile(rb"[<{\[\s]\0[^\0]\0"), "utf-16-le"),
    (re.compile(rb"\0[<{\[\s]\0[^\0]"), "utf-16-be"),
)
_DECLARED = re.compile(
    rb"<\?xml\b[^>]{0,200}?\bencoding\s*=\s*[\"']([\w.:-]{1,40})[\"']", re.IGNORECASE
)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)

# What Python knows by other names only.
_CALLED = {
    "x-sjis": "cp932", "x-euc-jp": "euc_jp", "cseucpkdfmtjapanese": "euc_jp", "x-gbk": "gb18030",
    "gb_2312": "gb18030", "gb_2312-80": "gb18030", "csgb2312": "gb18030", "cn-gb": "gb18030",
    "x-x-big5": "big5", "cn-big5": "big5", "cseuckr": "cp949", "ks_c_5601": "cp949",
    "ks_c_5601-1989": "cp949", "ksc_5601": "cp949", "iso-ir-149": "cp949",
    "x-mac-cyrillic": "mac-cyrillic", "x-mac-ukrainian": "mac-cyrillic", "mac": "mac-roman",
    "x-mac-roman": "mac-roman", "macintosh": "mac-roman", "csmacintosh": "mac-roman",
    "windows-31j": "cp932", "windows-949": "cp949", "dos-874": "cp874", "ansi": "cp1252",
    "koi8": "koi8-r", "koi": "koi8-r", "koi8-ru": "koi8-u", "sun_eu_greek": "iso8859-7",
    "visual": "iso8859-8", "logical": "iso8859-8", "csisolatin9": "iso8859-15",
}  # fmt: skip
_BY_NUMBER = re.compile(
    r"(?:x-)?(?:cp|windows|win)-?(\d{3,4})|iso[-_]?8859[-_]?(\d{1,2})(?:-[ei])?"
)
"""A page of Windows or a part of ISO 8859, however its name is spelt."""

# What is called by an old name and means its successor, as browsers read it.
_MEANT = {
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}
# A list, because Python also calls "encodings" what unpacks, runs or takes quadratic time.
_TEXT = frozenset({
    "cp874", "cp932", "cp949", "gb18030", "big5hkscs", "euc_jp", "iso2022_jp", "iso2022_kr", "hz",
    "johab", "koi8-r", "koi8-u", "koi8-t", "kz1048", "ptcp154", "mac-roman", "mac-cyrillic",
    "mac-greek", "mac-turkish", "mac-latin2", "mac-iceland", "viscii", "shift_jis_2004",
    *(f"cp{page}" for page in (437, 720, 737, 775, *range(850, 870), 1125, *range(1250, 1259))),
    *(f"iso8859-{part}" for part in range(2, 17)),
})  # fmt: skip
_SHIFTING = frozenset({"iso2022_jp", "iso2022_kr", "hz"})
"""Those that are written in ASCII's bytes, and so look like UTF-8."""

_BEYOND_ASCII = bytes(range(128, 256))


def text_of(body: bytes, content_type: str = "") -> str:
    """Decode a document; `content_type` is the header that it came with.

    A mark at the beginning counts most, then that the bytes are UTF-8, all of them or most of those
    that could tell, then what the document says of itself, then what the server says. Lone
    surrogates never come out.
    """
    wide = _marked(body)
    if wide is not None:
        return _cleaned(wide)
    body = body.lstrip()
    said = [_known(name) for name in _said(body[:1024], content_type)]
    named = [name for name in said if name is not None]
    shifting = next((name for name in named if name in _SHIFTING), None)
    if shifting is not None and body.isascii():
        return body.decode(shifting, "replace")
    try:
        return _cleaned(body.decode())
    except UnicodeDecodeError:
        right, wrong = _letters(body)
    if right > wrong or not named:
        return _mostly(body)
    for name in named:
        try:
            return body.decode(name)
        except UnicodeDecodeError:
            continue
    return body.decode(named[0], "replace")


def _marked(body: bytes) -> str | None:
    """What a mark at the beginning says, or zeros do where there is none."""
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            rest = body[len(mark) :]
            return _mostly(rest) if encoding == "utf-8" else rest.decode(encoding, "replace")
    for shape, encoding in _SHAPES:
        if shape.match(body):
            return body.decode(encoding, "replace")
    return None


def _said(head: bytes, content_type: str) -> list[str]:
    declared = _DECLARED.search(head)
    served = _CHARSET.search(content_type)
    return [
        *([declared[1].decode("ascii", "replace")] if declared else []),
        *([served[1]] if served else []),
    ]


def _known(name: str) -> str | None:
    """The codec of this name; None for UTF-8, of which the bytes speak, and for what is no text."""
    try:
        called = codecs.lookup(_CALLED.get(name.lower()) or _spelt(name)).name
    except (LookupError, ValueError):
        return None
    meant = _MEANT.get(called, called)
    return meant if meant in _TEXT else None


def _spelt(name: str) -> str:
    found = _BY_NUMBER.fullmatch(name.lower())
    if found is None:
        return name
    return f"cp{found[1]}" if found[1] else f"iso8859-{found[2]}"


def _mostly(body: bytes) -> str:
    """UTF-8 with some bytes that are wrong, or else the West's bytes."""
    right, wrong = _letters(body)
    return body.decode("utf-8" if right >= wrong else "cp1252", "replace")


def _letters(body: bytes) -> tuple[int, int]:
    """How many letters beyond ASCII the bytes have, read as UTF-8, and how many that are none."""
    read = body.decode(errors="ignore")
    wrong = len(body.decode(errors="surrogateescape")) - len(read)
    return len(read) - len(body.translate(None, _BEYOND_ASCII)), wrong


def _cleaned(text: str) -> str:
    """Without marks that a second hand put before the first."""
    return text.lstrip("\ufeff \t\r\n")
