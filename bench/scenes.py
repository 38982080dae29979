"""What is shown on the pictures: one community's day, from the first look to the lost database."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import discord

from bench.stage import ACCOUNT, CYCLE
from bot.demo.blog_answers import path_of

if TYPE_CHECKING:
    from bench.studio import Studio


async def setting_up(studio: Studio) -> None:
    """The guide, the form, the panel."""
    stage, say = studio.stage, studio.stage.owner.slash
    talk, articles = studio.rooms["talk"], studio.rooms["articles"]
    closed = stage.guild.create_text_channel(
        "closed",
        overwrites={
            stage.client.user: discord.PermissionOverwrite(embed_links=False, manage_threads=False)
        },
    )
    answer = await say(talk, "blog status")
    await studio.take("status-empty", "/blog status, before anything is followed", answer)
    answer = await say(talk, "latest")
    await studio.take("latest-empty", "/latest, before anything is followed", answer)
    answer = await say(talk, "help")
    await studio.take("help-empty", "/help, before anything is followed", answer)
    answer = await say(talk, "blog follow", url="ftp://nowhere", channel=articles)
    await studio.take("follow-not-a-blog", "/blog follow, with what is no blog", answer)
    answer = await say(talk, "blog follow", url=stage.blog, channel=closed)
    await studio.take("follow-permissions", "/blog follow, where permissions are missing", answer)
    answer = await say(talk, "blog follow", url=stage.blog, channel=articles)
    await studio.take("follow", "/blog follow: what it found, and what comes", answer)
    await studio.press(stage.owner, answer, "start")
    await studio.take("follow-started", "The same, once it is started", answer)
    await stage.pass_time(4 * CYCLE)
    form = await say(talk, "blog connect")
    await studio.take("connect", "/blog connect", form)
    for name, what, password in (
        ("ordinary", "an ordinary password", "lantern-7"),
        ("unknown", "a password that the blog does not know", "aaaa bbbb cccc dddd eeee ffff"),
    ):
        answer = await stage.owner.submit_modal(form, {"user": ACCOUNT.user, "password": password})
        await studio.take(f"connect-{name}", f"The same, with {what}", answer)
        form = await say(talk, "blog connect")
    answer = await stage.owner.submit_modal(
        form, {"user": ACCOUNT.user, "password": ACCOUNT.password}
    )
    await studio.take("connect-sent", "The same, sent", answer)
    store, guild = stage.client.services.store, stage.guild.id
    (blog,) = await store.blogs.of_guild(guild)
    await store.exchanges.moderate_in(guild, blog.id, studio.rooms["moderation"].id)
    await store.alarms.tell_in(guild, studio.rooms["keepers"].id)
    await stage.pass_time(2 * CYCLE)
    answer = await say(talk, "blog settings", channel=articles)
    await studio.take("settings", "/blog settings", answer)
    for does, name, says in (
        ("filters", "filters", "Filters …"),
        ("hours", "quiet", "Quiet hours …"),
    ):
        form = await studio.press(stage.owner, answer, does)
        await studio.take(f"settings-{name}", f"The same: {says}", form)
    form = await studio.press(stage.owner, answer, "filters")
    await stage.owner.submit_modal(form, {"terms": "Gardn, -Repair", "authors": "", "words": ""})
    await studio.take("settings-misspelt", "A filter names what the blog does not know", answer)
    await studio.press(stage.owner, answer, "nearest")
    await studio.take("settings-trial", "Filters, tried on the newest articles", answer)
    form = await studio.press(stage.owner, answer, "filters")
    await stage.owner.submit_modal(form, {"terms": "", "authors": "", "words": ""})


async def on_the_blog(studio: Studio) -> None:
    """What the blog has, in its channel and in a thread."""
    stage = studio.stage
    announcement = [m for m in studio.rooms["articles"].history() if m.embeds or m.components][-1]
    await studio.take("announcement", "An article's announcement", announcement)
    said = studio.thread().history()
    await studio.take("thread", "Its thread: who answers whom", said[1], said[1:5])
    second = next(place for place, m in enumerate(said) if " 2/" in m.content.partition("\n")[0])
    parts = said[second - 1 : second + 1]
    await studio.take("thread-parts", "A long comment, in parts", parts[0], parts)
    answered = next(m for m in said if "hide glue" in m.content)
    number = int(answered.content.split("#comment-")[1].split(">")[0].split(")")[0])
    stage.content.move_comment(number, "trash")
    await stage.pass_time(3 * CYCLE)
    said = studio.thread().history()
    place = [message.id for message in said].index(answered.id)
    await studio.take(
        "thread-removed", "A comment that was removed on the blog", said[place],
        said[place : place + 2],
    )  # fmt: skip


async def conversing(studio: Studio) -> None:
    """A member answers, is asked, and says yes."""
    stage, thread = studio.stage, studio.thread()
    answered = thread.history()[2]
    wrote = await stage.member.send(thread, "I keep a **key** like that.", reply_to=answered)
    question = thread.history()[-1]
    await studio.take("question", "A member is asked", question, [wrote, question])
    form = await studio.press(stage.member, question, "name")
    await studio.take("name", "Another name", form)
    answer = await studio.press(stage.member, question, "once")
    await studio.take("question-answered", "After the yes", answer)
    await stage.pass_time(2 * CYCLE)
    wrote = next(m for m in thread.history() if m.id == wrote.id)
    await studio.take("reply", "What was written is on the blog", wrote, [wrote])
    for name, menu, on in (
        ("why-reply", "Why?", wrote),
        ("why-comment", "Why?", answered),
        ("on-the-blog", "On the blog", wrote),
        ("reply-form", "Reply on the blog", answered),
    ):
        answer = await stage.member.context_menu(thread, menu, on)
        await studio.take(name, f"“{menu}” in a message's menu", answer)
    answer = await stage.member.slash(studio.rooms["talk"], "profile show")
    await studio.take("profile", "/profile show", answer)
    for name in ("forget", "export"):
        answer = await stage.member.slash(studio.rooms["talk"], f"profile {name}")
        await studio.take(f"profile-{name}", f"/profile {name}", answer)
    answer = await stage.member.slash(studio.rooms["talk"], "help")
    await studio.take("help", "/help", answer)
    for name, options in (("consents", {}), ("consents-one", {"message": wrote.jump_url})):
        answer = await stage.owner.slash(studio.rooms["talk"], "blog consents", **options)
        await studio.take(name, "/blog consents", answer)


async def looking_up(studio: Studio) -> None:
    """What members look up."""
    stage, talk, bot = studio.stage, studio.rooms["talk"], studio.stage.client.user
    assert bot is not None
    for name, command, options in (
        ("latest", "latest", {}),
        ("article", "article", {"title": "blackbird"}),
        ("random", "random", {"term": "Garden"}),
        ("comments", "comments", {"article": "chair"}),
        ("search", "search", {"words": "mending"}),
        ("search-nothing", "search", {"words": "submarine"}),
        ("author", "author", {"name": "Hanneke"}),
        ("author-of-articles", "author", {"name": "Orla Venn"}),
        ("thread-way", "thread", {"article": "chair"}),
        ("not-found", "article", {"title": "zzz"}),
    ):
        answer = await stage.member.slash(talk, command, **options)
        said = " ".join(f"{key}: {value}" for key, value in options.items())
        await studio.take(name, f"/{command} {said}".rstrip(), answer)
    article = next(iter(stage.content.articles.values()))
    for name, who, words in (
        ("link", stage.member, f"Have you read {stage.blog}{path_of(article)}?"),
        ("mention", stage.owner, f"{bot.mention} mending"),
    ):
        wrote = await who.send(talk, words)
        await studio.take(name, "Said in a channel", talk.last_message, [wrote, talk.last_message])


async def moderating(studio: Studio) -> None:
    """A held comment, and what is wrong with it."""
    stage, room = studio.stage, studio.rooms["moderation"]
    card = room.last_message
    await studio.take("held", "A held comment, in the moderators' channel", card)
    await studio.press(stage.owner, card, "approve")
    await stage.pass_time(2 * CYCLE)
    await studio.take("held-approved", "The same, approved", room.last_message)


async def owning(studio: Studio) -> None:
    """What owners look into, and what becomes of a lost database."""
    stage, talk = studio.stage, studio.rooms["talk"]
    say = stage.owner.slash
    await studio.take("status", "/blog status", await say(talk, "blog status"))
    link = studio.thread().history()[3].jump_url
    answer = await say(talk, "blog why", link=link)
    await studio.take("why-story", "/blog why, of a comment", answer)
    await studio.take("sync", "/blog sync", await say(talk, "blog sync"))
    stage.site.down = True
    await stage.pass_time(6 * CYCLE)
    await studio.take("trouble", "Something is wrong", studio.rooms["keepers"].last_message)
    answer = await say(talk, "blog status")
    await studio.take("status-trouble", "/blog status meanwhile", answer)
    stage.site.down = False
    await say(talk, "blog sync")
    await stage.pass_time(2 * CYCLE)
    await studio.take("trouble-over", "It works again", studio.rooms["keepers"].last_message)
    await _moved(studio)
    answer = await say(talk, "blog unfollow", channel=studio.rooms["articles"])
    await studio.take("unfollow", "/blog unfollow", answer)


async def _moved(studio: Studio) -> None:
    """The blog is found at another address than the one that is recorded."""
    stage = studio.stage
    with sqlite3.connect(stage.client.services.settings.database) as database:
        (api,) = database.execute("SELECT api FROM blog").fetchone()
        database.execute("UPDATE blog SET api = 'https://former.example/wp-json/'")
    answer = await stage.owner.slash(
        studio.rooms["talk"], "blog follow", url=stage.blog, channel=studio.rooms["articles"]
    )
    await studio.take("follow-moved", "/blog follow, where the blog moved to", answer)
    with database:
        database.execute("UPDATE blog SET api = ?", (api,))
    database.close()


async def losing_the_database(studio: Studio) -> None:
    """All but the servers' own choices is gone, and found again."""
    stage, articles = studio.stage, studio.rooms["articles"]
    with sqlite3.connect(stage.client.services.settings.database) as database:
        database.execute("PRAGMA foreign_keys = ON")
        database.execute("DELETE FROM blog")
    database.close()
    for name, options in (("repair", {}), ("repair-done", {"do_it": True})):
        answer = await stage.owner.slash(
            studio.rooms["talk"], "blog repair", url=stage.blog, channel=articles, **options
        )
        what = "it does it" if options else "it only looks"
        await studio.take(name, f"/blog repair, after the database was lost: {what}", answer)


SCENES = (setting_up, on_the_blog, conversing, looking_up, moderating, owning, losing_the_database)
