// Asks the server to change claims by places of the text; says in words what it refuses.
const doors = document.getElementById("selection-bar").dataset;
const pane = document.getElementById("text-pane");
const NOBODY = "00000000-0000-0000-0000-000000000000";

const placed = (places) => ({ place: places.map(({ start, end }) => `${start}-${end}`) });
const bounds = ([{ start, end }]) => ({ start, end });

const ASKS = {
  make: (places) => [doors.make, placed(places)],
  set: (places) => [doors.reshape, { ...placed(places), basis: document.getElementById("claim-panel")?.dataset.asSeen ?? "" }],
  add: (places) => [doors.reshape, { ...placed(places), add: 1 }],
  split: (places) => [doors.split, bounds(places)],
  source: (places) => [doors.voice, { ...bounds(places), role: "source" }],
  cue: (places) => [doors.voice, { ...bounds(places), role: "cue" }],
  waive: (places, reason) => [doors.waive, { ...placed(places), reason }],
};

export const claimInHand = () => document.getElementById("claim-panel")?.dataset.claim ?? "";

let busy = false;
let kept = {};

/** Ask for `what`; "" once it is done, the words of the refusal, or null where another request is on its way. */
export async function ask(what, places, { claim = claimInHand(), reason } = {}) {
  if (busy || !places.length) return null;
  const [door, values] = ASKS[what](places, reason);
  const url = door.replace(NOBODY, claim);
  let answer = null;
  const hear = ({ detail }) => { if (detail.pathInfo.requestPath === url) answer = detail.xhr; };
  busy = true;
  kept = { url, top: pane.scrollTop };
  document.addEventListener("htmx:afterRequest", hear);
  // The server refuses where other words stand there than the person saw.
  const sent = { ...values, quote: places.map(({ quote }) => quote), revision: doors.revision };
  await htmx.ajax("POST", url, { target: "#panel", swap: "innerHTML show:none", values: sent }).catch(() => {});
  document.removeEventListener("htmx:afterRequest", hear);
  busy = false;
  if (answer && answer.status < 400 && answer.status) return "";
  const page = new DOMParser().parseFromString(answer?.responseText ?? "", "text/html");
  return [...page.querySelectorAll("#messages .notice")].map((one) => one.textContent.trim()).join(" ") || doors.failed;
}

// What was selected stays where the eye is, whatever the page brings into view.
document.addEventListener("htmx:afterSettle", ({ detail }) => {
  if (kept.url && detail.pathInfo?.requestPath === kept.url) pane.scrollTop = kept.top;
});
