/* What is selected in a document's text goes into the form that quotes from it, with the words around it. */
const AROUND = 32;

for (const form of document.querySelectorAll("form[data-quoting]")) {
  const text = document.getElementById(form.dataset.quoting);
  document.addEventListener("selectionchange", () => take(form, text));
}

function take(form, text) {
  const selection = document.getSelection();
  if (!text || !selection || selection.isCollapsed || selection.rangeCount === 0) return;
  const range = selection.getRangeAt(0);
  if (!text.contains(range.commonAncestorContainer)) return;
  const quote = words(range.cloneContents());
  if (!quote.trim()) return;
  const before = document.createRange();
  before.setStart(text, 0);
  before.setEnd(range.startContainer, range.startOffset);
  const after = document.createRange();
  after.setStart(range.endContainer, range.endOffset);
  after.setEnd(text, text.childNodes.length);
  form.elements.quote.value = quote.trim();
  form.elements.prefix.value = words(before.cloneContents()).slice(-AROUND);
  form.elements.suffix.value = words(after.cloneContents()).slice(0, AROUND);
}

/* The fragment's text without the numbers of passages and pages, paragraphs apart. */
function words(fragment) {
  for (const mark of fragment.querySelectorAll(".note-no, .page-no")) mark.remove();
  for (const paragraph of fragment.querySelectorAll("p")) paragraph.append("\n\n");
  return fragment.textContent;
}
