"""A real MediaWiki, installed into a folder of its own with SQLite and PHP's own web server."""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from claims.providers.base import Question
from claims.providers.errors import RefusedError
from claims.providers.http import fetch
from claims.providers.mediawiki import MediaWiki, without_error
from claims.providers.polite import Client
from tests.providers.contract import check_contract
from tests.providers.loopback import closed_port
from tests.providers.spoken.mediawiki import SPOKEN
from tests.verification.programs import need, run, same_shape, serving

CODE = Path("/usr/share/mediawiki")
PACKAGES = "mediawiki php-cli php-sqlite3 php-mbstring php-xml php-intl"
MODULES = {"intl", "mbstring", "pdo_sqlite", "xml"}
PAGES = {
    'Harbour Bridge & "Müller"': (
        "'''Harbour Bridge''' is a bridge. It closed for two months in 2018 while [[engineer|engineers]] "
        "<nowiki><script>replaced</script></nowiki> the ''bearings'' & rails. Toll fell by 12 percent."
    ),
    "Ferry": "A ferry crossed beside the bridge while it was closed.",
    "Lighthouse": "The lighthouse was built in 1871 of local stone.",
}
SETTINGS = """
wfLoadExtension( 'TextExtracts' );
$wgGroupPermissions['*']['read'] = getenv( 'CLOSED_WIKI' ) === false;
"""


@dataclass(frozen=True)
class Wiki:
    """Where the wiki can be read by everybody, and where by nobody without an account."""

    open: str
    closed: str

    def ask(self, query: str, *, below: str = "/api.php", limit: int = 5) -> list[str]:
        """The titles found."""
        provider = MediaWiki(Client(), base_url=self.open + below)
        return [hit.title for hit in provider.ask(Question(query, limit=limit)).hits]


@pytest.fixture(scope="module")
def wiki(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wiki]:
    if os.environ.get("VERIFY") != "1":
        pytest.skip("Asks a real service; set VERIFY=1 to run it.")
    need(PACKAGES, "php", folder=CODE)
    lacking = sorted(MODULES - set(run(["php", "-m"], cwd=CODE).split()))
    if lacking:
        pytest.skip(f"PHP lacks {', '.join(lacking)}. On Debian: apt-get install {PACKAGES}")
    folder, port, other = tmp_path_factory.mktemp("wiki"), closed_port(), closed_port()
    env = os.environ | {"MW_CONFIG_FILE": str(folder / "LocalSettings.php")}
    _install(folder, port, env)
    server = ["php", "-S", f"127.0.0.1:{port}", "-t", str(CODE)]
    closed = ["php", "-S", f"127.0.0.1:{other}", "-t", str(CODE)]
    with (
        serving(server, port=port, log=folder / "open.log", env=env),
        serving(closed, port=other, log=folder / "closed.log", env=env | {"CLOSED_WIKI": "1"}),
    ):
        yield Wiki(f"http://127.0.0.1:{port}", f"http://127.0.0.1:{other}")


def _install(folder: Path, port: int, env: dict[str, str]) -> None:
    script = ["php", str(CODE / "maintenance" / "install.php"), "--dbtype", "sqlite", "--dbname", "wiki"]
    script += ["--dbpath", str(folder / "db"), "--confpath", str(folder), "--scriptpath", "", "--lang", "en"]
    script += ["--server", f"http://127.0.0.1:{port}", "--pass", "verify-0123456789", "Desk Wiki", "Desk"]
    run(script, cwd=folder, env=env)
    with (folder / "LocalSettings.php").open("a") as settings:
        settings.write(SETTINGS)
    for title, text in PAGES.items():
        edit = ["php", str(CODE / "maintenance" / "edit.php"), "--user", "Desk", title]
        run(edit, cwd=folder, env=env, given=text)


@pytest.mark.parametrize("below", ["", "/api.php", "/rest.php"])
def test_the_wiki_keeps_the_contract(wiki: Wiki, below: str) -> None:
    hits = check_contract(MediaWiki(Client(), base_url=wiki.open + below), query="bridge closed")
    assert {hit.title for hit in hits} == {"Ferry", 'Harbour Bridge & "Müller"'}


def test_what_is_found_is_read_as_a_person_would(wiki: Wiki) -> None:
    provider = MediaWiki(Client(), base_url=wiki.open)
    (hit,) = provider.search("engineers bearings", None, "en", 5)
    assert hit.title == 'Harbour Bridge & "Müller"'
    assert "engineers <script>replaced</script> the bearings & rails" in hit.snippet
    assert not {"'''", "[[", "searchmatch", "&amp;"} & set(hit.snippet.split())
    assert not hit.snippet.startswith(".")
    assert hit.published_at is not None
    assert abs(hit.published_at - datetime.now(UTC).date()) <= timedelta(days=1)
    page = fetch(hit.url, allow_private=frozenset({wiki.open.removeprefix("http://")}))
    assert page.status == 200
    assert b"Harbour Bridge" in page.body


def test_every_word_must_occur(wiki: Wiki) -> None:
    assert wiki.ask("lighthouse 1871") == ["Lighthouse"]
    assert wiki.ask("lighthouse bridge") == []
    assert len(wiki.ask("bridge", limit=1)) == 1


@pytest.mark.parametrize("below", ["/api.php", "/rest.php"])
@pytest.mark.parametrize("query", ['"unclosed', "-", "intitle:", "a|b", "bridge " * 42, "<b>bridge</b> & ü"])
def test_odd_questions_are_answered(wiki: Wiki, query: str, below: str) -> None:
    assert isinstance(wiki.ask(query, below=below), list)


def test_the_fake_speaks_as_the_real_one(wiki: Wiki) -> None:
    provider = MediaWiki(Client(), base_url=wiki.open)
    hits = provider.search("bridge", None, "", 5)
    fake = SPOKEN.success["query"]["pages"][0]
    assert same_shape(fake, hits[0].raw) == []


def test_errors_come_with_status_200(wiki: Wiki) -> None:
    private = frozenset({wiki.open.removeprefix("http://")})
    params = {"action": "query", "format": "json", "formatversion": 2, "list": "search", "srsearch": ""}
    response = fetch(f"{wiki.open}/api.php", params=params, allow_private=private)
    assert response.status == 200
    with pytest.raises(Exception, match=r"did not accept the question \(missingparam\)"):
        without_error(json.loads(response.body), service="MediaWiki")


@pytest.mark.parametrize("below", ["/api.php", "/rest.php"])
def test_a_closed_wiki_refuses(wiki: Wiki, below: str) -> None:
    with pytest.raises(RefusedError):
        MediaWiki(Client(), base_url=wiki.closed + below).search("bridge", None, "", 5)
