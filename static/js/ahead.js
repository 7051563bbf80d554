// What the next key presses lead to is fetched ahead, some steps deep, so that it is shown within the frame.
const panel = document.getElementById("panel");
const FRESH_FOR = 30000;
const STEPS = 3;
const WAYS = /href="([^"]*)"\s+data-go="(next-open|next|prev)"/g;
const LIKELY = ["next-open", "next", "prev"];
const ahead = new Map(); // address → when it was fetched, and the panel: a promise, then its text

export async function fetchPanel(url) {
  // Not stored by the browser: the whole page has the same address, and "back" must find that one.
  const headers = { "HX-Request": "true", "HX-Target": "panel" };
  const answer = await fetch(url, { headers, cache: "no-store" });
  if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
  return answer.text();
}

/** The panel at an address: its text where it is at hand, else a promise of it. An old one is better than none. */
export function fetchOnce(url) {
  const kept = ahead.get(url);
  if (kept && Date.now() - kept.at < FRESH_FOR) return kept.html;
  const record = { at: Date.now() };
  record.html = fetchPanel(url).catch((error) => {
    if (typeof kept?.html !== "string" || !(error instanceof TypeError)) throw error;
    record.at = 0; // the line is down: shown, and fetched again when it can be
    return kept.html;
  });
  ahead.set(url, record);
  record.html.then((html) => { record.html = html; }, () => { if (ahead.get(url) === record) ahead.delete(url); });
  return record.html;
}

/** The same, given away but once: what a person changes in it is not what was fetched. */
export function panelFor(url) {
  const html = fetchOnce(url);
  ahead.delete(url);
  return html;
}

const waysOf = (html) => [...html.matchAll(WAYS)].map(([, href, go]) => [go, new URL(href.replaceAll("&amp;", "&"), location).href]);

/** A panel fetched while another claim was open may lead back there; its marks tell that this one is judged since. */
function isJudged(link) {
  const claim = CSS.escape(new URL(link.href).searchParams.get("claim") ?? "");
  return !document.querySelector(`#article-text .s-open[data-claim="${claim}"]`);
}

async function leadOn() {
  const link = panel.querySelector('[data-go="next-open"]');
  if (!link || !isJudged(link)) return;
  const html = await fetchPanel(location.href).catch(() => "");
  if (!html || !link.isConnected) return;
  const way = waysOf(html).find(([go]) => go === "next-open");
  if (way) [, link.href] = way;
  else link.remove();
}

let round = 0;

/** Fetch the claims around the one in hand, the likeliest first, one after the other; a later round takes over. */
async function fetchAhead() {
  const mine = (round += 1);
  await leadOn();
  if (mine !== round) return;
  const reached = new Set([location.href]);
  let ways = [...panel.querySelectorAll("[data-go]")].map((link) => [link.dataset.go, link.href]);
  ways = LIKELY.flatMap((wanted) => ways.filter(([go]) => go === wanted));
  for (let step = 0; step < STEPS && ways.length; step += 1) {
    const further = [];
    for (const [go, url] of ways.filter(([go]) => step === 0 || go !== "prev")) {
      if (reached.has(url)) continue;
      reached.add(url);
      const html = await Promise.resolve(fetchOnce(url)).catch(() => "");
      if (mine !== round || document.hidden) return;
      if (go !== "prev") further.push(...waysOf(html).filter(([same]) => same === go));
    }
    ways = further;
  }
  for (const url of ahead.keys()) if (ahead.size > 3 * STEPS + 3 && !reached.has(url)) ahead.delete(url);
}

let soon = 0;
export const fetchSoon = (ms) => { clearTimeout(soon); soon = setTimeout(fetchAhead, ms); };

/** What was fetched is no longer true, but for what is at this address: fetch the rest anew. */
export function outdate(besides) {
  for (const [url, record] of ahead) record.at = url === besides ? Date.now() : 0;
  fetchSoon(300);
}
