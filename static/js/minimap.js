// The small map beside the text: strokes where the words were measured to stand, the part in view, a way to go there.
const pane = document.getElementById("text-pane");
const map = () => document.querySelector("#minimap .map");
const marked = (kinds) => pane.querySelectorAll(kinds);

const WORDS = { gap: "#article-text .gap", waived: "#article-text .waived", hand: "#article-text .on:not(.src, .cue)" };
const wordsOf = (kind) => WORDS[kind] ?? `#article-text .s-${kind}`;
const FINEST = 300; // a stroke is at least this part of the map high

function draw() {
  const drawing = map();
  if (!drawing?.checkVisibility()) return;
  const whole = pane.scrollHeight;
  const top = pane.getBoundingClientRect().top - pane.scrollTop;
  const stroke = (x) => (one) => {
    const box = one.getBoundingClientRect();
    return `M${x} ${Math.round(box.top - top)}v${Math.ceil(Math.max(box.height, whole / FINEST))}`;
  };
  const lines = [...drawing.querySelectorAll("path")].map((path) => {
    return [path, Array.from(marked(wordsOf(path.getAttribute("class"))), stroke(path.dataset.x)).join("")];
  });
  drawing.setAttribute("viewBox", `0 0 20 ${whole}`);
  for (const [path, line] of lines) path.setAttribute("d", line);
  look();
}

/** The part of the text in view; none where all of it is. */
function look() {
  const view = map()?.querySelector(".view");
  view?.setAttribute("y", pane.scrollTop);
  view?.setAttribute("height", pane.scrollHeight > pane.clientHeight + 1 ? pane.clientHeight : 0);
}

/** The links to the next open claim, dispute and gap go on from what is in hand. */
function lead() {
  const [here] = marked(WORDS.hand);
  const isAfter = (one) => here && here.compareDocumentPosition(one) === Node.DOCUMENT_POSITION_FOLLOWING;
  for (const link of document.querySelectorAll("[data-stop]")) {
    const ways = [...marked(`${wordsOf(link.dataset.stop)} > a:not([tabindex])`)];
    const way = ways.find(isAfter) ?? ways[0];
    if (way) link.setAttribute("href", way.getAttribute("href"));
    if (link.dataset.stop !== "gap") count(link, new Set(ways.map((one) => one.parentElement.dataset.claim)).size);
  }
}

/** How many are left, as the marks say it now; nothing where none is. */
function count(link, left) {
  const [seen, told] = link.querySelectorAll("span");
  if (seen.textContent !== String(left)) told.textContent = told.textContent.replace(/\d+/, left);
  seen.textContent = left;
  link.hidden = !left;
}

// --- When anything moves: once, after what people wait for is painted.

const idle = globalThis.requestIdleCallback ?? setTimeout;
let waiting = false;
function later() {
  if (waiting) return;
  waiting = true;
  idle(() => {
    waiting = false;
    draw();
    lead();
  });
}
new ResizeObserver(later).observe(pane);
new MutationObserver(later).observe(pane, { subtree: true, childList: true, attributeFilter: ["class"] });
document.addEventListener("htmx:afterSettle", later);
document.fonts?.ready.then(later);
pane.addEventListener("scroll", () => requestAnimationFrame(look), { passive: true });

// --- Press or drag: that place comes to the middle of the pane.

function go(event) {
  const box = map().getBoundingClientRect();
  pane.scrollTop = ((event.clientY - box.top) / box.height) * pane.scrollHeight - pane.clientHeight / 2;
}
document.addEventListener("pointerdown", (event) => {
  const drawing = event.target.closest?.("#minimap .map");
  if (!drawing || event.button) return;
  event.preventDefault();
  drawing.setPointerCapture(event.pointerId);
  drawing.addEventListener("pointermove", go);
  drawing.addEventListener("lostpointercapture", () => drawing.removeEventListener("pointermove", go), { once: true });
  go(event);
});
