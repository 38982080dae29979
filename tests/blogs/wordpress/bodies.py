"""What WordPress's REST API answers with, to be changed by a test."""

from __future__ import annotations

import json
from typing import Any

from multidict import CIMultiDict, CIMultiDictProxy

from bot.blogs.http.answer import Answer


def answer(body: object, status: int = 200, **headers: str) -> Answer:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(status, CIMultiDictProxy(CIMultiDict(named)), raw, "https://blog.example/")


def article(**changes: Any) -> dict[str, Any]:
    return {
        "id": 12,
        "link": "https://blog.example/2026/05/tea/",
        "title": {"rendered": "Tea &amp; <em>time</em> &#8211; at last"},
        "date_gmt": "2026-05-01T09:00:00",
        "modified_gmt": "2026-05-01T10:00:00",
        "status": "publish",
        "content": {"rendered": "<p>Steep.</p>\n", "protected": False},
        "excerpt": {"rendered": "<p>Steep &hellip;</p>\n", "protected": False},
        "author": 3,
        "featured_media": 7,
        "_embedded": {
            "author": [{"id": 3, "name": "Ira O&#8217;Dell"}],
            "wp:featuredmedia": [{"source_url": "https://blog.example/cup.jpg"}],
            "wp:term": [
                [
                    {"name": "Uncategorized", "slug": "uncategorized"},
                    {"name": "Q&amp;A", "slug": "qa"},
                ],
                [{"name": "warm", "slug": "warm"}, {"name": "warm", "slug": "warm-2"}],
            ],
        },
    } | changes


def comment(**changes: Any) -> dict[str, Any]:
    return {
        "id": 40,
        "post": 12,
        "parent": 39,
        "author": 0,
        "author_name": "Mo &amp; Jo\n",
        "date_gmt": "2026-05-02T08:15:30",
        "link": "https://blog.example/2026/05/tea/#comment-40",
        "content": {"rendered": "<p>Green?</p>\n"},
        "status": "approved",
    } | changes
