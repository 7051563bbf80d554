// Between words selected on the page and places in the text as the server counts: code points, end exclusive. The
// browser counts UTF-16 units in text nodes. A paragraph has the id "p-START" and exactly the text from there on;
// what stands between paragraphs is white space and not on the page.
const BLANKS = "(?:[^\\S\\uFEFF]|[\\x1C-\\x1F\\x85])*"; // what Python's str.strip takes away
const TRIM = new RegExp(`^${BLANKS}|${BLANKS}$`, "g");
const HALF = /[\uDC00-\uDFFF]/;

export const textShown = () => document.getElementById("article-text");
export const paragraphs = () => [...textShown().querySelectorAll('p[id^="p-"]')];
export const startOf = (paragraph) => Number(paragraph.id.slice(2));
export const points = (string) => [...string].length;

/** The text of `paragraph` and from where to where `range` covers it, in units; no pair of units is cut. */
function cut(paragraph, range) {
  const inner = document.createRange();
  const before = document.createRange();
  inner.selectNodeContents(paragraph);
  before.selectNodeContents(paragraph);
  const text = inner.toString();
  if (inner.isPointInRange(range.startContainer, range.startOffset)) inner.setStart(range.startContainer, range.startOffset);
  if (inner.isPointInRange(range.endContainer, range.endOffset)) inner.setEnd(range.endContainer, range.endOffset);
  before.setEnd(inner.startContainer, inner.startOffset);
  let from = before.toString().length;
  let to = from + inner.toString().length;
  if (from < to && HALF.test(text[from])) from -= 1;
  if (from < to && HALF.test(text[to])) to += 1;
  const [head] = text.slice(from, to).match(TRIM);
  const said = text.slice(from, to).replace(TRIM, "");
  return { paragraph, text, from, to, begin: from + head.length, end: from + head.length + said.length };
}

/** {start, end, quote} of what `range` covers, white space trimmed; null where it covers no words. */
export function placeOf(range) {
  const touched = paragraphs().filter((paragraph) => range.intersectsNode(paragraph));
  const parts = touched.map((paragraph) => cut(paragraph, range)).filter((part) => part.begin < part.end);
  if (!parts.length) return null;
  const [first, last] = [parts[0], parts.at(-1)];
  const offset = ({ paragraph, text }, units) => startOf(paragraph) + points(text.slice(0, units));
  const quote = parts.map((part) => part.text.slice(part === first ? part.begin : part.from, part === last ? part.end : part.to));
  return { start: offset(first, first.begin), end: offset(last, last.end), quote: quote.join("\n\n") };
}

/** Every place that is selected now; some browsers select several. */
export function placesSelected() {
  const selection = document.getSelection();
  const ranges = textShown() ? Array.from({ length: selection.rangeCount }, (_, index) => selection.getRangeAt(index)) : [];
  return ranges.filter((range) => !range.collapsed).map(placeOf).filter(Boolean);
}

/** The text node and the units in it where `offset` lies: the end of a node rather than the start of the next. */
export function pointAt(offset) {
  const paragraph = paragraphs().findLast((one) => startOf(one) <= offset);
  let left = [...paragraph.textContent].slice(0, offset - startOf(paragraph)).join("").length;
  const nodes = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
  let node = nodes.nextNode();
  for (let next = nodes.nextNode(); next && left > node.length; next = nodes.nextNode()) {
    left -= node.length;
    node = next;
  }
  return [node, left];
}
