"""The settings: `.env` and the environment, read once into one frozen object.

Names and defaults are fixed; deployments rely on them. `.env.example` explains each.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from environs import Env, EnvValidationError, validate

from bot.env.env_file import EnvFile, almost_right, dressed, read, token_elsewhere
from bot.env.place import Place, read_place
from bot.env.token import objection
from bot.env.typed import typed
from bot.errors import SettingsError
from bot.model import Credentials

NAMES = (
    "DISCORD_TOKEN",
    "DATABASE_PATH",
    "POLL_SECONDS",
    "LOG_LEVEL",
    "SECRET_KEY",
    "REPLY_EMAIL",
    "BLOG_URL",
    "BLOG_CHANNEL_ID",
    "BLOG_USER",
    "BLOG_APP_PASSWORD",
    "BLOG_BACKFILL",
    "BLOG_ALLOW_PRIVATE",
    "BLOG_MAX_ARTICLES",
    "BLOG_MAX_COMMENTS",
    "BLOG_MAX_MIB",
    "BACKUP_DIR",
    "BACKUP_KEEP",
    "HEALTH_AT",
    "OPERATOR",
    "PRIVACY_URL",
)
ENV_FILE = Path(".env")
"""In the folder in which the bot is started."""

MEBIBYTE = 1024 * 1024
SHORTEST_KEY = 16
DEFAULT_EMAIL = "{hash}@discord.invalid"
_EMAIL = validate.Regexp(
    r"[^@\s{}]{0,20}\{hash\}[^@\s{}]{0,20}@[^@\s{}]{1,60}\.[^@\s{}]+$",
    error="It should look like {{hash}}@discord.invalid.",  # marshmallow formats it
)
_NUMBERS = {name for name in NAMES if name.startswith(("BLOG_MAX", "POLL"))} | {
    "BLOG_CHANNEL_ID",
    "BLOG_BACKFILL",
    "BLOG_ALLOW_PRIVATE",
    "LOG_LEVEL",
}
"""Whose values have no “#” in them."""

LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of one blog is held at most, far more than blogs have."""

    articles: int = 50_000
    comments: int = 500_000
    mebibytes: int = 1024
    """Of words: of articles and comments together."""


@dataclass(frozen=True, slots=True)
class BackupSettings:
    """Where the daily backups go."""

    folder: Path
    keep: int
    """How many of them are kept."""


@dataclass(frozen=True, slots=True)
class BlogSettings:
    """The one blog that a deployment can name without a slash command."""

    url: str
    channel: int
    credentials: Credentials | None


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything a deployment can set."""

    token: str | None = field(repr=False)
    database: Path
    poll_seconds: int
    log_level: str
    blog: BlogSettings | None
    backfill: int
    """How many existing articles a new follow mirrors at first."""
    allow_private: bool
    secret_key: str | None = field(repr=False)
    """What application passwords given in Discord are encrypted with."""
    reply_email: str
    """The pattern of the addresses that members' comments carry; `{hash}` stands for them."""
    limits: Limits = field(default_factory=Limits)
    backups: BackupSettings | None = None
    """None: none are made."""
    health: Place | None = None
    """Where `/healthz` and `/metrics` are served; None: nowhere."""
    operator: str | None = None
    """Who runs this instance, and how to reach them: for its privacy policy."""
    privacy_url: str | None = None
    """Where that can be read."""


