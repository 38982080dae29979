"""Pages that stand in a site's place and let only people in browsers through. Pure.

Told by what such pages have in common, not by who makes them: they are HTML with few words, those
words speak of a check, and what does the checking is a script or a redirect.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from selectolax.lexbor import LexborHTMLParser

if TYPE_CHECKING:
    from bot.blogs.http.answer import Answer

FEW_WORDS = 1500
"""Characters that are read on such a page; articles have more."""

LONGEST = 512 * 1024
"""Bytes of such a page; its script may be long."""

_TURNED_AWAY = frozenset({401, 402, 403, 405, 406, 418, 429, 444, 451, 456, 493, 503, 520, 521})
_SAYS_SO = re.compile(r"\bchallenge\b|\bcaptcha\b", re.IGNORECASE)
_WORDS = re.compile(
    r"just a moment|attention required|checking (?:your|the|if)|verif(?:y|ying|ication)|"
    r"(?:are|not|you|you're) (?:a )?(?:human|robot|bot)\b|not a (?:ro)?bot|human (?:check|test)|"
    r"security (?:check|service|verification)|ddos|captcha|automated (?:requests|access|queries)|"
    r"unusual (?:traffic|activity)|proof[- ]of[- ]work|enable (?:javascript|cookies|js)|"
    r"(?:javascript|cookies?) (?:(?:is|are|must be) )?(?:required|disabled|enabled)|"
    r"bot (?:protection|detection|check)|request (?:blocked|unsuccessful)|"
    r"you have been blocked|bist du ein mensch|kein roboter|sicherheitsüberprüfung|vérification|"
    r"verificación|проверка",
    re.IGNORECASE,
)
_SURE = re.compile(
    r"just a moment|checking your browser|checking if the site|verif(?:y|ying) (?:that )?you|"
    r"(?:you|you're) (?:are )?not a (?:ro)?bot|are you (?:a )?(?:human|robot)|security check|"
    r"captcha|bot (?:protection|detection|check)|proof[- ]of[- ]work|ddos|being verified|"
    r"human verification|before you are allowed|security checkpoint",
    re.IGNORECASE,
)
_OF_A_SITE = re.compile(rb"application/(?:rss|atom|feed)\+(?:xml|json)|api\.w\.org", re.IGNORECASE)
"""What a site's own pages name, and none that stands in their place."""

_MACHINERY = re.compile(
    rb"<script|challenge|captcha|turnstile|<noscript|http-equiv=[\"']?refresh|document\.cookie|"
    rb"location\.(?:reload|href|replace)|proof.?of.?work|sha-?256|incident.?id|ray.?id|support.?id",
    re.IGNORECASE,
)
_GOES_ON = re.compile(rb"http-equiv=[\"']?refresh|<script", re.IGNORECASE)


def checks_for_people(answer: Answer) -> bool:
    """Whether this is such a page, and not the site's own."""
    if any(_speaks_of_it(name) and _SAYS_SO.search(said) for name, said in answer.headers.items()):
        return True
    if len(answer.body) > LONGEST or not _is_html(answer):
        return False
    if answer.status in _TURNED_AWAY:
        return _stops_everybody(answer.body)
    return answer.status in {200, 202} and _passes_for_the_page(answer)


def _stops_everybody(body: bytes) -> bool:
    """The server says that it turned us away: then a word of a check is enough."""
    words = _read(body)
    if len(words) > FEW_WORDS or not _MACHINERY.search(body):
        return False
    return bool(_WORDS.search(words)) or (not words and _GOES_ON.search(body) is not None)


def _passes_for_the_page(answer: Answer) -> bool:
    """Where all seems well, it must have almost no other words, or none and something to do."""
    words = _read(answer.body)
    if len(words) > FEW_WORDS // 3 or not _MACHINERY.search(answer.body):
        return False
    if _OF_A_SITE.search(answer.body):
        return False
    if not words and answer.status == 202:
        return _GOES_ON.search(answer.body) is not None
    by_cookie = b"document.cookie" in answer.body and b"location" in answer.body
    return by_cookie or _SURE.search(words) is not None


def _speaks_of_it(name: str) -> bool:
    """Headers that report what was done to a request, not those that carry pages' own rules."""
    return re.fullmatch(r"(?:cf|x)-[\w-]*(?:mitigated|action|waf[\w-]*)", name.lower()) is not None


def _is_html(answer: Answer) -> bool:
    kind = answer.headers.get("Content-Type", "").lower()
    start = answer.body[:256].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith((b"<!doctype html", b"<html", b"<head", b"<script", b"<meta")) or (
        "html" in kind and not start.startswith((b"{", b"[", b"<?xml", b"<rss", b"<feed"))
    )


def _read(body: bytes) -> str:
    """The page's title, and the words that a person would see."""
    tree = LexborHTMLParser(body)
    title = tree.css_first("title")
    said = title.text() if title is not None else ""
    for node in tree.css("script, style, template, svg, title"):
        node.decompose()
    words = tree.body.text(separator=" ") if tree.body is not None else ""
    return " ".join(f"{said} {words}".split())
