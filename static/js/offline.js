// The page without a line: what this device keeps, whoever wrote it; the words themselves stay closed.
const names = (kind) => Object.keys(localStorage).filter((name) => name.startsWith(`${kind}:`));
const waiting = names("outbox").reduce((sum, name) => sum + JSON.parse(localStorage.getItem(name)).length, 0);

function tell(what, count) {
  const place = document.querySelector(`[data-count="${what}"]`);
  place.querySelector("strong").textContent = count;
  place.hidden = false;
}

tell("drafts", names("draft").length);
tell("verdicts", waiting);

const again = () => location.reload();
const button = document.querySelector("[data-again]");
button.addEventListener("click", again);
button.hidden = false;
addEventListener("online", again);
