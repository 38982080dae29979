"""A real WordPress on loopback, from Debian's packages, for as long as a `with` lasts.

PHP and MariaDB come from apt-get (as root, where they are missing), WordPress's files from its
package, unpacked without installing it. Everything lives below one cache folder; nothing becomes
a system service, the database listens on a socket only, and mail goes nowhere.
"""

from __future__ import annotations

import contextlib
import getpass
import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from filelock import FileLock

if TYPE_CHECKING:
    from collections.abc import Iterator

CACHE_VARIABLE = "AFTERWORD_WORDPRESS_CACHE"
PHP_MODULES = {"mysqli": "php-mysql", "mbstring": "php-mbstring", "SimpleXML": "php-xml"}
PACKAGES = ("wordpress", "wordpress-theme-twentytwentythree")
PATIENCE = 60.0
DEFAULT_CACHE = Path(tempfile.gettempdir()) / f"afterword-wordpress-{os.getuid()}"
"""Kept from session to session, so on a disk, wherever tests keep their own files."""
HERE = Path(__file__).parent
SQL = tuple(
    Path("/usr/share/mysql") / f"mysql_{name}.sql"
    for name in ("system_tables", "performance_tables", "system_tables_data")
)


class Unavailable(Exception):
    """This machine can't run a WordPress; the text says why."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running WordPress and its administrator."""

    url: str
    user: str
    password: str = field(repr=False)
    """An application password."""
    site: Path

    @property
    def api(self) -> str:
        return f"{self.url}/wp-json/"

    def eval(self, code: str) -> Any:
        """Run PHP inside this WordPress as its administrator and return what it returns."""
        done = _run("php", "-d", "display_errors=stderr", HERE / "cli.php", self.site, code)
        return json.loads(done) if done else None


@contextlib.contextmanager
def running(workers: int = 4) -> Iterator[Server]:
    """Start a new, empty WordPress on a free port; stop it and delete its data afterwards.

    The first start on a machine downloads some 100 MB; later ones take a few seconds.
    Raises `Unavailable`.
    """
    cache = Path(os.environ.get(CACHE_VARIABLE) or DEFAULT_CACHE)
    cache.mkdir(mode=0o700, parents=True, exist_ok=True)
    with FileLock(cache / "lock", timeout=600):
        _install_packages()
        files = _unpacked(cache)
    with contextlib.ExitStack() as stack:
        # A unix socket's path has to fit into 107 bytes, so the folder's name is short.
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="wp-", dir=cache)))
        site = folder / "site"
        shutil.copytree(files, site, copy_function=os.link, symlinks=True)
        _create_database(folder)
        stack.enter_context(_process(folder, [_mariadbd(), *_database_options(folder)]))
        url = f"http://127.0.0.1:{_free_port()}"
        _configure(site, folder, url)
        password = _install(site, folder)
        command = ["php", "-d", "memory_limit=256M", "-S", url.removeprefix("http://")]
        command += ["-t", str(site), str(HERE / "router.php")]
        stack.enter_context(_process(folder, command, {"PHP_CLI_SERVER_WORKERS": str(workers)}))
        _wait_for_answer(f"{url}/wp-json/wp/v2/types/post", folder / "php.log")
        yield Server(url, "admin", password, site)


def _install_packages() -> None:
    missing = []
    modules: list[str] = []
    if shutil.which("php"):
        modules = _run("php", "-m").split()
    else:
        missing.append("php-cli")
    missing += [package for module, package in PHP_MODULES.items() if module not in modules]
    if not Path(_mariadbd()).exists() or not all(file.exists() for file in SQL):
        missing.append("mariadb-server-core")  # the daemon without an init script
    if not missing:
        return
    if not shutil.which("apt-get"):
        raise Unavailable(f"{', '.join(missing)} missing, and this is not Debian")
    if os.geteuid() != 0:
        raise Unavailable(f"{', '.join(missing)} missing, and only root can install them")
    _apt("update")
    _apt("install", "--no-install-recommends", *missing)


def _unpacked(cache: Path) -> Path:
    """Return WordPress's files, downloading and unpacking the package the first time."""
    files = cache / "files"
    if files.exists():
        return files
    if not shutil.which("apt-get") or not shutil.which("dpkg-deb"):
        raise Unavailable("WordPress comes from a Debian package, and this is not Debian")
    with tempfile.TemporaryDirectory(prefix="unpack-", dir=cache) as name:
        work = Path(name)
        try:
            _apt("download", *PACKAGES, folder=work)
        except Unavailable:
            if os.geteuid() != 0:
                raise
            _apt("update")
            _apt("download", *PACKAGES, folder=work)
        for package in work.glob("wordpress*.deb"):
            _run("dpkg-deb", "-x", package, work / "x")
        site = work / "x/usr/share/wordpress"
        for path in site.rglob("*"):
            if path.is_symlink() and not path.exists():
                path.unlink()  # libraries of other packages, which WordPress does without here
        for extra in ("wp-config.php", ".htaccess"):
            (site / extra).unlink(missing_ok=True)
        (site / "wp-content/mu-plugins").mkdir(parents=True, exist_ok=True)
        (site / "wp-content/uploads").mkdir(parents=True, exist_ok=True)
        site.rename(files)
    return files


