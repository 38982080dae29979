"""What themes and feeds write where an excerpt ends: the words of the way to the whole article."""

# ruff: noqa: E501, RUF001
from __future__ import annotations

import re

_WORDS = (
    # English
    "continue reading", "keep reading", "read more", "read on", "read the rest", "read the full",
    "read the whole", "read the entire", "read full", "read article", "read post", "read this",
    "view post", "view full", "view article", "full story", "full article", "see more",
    "learn more", "find out more", "click here to read", "(more",
    # German, Dutch, the North
    "weiterlesen", "weiter lesen", "mehr lesen", "mehr erfahren", "lesen sie weiter", "jetzt lesen",
    "zum artikel", "zum beitrag", "ganzen artikel", "ganzen beitrag", "lees meer", "lees verder",
    "verder lezen", "meer lezen", "doorgaan met lezen", "läs mer", "läs vidare", "fortsätt läsa",
    "fortsätt att läsa", "læs mere", "læs videre", "fortsæt med at læse", "fortsæt læsning",
    "les mer", "les videre", "fortsett å lese", "lue lisää", "jatka lukemista", "lesa meira",
    # French, Spanish, Portuguese, Italian, Catalan, Romanian
    "lire la suite", "lire plus", "lire l’article", "lire l'article", "continuer la lecture",
    "continuer à lire", "poursuivre la lecture", "en savoir plus", "leer más", "seguir leyendo",
    "sigue leyendo", "continuar leyendo", "continúa leyendo", "continuar lendo", "continue lendo",
    "continue a ler", "continuar a ler", "leia mais", "ler mais", "saiba mais", "leggi tutto",
    "leggi di più", "leggi l’articolo", "leggi l'articolo", "continua a leggere",
    "continua la lettura", "per saperne di più", "llegeix més", "continua llegint",
    "citește mai", "citeste mai", "continuă lectura", "continuă să citești",
    # Polish, Czech, Slovak, Hungarian, Turkish, Greek
    "czytaj dalej", "czytaj więcej", "kontynuuj czytanie", "číst dál", "číst více", "celý článek",
    "pokračovat ve čtení", "čítať ďalej", "pokračovať v čítaní", "tovább olvas", "olvass tovább",
    "bővebben", "devamını oku", "okumaya devam", "διαβάστε περισσότερα", "συνέχεια ανάγνωσης",
    "συνεχίστε την ανάγνωση", "čitaj dalje", "nastavi čitati", "preberi več",
    # Cyrillic
    "читать далее", "читать дальше", "читать полностью", "читать больше", "продолжить чтение",
    "читати далі", "читати більше", "продовжити читання", "прочети още", "прочетете още",
    "продължаване на четенето", "читај даље", "прочитај више",
    # Semitic, Persian, South and East Asia
    "اقرأ المزيد", "إقرأ المزيد", "قراءة المزيد", "متابعة القراءة", "تابع القراءة", "ادامه مطلب",
    "ادامهٔ مطلب", "ادامه‌ی مطلب", "بیشتر بخوانید", "קרא עוד", "המשך קריאה", "להמשך קריאה",
    "और पढ़ें", "आगे पढ़ें", "baca selengkapnya", "baca lagi", "lanjutkan membaca", "teruskan membaca",
    "đọc thêm", "đọc tiếp", "xem thêm", "tiếp tục đọc", "อ่านต่อ", "อ่านเพิ่มเติม",
    "続きを読む", "続きはこちら", "もっと読む", "阅读更多", "阅读全文", "继续阅读", "閱讀更多", "閱讀全文", "繼續閱讀",
    "계속 읽기", "더 읽기", "더 보기", "더보기",
)  # fmt: skip
_SIGNS = r"[\s\[({<«‹“\"'·|–—→⇒►▶…»›.-]*"
_ANY = "|".join(re.escape(words) for words in sorted(_WORDS, key=len, reverse=True))
_BEGINS = re.compile(
    rf"{_SIGNS}(?:{_ANY})(?!\w)|{_SIGNS}(?:\(?more|mehr|suite|więcej|далее)?{_SIGNS}\Z"
)
_AT_THE_END = re.compile(
    rf"(?:(?<=…)|(?<=\.\.\.)|(?<=\])|(?<=[.!?。！？][\s”\"»])|^)\s*"
    rf"{_SIGNS}(?:{_ANY})(?!\w)[^.!?。！？]{{0,160}}?[.…]?\s*[\])]?\Z",
    re.IGNORECASE,
)
_FIRST_THERE = re.compile(
    r"(?:The post|Der Beitrag|L[’']article|La entrada|L[’']articolo|O post|Het bericht|Inlägget|"
    r"Indlægget|Innlegget|Artykuł|Запись|Příspěvek|A bejegyzés) .{1,300}? (?:appeared first on|"
    r"first appeared on|erschien zuerst auf|est apparu en premier sur|se publicó primero en|"
    r"apareció primero en|proviene da|apareceu primeiro em|verscheen eerst op|dök först upp på|"
    r"blev først udgivet på|dukket først opp på|pochodzi z serwisu|впервые появилась|"
    r"pochází z|először) .{1,120}\Z"
)

_END = 800
"""Characters at a text's end among which they are looked for."""


def leads_on(words: str) -> bool:
    """Whether a link's words only say that there is more to read, or nothing at all."""
    return bool(_BEGINS.match(words.casefold()))


def without_way_on(text: str) -> str:
    """Cut such words off where they end a text, and a plugin's sentence on where it stood first."""
    kept, end = text[:-_END], text[-_END:]
    return (kept + _AT_THE_END.sub("", _FIRST_THERE.sub("", end).rstrip())).rstrip()
