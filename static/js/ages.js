// "12 s ago", kept fresh: the server writes the words once, this keeps them true.
const words = document.getElementById("words").dataset;

function span(seconds) {
  if (seconds < 60) return `${Math.floor(seconds)} ${words.second}`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} ${words.minute}`;
  if (seconds < 86400) return `${Math.floor(seconds / 3600)} ${words.hour}`;
  return `${Math.floor(seconds / 86400)} ${words.day}`;
}

function ago(when) {
  const seconds = (Date.now() - when) / 1000;
  return seconds < 1 ? words.now : words.ago.replace("%s", span(seconds));
}

function refresh() {
  for (const time of document.querySelectorAll("time[data-age]")) {
    const text = ago(Date.parse(time.dateTime));
    if (time.textContent !== text) time.textContent = text;
  }
}

setInterval(() => { if (!document.hidden) refresh(); }, 1000);
document.addEventListener("visibilitychange", refresh);