def _create_database(folder: Path) -> None:
    """Make the system tables as mariadb-install-db does, which needs more packages."""
    for name in ("db", "tables"):
        (folder / name).mkdir(mode=0o700)
    lines = ["create database mysql;", "use mysql;", f"SET @auth_root_socket='{_user()}';"]
    script = "\n".join([*lines, *(file.read_text() for file in SQL)])
    options = [*_database_options(folder), "--bootstrap", "--log-warnings=0"]
    _run(_mariadbd(), *options, "--max-allowed-packet=8M", "--enforce-storage-engine=", text=script)


def _database_options(folder: Path) -> list[str]:
    options = [
        "--no-defaults",
        f"--datadir={folder / 'db'}",
        f"--tmpdir={folder / 'tables'}",  # a server that starts deletes all that it finds there
        f"--socket={folder / 's'}",
        f"--pid-file={folder / 'pid'}",
        "--skip-networking",
        "--skip-log-bin",
        "--skip-name-resolve",
        "--character-set-server=utf8mb4",
        "--innodb-buffer-pool-size=64M",
        "--innodb-log-file-size=16M",
        "--innodb-flush-log-at-trx-commit=0",
        "--innodb-doublewrite=0",
        "--performance-schema=OFF",
    ]
    return [*options, "--user=root"] if os.geteuid() == 0 else options


def _configure(site: Path, folder: Path, url: str) -> None:
    settings = {
        "DB_NAME": "wordpress",
        "DB_USER": _user(),
        "DB_PASSWORD": "",
        "DB_HOST": f"localhost:{folder / 's'}",
        "DB_CHARSET": "utf8mb4",
        "WP_HOME": url,
        "WP_SITEURL": url,
        "WP_ENVIRONMENT_TYPE": "local",  # application passwords over plain http
        "WP_HTTP_BLOCK_EXTERNAL": True,
        "AUTOMATIC_UPDATER_DISABLED": True,
        "DISABLE_WP_CRON": True,
        "AUTH_KEY": os.urandom(24).hex(),
        "SECURE_AUTH_KEY": os.urandom(24).hex(),
    }
    lines = [f"define('{name}', {json.dumps(value)});" for name, value in settings.items()]
    config = "\n".join(
        [
            "<?php",
            *lines,
            "$table_prefix = 'wp_';",
            "if (!defined('ABSPATH')) define('ABSPATH', __DIR__ . '/');",
            "require_once ABSPATH . 'wp-settings.php';",
        ]
    )
    (site / "wp-config.php").write_text(config)
    no_mail = "<?php add_filter('pre_wp_mail', '__return_true');\n"
    (site / "wp-content/mu-plugins/no-mail.php").write_text(no_mail)


def _install(site: Path, folder: Path) -> str:
    """Make the tables and the administrator; return an application password."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            return _run("php", "-d", "display_errors=stderr", HERE / "install.php", site).strip()
        except Unavailable as error:
            if "database is not there yet" not in str(error) or time.monotonic() > end:
                log = (folder / "mariadbd.log").read_text()[-2000:]
                raise Unavailable(f"{error}\n{log}") from None
        time.sleep(0.05)


def _wait_for_answer(url: str, log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while True:
        with contextlib.suppress(urllib.error.URLError, OSError):
            urllib.request.urlopen(url, timeout=20).close()
            return
        if time.monotonic() > end:
            raise Unavailable(f"WordPress does not answer at {url}: {log.read_text()[-2000:]}")
        time.sleep(0.05)


UNTIL_OUR_END = '"$@" </dev/null & read -r _; trap "" TERM; kill -TERM 0; wait'
"""A shell that ends its process group, PHP's workers included, as soon as its input closes."""


@contextlib.contextmanager
def _process(
    folder: Path, command: list[str], extra: dict[str, str] | None = None
) -> Iterator[None]:
    """Run a process for as long as the `with` lasts; it ends, too, if this process is killed."""
    log = folder / f"{Path(command[0]).name}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            ["sh", "-c", UNTIL_OUR_END, "sh", *command],
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=output,
            env=os.environ | (extra or {}),
            cwd=folder,
            start_new_session=True,
        )
    with process:
        yield


def _apt(*arguments: str, folder: Path | None = None) -> None:
    options = ("-y", "-q", "-o", "DPkg::Lock::Timeout=120", "-o", "Acquire::Retries=3")
    _run("apt-get", *options, *arguments, folder=folder)


def _run(*command: str | Path, text: str = "", folder: Path | None = None) -> str:
    done = subprocess.run(
        [str(part) for part in command],
        input=text,
        capture_output=True,
        text=True,
        cwd=folder,
        env=os.environ | {"DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"},
        timeout=900,
        check=False,
    )
    if done.returncode != 0:
        words = (done.stderr + done.stdout)[-2000:]
        raise Unavailable(f"{Path(command[0]).name} failed ({done.returncode}): {words}")
    return done.stdout


def _mariadbd() -> str:
    return shutil.which("mariadbd") or "/usr/sbin/mariadbd"


def _user() -> str:
    return getpass.getuser()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
