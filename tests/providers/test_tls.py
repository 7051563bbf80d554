"""Over TLS the name counts, though the connection goes to a pinned address."""

import shutil
import ssl
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from claims.providers.errors import CertificateError
from claims.providers.http import Limits, fetch
from tests.providers.loopback import Loopback

LIMITS = Limits(total=5, connect=2, read=2)
OPENSSL = shutil.which("openssl")

pytestmark = pytest.mark.skipif(OPENSSL is None, reason="openssl makes the certificate for this test")


def here(_host: str, _port: int) -> list[str]:
    return ["127.0.0.1"]


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for desk.example, signed by itself, and its key."""
    folder = tmp_path_factory.mktemp("tls")
    command = [str(OPENSSL), "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=desk"]
    command += ["-addext", "subjectAltName=DNS:desk.example", "-keyout", "key.pem", "-out", "cert.pem"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return folder / "cert.pem", folder / "key.pem"


@pytest.fixture
def secure(certificate: tuple[Path, Path]) -> Iterator[tuple[Loopback, list[str | None]]]:
    """A TLS server, and the names that clients ask it for."""
    names: list[str | None] = []
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    context.sni_callback = lambda _socket, name, _context: names.append(name)
    with Loopback() as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield server, names
        server.shutdown()
        thread.join()


def trusting(certificate: tuple[Path, Path]) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(certificate[0]))


def test_the_certificate_is_checked_against_the_name(
    secure: tuple[Loopback, list[str | None]], certificate: tuple[Path, Path]
) -> None:
    server, names = secure
    answer = fetch(
        f"https://desk.example:{server.server_port}/success",
        limits=LIMITS,
        resolve=here,
        allow_private=frozenset({"127.0.0.0/8"}),
        ssl_context=trusting(certificate),
    )
    assert answer.status == 200
    assert names == ["desk.example"]
    assert server.seen[0]["headers"]["Host"] == f"desk.example:{server.server_port}"


@pytest.mark.parametrize(
    ("host", "trusted"), [("other.example", True), ("127.0.0.1", True), ("desk.example", False)]
)
def test_a_certificate_for_another_name_or_of_nobody_is_refused(
    secure: tuple[Loopback, list[str | None]], certificate: tuple[Path, Path], host: str, trusted: bool
) -> None:
    server, _names = secure
    with pytest.raises(CertificateError, match="certificate is not valid") as caught:
        fetch(
            f"https://{host}:{server.server_port}/success",
            limits=LIMITS,
            resolve=here,
            allow_private=frozenset({"127.0.0.0/8"}),
            ssl_context=trusting(certificate) if trusted else None,
        )
    assert not caught.value.retryable
    assert server.seen == []
