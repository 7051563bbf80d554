"""A long article in the browser: until its first claim is painted, and from a key press to the next claim painted.

    python benchmarks/painting.py

20,000 words with 500 claims, served by gunicorn as ``make run`` serves it, seen by Chromium without a cache.
Painted means: it stands in the page, and the frame that shows it has been drawn. Presses come 250 ms after the
claim before was painted, a quick reader's pace; those right after one another are counted apart. What other
programs take from the processor is in these figures, so the processor time that the page's own thread took for a
press stands beside them. Bars: 1 s and 100 ms at least, 400 ms and 30 ms to reach for.

Also how much JavaScript the page ships, uncompressed: at most 200 KB, 80 KB to reach for. Label Studio 1.23 ships
6.1 MB and shows its first span of such an article after 10.3 s, doccano 1.8 ships 3.1 MB and shows its first text
after 2.4 s.
"""

from __future__ import annotations

import os
import signal
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

import stage

stage.set_up()

from django.conf import settings
from django.db import connection
from django.test import Client
from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from benchmarks.stage.articles import long_article
from claims.models import User
from tests import factories
from tests.browser.chromium import arguments, find
from tests.ports import free_port

ROUNDS = 8
PRESSES = 100
PACE_MS = 250

FIRST_CLAIM = """
const look = () => {
  const claim = document.querySelector("#article-text mark");
  if (!claim) { requestAnimationFrame(look); return; }
  requestAnimationFrame(() => requestAnimationFrame(() => { window.firstClaim = performance.now(); }));
};
look();
"""
PRESSED = """
window.painted = [];
let pressed = 0;
addEventListener("keydown", (event) => { pressed = event.timeStamp; }, { capture: true });
new MutationObserver(() => {
  const begun = pressed;
  if (!begun || !document.getElementById("claim-panel")) return;
  pressed = 0;
  requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => window.painted.push(performance.now() - begun);
    channel.port2.postMessage(0);
  });
}).observe(document.getElementById("panel"), { childList: true });
"""


