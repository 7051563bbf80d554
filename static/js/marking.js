// Marking words by keys: arrows walk from word to word, up and down from sentence to sentence; Shift takes them along.
import { paragraphs, placeOf, placesSelected, pointAt, points, startOf, textShown } from "./offsets.js";
import { enter, update } from "./selecting.js";

const opener = document.getElementById("mark-words");
const pane = document.getElementById("text-pane");
const say = (text) => document.dispatchEvent(new CustomEvent("say", { detail: text }));

let words = []; // {start, end} in code points, and the number of the sentence
let anchor = 0;
let head = 0;
let isOn = false;
let saying = 0;

function segments(text, granularity) {
  try {
    return new Intl.Segmenter(textShown().lang || undefined, { granularity }).segment(text);
  } catch {
    return new Intl.Segmenter(undefined, { granularity }).segment(text);
  }
}

function wordsOf(paragraph) {
  const found = [];
  let at = startOf(paragraph);
  for (const sentence of segments(paragraph.textContent, "sentence")) {
    for (const { segment, isWordLike } of segments(sentence.segment, "word")) {
      const start = at;
      at += points(segment);
      if (isWordLike) found.push({ start, end: at, sentence: `${paragraph.id} ${sentence.index}` });
    }
  }
  return found;
}

/** The words selected; else the first one of the claim or the sentence in hand, else the first one in sight. */
function begin() {
  const [place] = placesSelected();
  if (place) {
    const taken = words.filter((word) => word.start < place.end && word.end > place.start);
    if (taken.length) return [words.indexOf(taken[0]), words.indexOf(taken.at(-1))];
  }
  const seen = textShown().querySelector(".on") ?? paragraphs().find((one) => one.getBoundingClientRect().bottom > Math.max(pane.getBoundingClientRect().top, 0) + 8);
  const range = document.createRange();
  range.selectNodeContents(seen ?? textShown());
  const from = placeOf(range)?.start ?? 0;
  const first = Math.max(words.findIndex((word) => word.end > from), 0);
  return [first, first];
}

function select() {
  const from = pointAt(words[Math.min(anchor, head)].start);
  const to = pointAt(words[Math.max(anchor, head)].end);
  const selection = document.getSelection();
  selection.setBaseAndExtent(...(head < anchor ? [...to, ...from] : [...from, ...to]));
  const line = selection.focusNode.parentElement;
  const box = line.getBoundingClientRect();
  if (box.bottom > Math.min(pane.getBoundingClientRect().bottom, innerHeight) - 80 || box.top < pane.getBoundingClientRect().top) line.scrollIntoView({ block: "center" });
  update();
  // What is marked is said once the hand rests.
  clearTimeout(saying);
  saying = setTimeout(() => isOn && say(String(selection)), 600);
}

const clamp = (index) => Math.min(Math.max(index, 0), words.length - 1);

/** Where a key leads from the head of the selection. */
function target(key, isTaking) {
  if (key === "ArrowLeft" || key === "ArrowRight") {
    const isTurned = getComputedStyle(document.getSelection().focusNode.parentElement.closest("p")).direction === "rtl";
    return clamp(head + ((key === "ArrowRight") === isTurned ? -1 : 1));
  }
  const same = (index) => (word) => word.sentence === words[index].sentence;
  const last = (index) => words.findLastIndex(same(index));
  const first = (index) => words.findIndex(same(index));
  if (key === "ArrowUp") return first(head) < head ? first(head) : first(clamp(head - 1));
  if (!isTaking) return clamp(last(head) + 1);
  return head < last(head) ? last(head) : last(clamp(head + 1));
}

const ROLE = { role: "application", tabindex: "-1", "aria-describedby": "marking-help" }; // arrows are for the words

function turn(on) {
  isOn = on;
  opener.setAttribute("aria-pressed", on);
  for (const [name, value] of Object.entries(ROLE)) {
    if (on) textShown().setAttribute(name, value);
    else textShown()?.removeAttribute(name);
  }
}

function start() {
  words = paragraphs().flatMap(wordsOf);
  if (!words.length) return;
  [anchor, head] = begin();
  turn(true);
  textShown().focus({ preventScroll: true });
  select();
  clearTimeout(saying);
  say(opener.dataset.says);
}

function stop() {
  document.getSelection().removeAllRanges();
  update();
  turn(false);
  pane.focus({ preventScroll: true });
}

opener.addEventListener("click", () => (isOn ? stop() : start()));
document.addEventListener("focusin", (event) => {
  if (isOn && !event.target.closest("#article-text, #selection-bar, #mark-words")) turn(false);
});
document.addEventListener("keydown", (event) => {
  if (!isOn || event.ctrlKey || event.metaKey || event.altKey || document.activeElement !== textShown()) return;
  if (event.key.startsWith("Arrow")) {
    head = target(event.key, event.shiftKey);
    if (!event.shiftKey) anchor = head;
    select();
  } else if (event.key === "Enter") enter();
  else if (event.key === "Escape") stop();
  else return;
  event.preventDefault();
}, true);
