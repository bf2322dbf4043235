// Reading a section. Without this file every button is a POST and comes back to the same place.

// Self-check: what we think appears below the answers, without leaving the page.
for (const check of document.querySelectorAll("[data-check]")) {
  const button = check.querySelector("button[name=do]");
  button.addEventListener("click", (event) => {
    const chosen = check.querySelector("input[type=radio]:checked");
    if (!chosen) return;
    event.preventDefault();
    for (const said of check.querySelectorAll("[data-feedback]")) {
      said.hidden = said.dataset.feedback !== chosen.value;
    }
  });
}

// Scenario: one branch is open at a time.
document.addEventListener("toggle", (event) => {
  const branch = event.target;
  if (!branch.matches?.("[data-branch]") || !branch.open) return;
  for (const other of branch.closest("section").querySelectorAll("[data-branch]")) {
    if (other !== branch) other.open = false;
  }
}, true);

const form = document.querySelector("form[data-section]");
const token = form?.querySelector("[name=csrfmiddlewaretoken]")?.value;

// Leaving quickly: a note that was changed is kept first.
document.addEventListener("house:leave", (event) => {
  const notes = [...document.querySelectorAll("[data-note]")];
  if (!notes.some((note) => note.value !== note.defaultValue)) return;
  const body = new FormData(form);
  body.set("do", "note:");
  event.detail.waits.push(fetch(form.action, { method: "POST", body, keepalive: true, redirect: "manual" }));
});

// Where the reader is: kept when the page is put away, so that another device opens there.
const parts = [...document.querySelectorAll("[data-part]")];
let kept = location.hash.replace("#part-", "");
function here() {
  const line = innerHeight / 3;
  return parts.findLast?.((part) => part.getBoundingClientRect().top < line)?.dataset.part;
}
document.addEventListener("visibilitychange", () => {
  const part = here();
  if (document.visibilityState !== "hidden" || !part || part === kept || !token || !form.dataset.place) return;
  kept = part;
  const body = new FormData();
  body.set("csrfmiddlewaretoken", token);
  body.set("block", part);
  navigator.sendBeacon?.(form.dataset.place, body);
});
