"""The category of articles that have none, as blogs of many languages call it. Pure."""

from __future__ import annotations

import unicodedata

_NAMES = frozenset({
    "uncategorized", "uncategorised", "allgemein", "nicht kategorisiert", "unkategorisiert",
    "non classé", "sin categoría", "sin categorizar", "sense categoria", "sen categorizar",
    "kategoriarik gabe", "senza categoria", "sem categoria", "geen categorie", "ongecategoriseerd",
    "niet gecategoriseerd", "ukategorisert", "ukategoriseret", "ikke kategoriseret",
    "ikke kategorisert", "okategoriserade", "okategoriserad", "luokittelematon", "yleinen",
    "óflokkað", "määratlemata", "nekategorizēts", "be kategorijos", "bez kategorii",
    "nezařazené", "nezaradené", "egyéb kategória", "kategória nélküli", "egyéb",
    "nekategorisano", "nekategorizirano", "nerazvrščeno", "fără categorie",
    "necategorisite", "без рубрики", "без категорії", "без категорыі", "некатегоризирано",
    "некатегоризовано", "неразврстано", "χωρίς κατηγορία", "μη κατηγοριοποιημένο",
    "genel", "kategorilenmemiş", "kategorisiz", "ללא קטגוריה", "כללי", "غير مصنف", "دسته‌بندی نشده",
    "بدون دسته‌بندی", "未分類", "未分类", "미분류", "ไม่มีหมวดหมู่", "chưa được phân loại",
    "tak berkategori", "tidak dikategorikan", "walang kategorya",
    "без категория", "bez kategorijas", "sen categoría", "sailkatugabea", "chưa phân loại",
    "pa kategori", "უკატეგორიო", "heb gategori", "অশ্রেণীভুক্ত", "санатсыз",
    "अवर्गीकृत", "अश्रेणीबद्ध",
})  # fmt: skip


def is_uncategorized(name: str) -> bool:
    """Whether a category of this name says that there is none."""
    return unicodedata.normalize("NFC", name).strip().casefold() in _NAMES
