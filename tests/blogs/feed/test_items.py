"""What a feed's items are called and where they lead; and that nothing tells the feed's address."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import urljoin

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.blogs.feed import document as answers
from bot.blogs.feed.secrecy import carries, gives_away

NOW = datetime(2026, 6, 1, tzinfo=UTC)
HOME = "https://lantern.example/"
FEED = "https://lantern.example/feed"
PRIVATE = [
    "https://lantern.example/feed?auth=hush",
    "https://lantern.example/feed?auth=s3cr3t",
    "https://lantern.example/rss/9f8a7b6c5d4e/feed.xml",
    "https://lantern.example/private/1f0e3dad-99f2-4b5c-9d7a-abcdefabcdef.rss",
    "https://www.lantern.example/u/bo/kT9xQ2mZ7pLw4vB1/",
    "https://lantern.example/private/sesameopen/feed.xml",
    "https://lantern.example/u/opensesame.rss",
    "https://lantern.example/my-secret/feeds/20418823/",
]
SECRETS = [
    "hush",
    "s3cr3t",
    "9f8a7b6c5d4e",
    "1f0e3dad-99f2-4b5c-9d7a-abcdefabcdef",
    "kT9xQ2mZ7pLw4vB1",
    "sesameopen",
    "opensesame",
    "20418823",
]


def item(inner: str) -> str:
    return f"<item>{inner}<description>Words.</description></item>"


def read(*inner: str, feed: str = FEED, home: str = HOME) -> list[tuple[str, str]]:
    """Names and addresses."""
    whole = "".join(item(each) for each in inner)
    rss = f"<rss version='2.0'><channel><title>T</title><link>{home}</link>{whole}</channel></rss>"
    found = answers.entries(answers.parse(rss.encode(), feed), NOW)
    return [(entry.article.remote_id, entry.article.url) for entry in found]


GUID = "<guid isPermaLink='false'>{}</guid>"
LINK = "<link>https://lantern.example/{}</link>"


def test_the_guid_is_the_name_where_no_other_item_has_it() -> None:
    same = GUID.format("a") + LINK.format("n/1"), GUID.format("b") + LINK.format("n/1")
    assert read(*same) == [("a", f"{HOME}n/1"), ("b", f"{HOME}n/1")]


def test_then_the_link_is_the_name() -> None:
    shared = GUID.format("a") + LINK.format("n/1"), GUID.format("a") + LINK.format("n/2")
    assert read(*shared) == [(f"{HOME}n/1", f"{HOME}n/1"), (f"{HOME}n/2", f"{HOME}n/2")]
    assert read(LINK.format("n/3")) == [(f"{HOME}n/3", f"{HOME}n/3")]


def test_then_title_and_date_are() -> None:
    day = "<title>Note</title><pubDate>0{} Nov 2026 10:00:00 GMT</pubDate>"
    for start in ("", LINK.format(""), GUID.format("a"), GUID.format("a") + LINK.format("")):
        names = [name for name, _ in read(start + day.format(1), start + day.format(2))]
        assert len(set(names)) == 2
        assert all("Note" in name for name in names)
    assert len(read(day.format(1), day.format(1))) == 1


def test_a_link_that_is_anothers_guid_is_no_name() -> None:
    page = f"{HOME}n/1"
    names = read(f"{GUID.format(page)}<title>A</title>", f"<link>{page}</link><title>B</title>")
    assert [called for called, _ in names] == [page, f"{page} B"]


def test_without_a_link_it_is_the_enclosure_else_the_sites_page_else_nothing() -> None:
    sound = "<enclosure url='https://cdn.example/1.mp3' type='audio/mpeg' length='1'/>"
    assert read(GUID.format("a") + sound) == [("a", "https://cdn.example/1.mp3")]
    assert read(GUID.format("a")) == [("a", HOME)]
    assert read("<guid>lantern-1</guid>") == [("lantern-1", HOME)]
    assert read("<guid>https://lantern.example/n/1</guid>") == [(f"{HOME}n/1", f"{HOME}n/1")]
    assert read(GUID.format("a"), home="") == [("a", "")]


def test_an_atom_entry_with_only_a_self_link_leads_there() -> None:
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>L</title><id>urn:l</id>'
        '<entry><id>urn:1</id><title>One</title><link rel="self" href="/1"/></entry></feed>'
    )
    (entry,) = answers.entries(answers.parse(atom.encode(), FEED), NOW)
    assert (entry.article.remote_id, entry.article.url) == ("urn:1", f"{HOME}1")


@pytest.mark.parametrize("feed", PRIVATE)
def test_no_address_shows_more_of_the_feeds_than_its_host(feed: str) -> None:
    token = next(secret for secret in SECRETS if secret in feed)
    query = feed.partition("?")[2]
    named = [
        f"<link>{feed}</link>",
        f"<link>{feed.replace('https', 'http')}</link>",
        "<link></link>",
        f"<enclosure url='https://cdn.example/{token}/1.mp3?{query}' type='audio/mpeg'/>",
        f"<enclosure url='{feed}' type='image/jpeg'/>",
        "<enclosure url='1.mp3' type='audio/mpeg'/>",
        f"<link>{feed.partition('?')[0]}?x=1&amp;{query}</link>",
        f"<guid>{feed}</guid>",
    ]
    for home in ("", feed, f"{feed}#top", HOME):
        found = read(
            *(GUID.format(n) * ("guid" not in each) + each for n, each in enumerate(named)),
            feed=feed,
            home=home,
        )
        assert len(found) == len(named)
        shown = [url for _, url in found]
        assert not [name for name, _ in found if token in name]
        assert not [url for url in shown if token in url], shown
        assert set(shown) <= {"", HOME, f"{HOME}1.mp3", f"{HOME}u/1.mp3", f"{HOME}rss/1.mp3"}


@pytest.mark.parametrize(
    ("feed", "link"),
    [
        (FEED, f"{HOME}feed-me"),
        (f"{HOME}?feed=rss2", f"{HOME}?p=8"),
        (f"{HOME}?cat=3", f"{HOME}3"),
        (f"{HOME}feed?lang=de", f"{HOME}n/1?lang=de"),
        (f"{HOME}feed?keywords=breads", f"{HOME}breads?keywords=breads"),
        (f"{HOME}?feed=rss2&cat=3", f"{HOME}?cat=3&p=8"),
        (f"{HOME}my-blog-about-salt-2026/feed", f"{HOME}my-blog-about-salt-2026/1"),
        ("https://medium.example/feed/@someone", "https://medium.example/@someone/a-1f2e3d4c5b6a"),
        (f"{HOME}feed/", f"{HOME}2024/x"),
        (f"{HOME}blog/feed.xml", f"{HOME}blog/post-1"),
        (f"{HOME}gardening/feed.xml", f"{HOME}gardening/post-1"),
        (f"{HOME}index.php?feed=rss2", f"{HOME}index.php?p=8"),
        (f"{HOME}blog/?feed=rss2", f"{HOME}blog/?p=8"),
        (HOME, f"{HOME}?p=8"),
    ],
)
def test_links_of_open_feeds_stay(feed: str, link: str) -> None:
    assert not gives_away(link, feed)
    assert read(f"<link>{link}</link>", feed=feed)[0][1] == link


@pytest.mark.parametrize(
    ("feed", "link"),
    [
        (f"{HOME}feed?auth=secret", f"{HOME}feed?auth=secret#1"),
        (f"{HOME}feed?auth=secret", f"{HOME}n/1?auth=secret"),
        (f"{HOME}feed?api_key=12345678", f"{HOME}n/1?k=12345678"),
        (f"{HOME}feed?user=someone", f"{HOME}feed?page=2&user=someone"),
        (f"{HOME}private/sesame/feed.xml", f"{HOME}private/sesame/feed.xml#note"),
        (f"{HOME}private/sesame/feed.xml", f"{HOME}private/sesame/feed.xml?x=1"),
        (f"{HOME}u/sesame/feed.php?form=rss", f"{HOME}u/sesame/feed.php?x=1"),
        (f"{HOME}private/sesame/feed.xml", f"{HOME}private/sesame/post-1"),
        (f"{HOME}private/team/feed.xml", f"{HOME}private/team/post-1"),
        (f"{HOME}u/sesame/feed.xml", f"{HOME}u/sesame/?x=1"),
        (f"{HOME}u/sesame/feed.xml", f"{HOME}u/%73esame"),
        (f"{HOME}p/9f8e7d6c5b4a/rss", f"{HOME.upper().replace('HTTPS', 'https')}P/9F8E7D6C5B4A/"),
    ],
)
def test_a_place_in_the_feed_or_its_secret_is_the_feeds_address_too(feed: str, link: str) -> None:
    assert gives_away(link, feed)
    assert link not in read(f"<guid>{link}</guid><link>{link}</link>", feed=feed)[0]


SOUND = "<enclosure url='{}' type='audio/mpeg'/>"


@pytest.mark.parametrize(
    ("feed", "sound", "others", "home"),
    [
        (f"{HOME}podcast/feed.xml", "ep1.mp3", "", ""),
        (f"{HOME}shows/salt/feed.xml", "ep1.mp3", "", ""),
        (f"{HOME}gardening/feed.xml", "ep1.mp3", "", f"{HOME}gardening/"),
        (f"{HOME}gardening/feed.xml", "ep1.mp3", f"<link>{HOME}gardening/about</link>", ""),
        (f"{HOME}the-letter-t/feed.xml", "ep1.mp3", "", HOME),
        (f"{HOME}gardening/feed.xml", f"{HOME}sounds/ep1.mp3", "", HOME),
        ("https://gardening.example/gardening.xml", "/gardening/ep1.mp3", "", ""),
        (f"{HOME}private/team/feed.xml", f"{HOME}steam-engines/1.mp3", "", HOME),
    ],
)
def test_what_a_document_uses_openly_is_no_token(
    feed: str, sound: str, others: str, home: str
) -> None:
    """It is the way to its site's page, or to an article of it; or its folder is one like others.

    The feed is called T.
    """
    other = GUID.format("other") + others
    feed = feed.replace("the-letter-t", "t")
    _, (_, shown) = read(other, GUID.format("a") + SOUND.format(sound), feed=feed, home=home)
    assert shown == urljoin(home or feed, sound)


def test_what_a_title_names_is_no_token() -> None:
    feed = f"{HOME}winter-garden/feed.xml"
    for title, sounds in (("The Winter Garden", ["ep1.mp3"]), ("Ada", [])):
        rss = item(GUID.format("a") + SOUND.format("ep1.mp3"))
        whole = f"<rss version='2.0'><channel><title>{title}</title>{rss}</channel></rss>"
        (entry,) = answers.entries(answers.parse(whole.encode(), feed), NOW)
        assert entry.summary.url == "".join(urljoin(feed, each) for each in sounds)


def test_a_picture_in_a_folder_that_may_be_a_token_is_not_shown() -> None:
    feed = f"{HOME}u/opensesame/feed.xml"
    rss = item("<guid>a</guid><link>/n/1</link><enclosure url='1.jpg' type='image/jpeg'/>")
    for home, pictures in (("/u/opensesame/", [f"{HOME}u/opensesame/1.jpg"]), ("", [None])):
        whole = (
            f"<rss version='2.0'><channel><title>T</title><link>{home}</link>{rss}</channel></rss>"
        )
        (entry,) = answers.entries(answers.parse(whole.encode(), feed), NOW)
        assert [entry.article.image] == pictures


token = st.from_regex(r"[a-z]{8}[0-9]{4}[A-Za-z0-9]{0,20}", fullmatch=True)


@given(token, st.sampled_from(["/{}/feed", "/feed?key={}", "/feed/{}.xml", "/x?a=b&t={}"]))
def test_a_token_is_seen_wherever_it_stands(secret: str, form: str) -> None:
    feed = f"https://h.example{form.format(secret)}"
    for link in (feed, f"https://o.example/a/{secret}/b", f"https://o.example/?q={secret}"):
        assert gives_away(link, feed)
        assert carries(link, feed)
    assert not carries("https://h.example/n/1", feed)


guid = st.sampled_from(["", "a", "b", f"{HOME}n/1"])
link = st.sampled_from(["", "/n/2", f"{HOME}n/3"])


@settings(deadline=None)
@given(st.lists(st.tuples(guid, link, st.sampled_from(["", "T", "U"])), max_size=6))
def test_names_in_a_document_are_unlike_each_other_and_none_is_lost(
    fields: list[tuple[str, str, str]],
) -> None:
    inner = [
        (GUID.format(guid) if guid else "") + f"<link>{link}</link><title>{title}</title>"
        for guid, link, title in fields
    ]
    names = [called for called, _ in read(*inner)]
    assert len(names) == len(set(names))
    assert len(names) == len(set(fields))


@pytest.mark.parametrize("nonsense", ["http://[your-site]/", "http://[::1", "https://[]/x?a=b"])
def test_what_is_no_address_stops_no_feed(nonsense: str) -> None:
    found = read(
        f"<guid>{nonsense}</guid><link>{nonsense}</link>",
        "<guid>2</guid><link>/n/2</link>",
        feed=f"{HOME}feed?auth=secret",
        home=nonsense,
    )
    assert found == [(nonsense, ""), ("2", f"{HOME}n/2")]