def load(env_file: Path = ENV_FILE) -> Settings:
    """Read the settings; the environment wins over `env_file`, and an empty value counts as unset.

    Raises SettingsError naming every mistake at once, without values: one of them is a token.
    """
    file = read(env_file)
    if file.problems:
        raise SettingsError(list(file.problems))
    for name, value in file.values.items():
        os.environ.setdefault(name, value)
    for name in NAMES:
        if not os.environ.get(name, "unset").strip():
            del os.environ[name]
    env = Env(eager=False)
    token = env.str("DISCORD_TOKEN", None)
    database = env.str("DATABASE_PATH", "data/afterword.sqlite3")
    poll = env.int("POLL_SECONDS", 60, validate=validate.Range(1, 86_400))
    level = env.str("LOG_LEVEL", "INFO")
    url = env.str("BLOG_URL", None)
    channel = env.int("BLOG_CHANNEL_ID", None, validate=validate.Range(min=1))
    user = env.str("BLOG_USER", None)
    password = env.str("BLOG_APP_PASSWORD", None)
    backfill = env.int("BLOG_BACKFILL", 3, validate=validate.Range(0, 100))
    allow_private = env.bool("BLOG_ALLOW_PRIVATE", False)
    usual = Limits()
    most = Limits(
        articles=env.int("BLOG_MAX_ARTICLES", usual.articles, validate=validate.Range(min=100)),
        comments=env.int("BLOG_MAX_COMMENTS", usual.comments, validate=validate.Range(min=100)),
        mebibytes=env.int("BLOG_MAX_MIB", usual.mebibytes, validate=validate.Range(min=1)),
    )
    backup_dir = env.str("BACKUP_DIR", None)
    backup_keep = env.int("BACKUP_KEEP", 7, validate=validate.Range(1, 1000))
    health = env.str("HEALTH_AT", None)
    operator = env.str("OPERATOR", None)
    privacy_url = env.str("PRIVACY_URL", None)
    secret_key = env.str("SECRET_KEY", None, validate=validate.Length(min=SHORTEST_KEY))
    reply_email = env.str("REPLY_EMAIL", DEFAULT_EMAIL, validate=_EMAIL)
    problems = dict[str, str]()
    for problem in (*_mistaken(file), *_invalid(env), *_unfitting(token, level, url, health)):
        problems.setdefault(problem.partition(":")[0], problem)
    if problems:
        raise SettingsError(list(problems.values()))
    credentials = Credentials(user, password) if user and password else None
    return Settings(
        token=token,
        database=Path(database),
        poll_seconds=poll,
        log_level=level.upper(),
        blog=BlogSettings(url, channel, credentials) if url and channel else None,
        backfill=backfill,
        allow_private=allow_private,
        secret_key=secret_key,
        reply_email=reply_email,
        limits=most,
        backups=BackupSettings(Path(backup_dir), backup_keep) if backup_dir else None,
        health=read_place(health) if health else None,
        operator=operator,
        privacy_url=privacy_url,
    )


def no_token(env_file: Path = ENV_FILE) -> str:
    """What to do where DISCORD_TOKEN is not set."""
    if (other := token_elsewhere(env_file)) is not None:
        return f"DISCORD_TOKEN: not set. {other} has one, but only {env_file} is read: rename it."
    return (
        f"DISCORD_TOKEN: not set, and not in {env_file.absolute()}. `{typed('configure')}` asks "
        f"for it and writes that file; `{typed('demo')}` works without."
    )


def _mistaken(file: EnvFile) -> list[str]:
    """What is wrong with names and values whatever they are for.

    Of the environment's names only those that are nearly ours: it may have been made of a file.
    """
    others = [name for name in os.environ if name not in file.values]
    # Any text will do as a key, and one that is in use must stay.
    shown = [name for name in NAMES if name != "SECRET_KEY"]
    return [
        *almost_right(file.values, NAMES, os.environ, ours=True),
        *almost_right(others, NAMES, os.environ, ours=False),
        *dressed(os.environ, shown, _NUMBERS),
    ]


def _invalid(env: Env) -> list[str]:
    """What can't be what it should be."""
    try:
        env.seal()
    except EnvValidationError as error:
        reasons = error.error_messages
        assert isinstance(reasons, Mapping)  # noqa: S101 - a list only outside deferred validation
        return [f"{name}: {' '.join(said)}" for name, said in sorted(reasons.items())]
    return []


def _unfitting(token: str | None, level: str, url: str | None, health: str | None) -> Iterator[str]:
    """What is of the right type, and still won't do, alone or beside the others."""
    if token is not None and (why := objection(token.strip())):
        yield f"DISCORD_TOKEN: {why}"
    if level.upper() not in LEVELS:
        yield f"LOG_LEVEL: use one of {', '.join(LEVELS)}."
    yield from _not_addresses(health)
    if url is not None and "BLOG_CHANNEL_ID" not in os.environ:
        yield "BLOG_CHANNEL_ID: BLOG_URL needs a channel to be posted in."
    for name in ("BLOG_CHANNEL_ID", "BLOG_USER", "BLOG_APP_PASSWORD"):
        if url is None and name in os.environ:
            yield f"{name}: says something about a blog, but BLOG_URL is not set."
    for name, other in (("BLOG_USER", "BLOG_APP_PASSWORD"), ("BLOG_APP_PASSWORD", "BLOG_USER")):
        if name not in os.environ and other in os.environ:
            yield f"{name}: BLOG_USER and BLOG_APP_PASSWORD belong together."


def _not_addresses(health: str | None) -> Iterator[str]:
    for name in ("BLOG_URL", "PRIVACY_URL"):
        if name in os.environ and not _is_web_address(os.environ[name]):
            yield f"{name}: not a web address; it should look like https://blog.example."
    if health is not None and read_place(health) is None:
        yield "HEALTH_AT: not an address and a port; it should look like 127.0.0.1:8710."


def _is_web_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)
