"""An OpenID provider on this machine: discovery, authorization, token with a signed id_token, keys, userinfo."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "desk", "between-us"


class Provider(ThreadingHTTPServer):
    """Lets in ``person`` (claims of OpenID Connect), whoever asks. Signs with RS256 as its discovery says."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.issuer = f"http://127.0.0.1:{self.server_port}"
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.person: dict[str, Any] = {}
        self.asked: dict[str, dict[str, str]] = {}
        """What was asked with each code."""

    def authorize(self, url: str) -> str:
        """What the browser is sent back to once the person has signed in there."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        code = f"code-{len(self.asked)}"
        self.asked[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, given: dict[str, str]) -> dict[str, Any]:
        """An answer of the token endpoint; KeyError or ValueError for what the documents refuse."""
        asked = self.asked.pop(given["code"])
        challenge = base64.urlsafe_b64encode(hashlib.sha256(given["code_verifier"].encode()).digest())
        if (given["client_id"], given["client_secret"]) != (CLIENT, SECRET):
            raise ValueError("invalid_client")
        if challenge.rstrip(b"=").decode() != asked["code_challenge"]:
            raise ValueError("invalid_grant")
        now = int(time.time())
        told = self.person | {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300}
        signed = jwt.encode(told, self.key, algorithm="RS256", headers={"kid": "1"})
        return {"access_token": "once", "token_type": "Bearer", "expires_in": 300, "id_token": signed}


class Handler(BaseHTTPRequestHandler):
    """The documented addresses."""

    server: Provider

    def do_GET(self) -> None:
        issuer = self.server.issuer
        answers: dict[str, dict[str, Any]] = {
            "/.well-known/openid-configuration": {
                "issuer": issuer,
                "authorization_endpoint": f"{issuer}/authorize",
                "token_endpoint": f"{issuer}/token",
                "userinfo_endpoint": f"{issuer}/userinfo",
                "jwks_uri": f"{issuer}/keys",
                "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["RS256"],
                "token_endpoint_auth_methods_supported": ["client_secret_post"],
            },
            "/keys": {"keys": [jwt.algorithms.RSAAlgorithm.to_jwk(self.server.key.public_key(), as_dict=True)]},
            "/userinfo": self.server.person,
        }
        self._answer(200, answers[urlsplit(self.path).path])

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        try:
            self._answer(200, self.server.token({name: values[0] for name, values in parse_qs(body).items()}))
        except (KeyError, ValueError) as error:
            self._answer(400, {"error": str(error)})

    def _answer(self, status: int, what: dict[str, Any]) -> None:
        body = json.dumps(what).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: Any) -> None:
        """Keeps quiet."""


@contextmanager
def provider() -> Iterator[Provider]:
    """The provider for the time of the block."""
    with Provider() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