@contextmanager
def served() -> Iterator[str]:
    """The address at which gunicorn serves the database of this run."""
    port = free_port()
    at = connection.settings_dict
    database = f"postgres://{at['USER']}:{at['PASSWORD']}@/{at['NAME']}?host={at['HOST']}&port={at['PORT'] or 5432}"
    mine = {
        "DJANGO_SETTINGS_MODULE": "factcheck.settings",
        "VAR_DIR": str(settings.VAR),
        "DATABASE_URL": database,
        "REDIS_URL": settings.REDIS_URL,
        "SECRET_KEY": settings.SECRET_KEY,
        "PORT": str(port),
        "WEB_PROCESSES": "2",
    }
    environment = {**os.environ, **mine}
    collect = [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"]
    subprocess.run(collect, cwd=stage.ROOT, env=environment, check=True)
    command = [sys.executable, "-m", "gunicorn", "-c", "python:factcheck.gunicorn", "factcheck.wsgi:application"]
    process = subprocess.Popen(
        command, cwd=stage.ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        wait_for(f"http://127.0.0.1:{port}/sign-in/")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def wait_for(url: str) -> None:
    """Until a page is answered; TimeoutError after half a minute."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(url, timeout=10):  # noqa: S310 - our own address
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(url)


def session(viewer: User) -> str:
    """The key of a session of the viewer's."""
    client = Client()
    client.force_login(viewer)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def window(browser: Browser, address: str, key: str) -> Page:
    """A signed-in window with an empty cache."""
    page = browser.new_context(
        viewport={"width": 1440, "height": 900}, base_url=address, bypass_csp=True
    ).new_page()
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": address}])
    return page


def first_claims(browser: Browser, address: str, key: str, url: str) -> tuple[list[float], dict[str, int]]:
    """Seconds until the first claim is painted, each in a new window, and the bytes of each script."""
    seconds, scripts = [], {}
    for _ in range(ROUNDS):
        page = window(browser, address, key)
        page.on("response", lambda got: scripts.update(script(got)))
        page.add_init_script(FIRST_CLAIM)
        page.goto(url)
        page.wait_for_function("window.firstClaim")
        seconds.append(page.evaluate("window.firstClaim") / 1000)
        page.wait_for_load_state("networkidle")
        page.context.close()
    return seconds, scripts


def script(got: object) -> dict[str, int]:
    """The bytes of an answer that is a script, by its name."""
    address, kind = got.url, got.request.resource_type  # type: ignore[attr-defined]
    return {address.rsplit("/", 1)[-1]: len(got.body())} if kind == "script" else {}  # type: ignore[attr-defined]


def presses(page: Page, url: str, pace: int) -> tuple[list[float], float]:
    """Seconds from each of many presses to the next claim painted, ``pace`` milliseconds after the one before.

    Also the processor time in seconds that the page's main thread took for one on average, all told.
    """
    page.goto(url)
    page.wait_for_load_state("networkidle")
    page.evaluate(PRESSED)
    protocol = page.context.new_cdp_session(page)
    protocol.send("Performance.setTimeDomain", {"timeDomain": "threadTicks"})
    protocol.send("Performance.enable")
    began = busy(protocol)
    for number in range(1, PRESSES + 1):
        page.keyboard.press("j")
        page.wait_for_function(f"window.painted.length >= {number}", polling=5)
        page.wait_for_timeout(pace)
    own = (busy(protocol) - began) / PRESSES
    return [milliseconds / 1000 for milliseconds in page.evaluate("window.painted")], own


def busy(protocol: CDPSession) -> float:
    """The processor time of the page's main thread so far, in seconds."""
    metrics = protocol.send("Performance.getMetrics")["metrics"]
    return float(next(one["value"] for one in metrics if one["name"] == "TaskDuration"))


def report(what: str, seconds: list[float], *, bar: float, reach: float, median: bool = False) -> None:
    """One figure against the bar and what to reach for."""
    ordered = sorted(seconds)
    figure = statistics.median(ordered) if median else ordered[round(0.95 * (len(ordered) - 1))]
    told = f"under {bar * 1000:.0f} ms: {stage.verdict(figure < bar)}"
    print(f"{what}: {stage.spread(seconds)}")
    print(f"  {'median' if median else 'p95'} {told}; under {reach * 1000:.0f} ms: {stage.verdict(figure < reach)}")


def main() -> None:
    """Make the article and measure."""
    cast = factories.make_cast()
    article = long_article(cast["project"], by=cast["reviewer"], words=20_000, claims=500)
    claim = article.latest().claims.get(number=1)
    url, key = article.get_absolute_url(), session(cast["reviewer"])
    with served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find()[0], args=arguments())
        print(stage.load())
        seconds, scripts = first_claims(browser, address, key, url)
        report("First claim painted", seconds, bar=1, reach=0.4, median=True)
        page = window(browser, address, key)
        paced, own = presses(page, f"{url}?claim={claim.pk}", PACE_MS)
        report(f"Key press to the next claim painted, {PACE_MS} ms apart", paced, bar=0.1, reach=0.03)
        print(f"  of it processor time of the page's main thread: {own * 1000:.1f} ms a press")
        hurried, _own = presses(page, f"{url}?claim={claim.pk}", 0)
        report("The same, one right after the other", hurried, bar=0.1, reach=0.03)
        browser.close()
    size = sum(scripts.values())
    print(f"JavaScript: {size:,} bytes in {len(scripts)} files; under 200 KB: {stage.verdict(size < 200_000)}; "
          f"under 80 KB: {stage.verdict(size < 80_000)}")  # fmt: skip
    for name, length in sorted(scripts.items(), key=lambda one: -one[1]):
        print(f"  {length:>7,}  {name}")


if __name__ == "__main__":
    main()
