// Marking: Met is possible once the ticks are there; letters move between criteria. The server decides.
const form = document.querySelector("form[data-autosave]");
const criteria = [...document.querySelectorAll("[data-criterion]")];
const ticks = [...document.querySelectorAll("[data-ticks] input[type=checkbox]")];
const part = (box, end) => box.querySelector(`[name$="-${end}"]`);
const choice = (box, value) => box.querySelector(`[type=radio][value="${value}"]`);

const refresh = () => {
  const four = ticks.every((tick) => tick.checked);
  for (const box of criteria) {
    const possible = box.dataset.others === "True" && (box.dataset.shown !== "True" || four) && part(box, "enough").checked;
    const met = choice(box, "met");
    met.disabled = !possible;
    if (!possible) met.checked = false;
    box.querySelector("fieldset .note").hidden = possible;
  }
};
form?.addEventListener("change", refresh);
refresh();

// Keys: single letters, only outside of fields, and they can be switched off.
const keys = document.querySelector("[data-keys]");
const button = document.querySelector("[data-keys-switch]");
const kept = () => { try { return localStorage.getItem("marking-keys") !== "off"; } catch { return true; } };
let on = kept();
const show = () => { if (button) button.textContent = on ? button.dataset.on : button.dataset.off; };
const turn = () => { on = !on; try { localStorage.setItem("marking-keys", on ? "on" : "off"); } catch { /* this page only */ } show(); };
if (keys) { keys.hidden = false; show(); button.addEventListener("click", turn); }

let now = 0;
const go = (index) => {
  now = Math.max(0, Math.min(criteria.length - 1, index));
  criteria.forEach((box, at) => box.classList.toggle("now", at === now));
  part(criteria[now], "enough").focus();
  criteria[now].scrollIntoView({ block: "nearest" });
};
criteria.forEach((box, at) => box.addEventListener("focusin", () => {
  now = at;
  criteria.forEach((other) => other.classList.toggle("now", other === box));
}));
const press = (input) => { if (input && !input.disabled) { input.click(); input.focus(); } };
const acts = {
  j: () => go(now + 1),
  k: () => go(now - 1),
  e: () => press(part(criteria[now], "enough")),
  m: () => press(choice(criteria[now], "met")),
  n: () => press(choice(criteria[now], "not_yet_met")),
  c: () => part(criteria[now], "comment").focus(),
};
addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("textarea, select, input:not([type=checkbox], [type=radio])");
  if (typing || event.ctrlKey || event.metaKey || event.altKey || !criteria.length) return;
  if (event.key === "?") { event.preventDefault(); turn(); return; }
  const act = on && acts[event.key.toLowerCase()];
  if (act) { event.preventDefault(); act(); }
});

// Selected words go into the passage form.
const passage = document.querySelector("[data-passage]");
const text = document.querySelector("[data-passages]");
document.addEventListener("selectionchange", () => {
  const selection = document.getSelection();
  const words = String(selection).trim();
  if (!passage || words.length < 3 || !text?.contains(selection.anchorNode) || !text.contains(selection.focusNode)) return;
  passage.querySelector("[name=words]").value = words;
  passage.open = true;
});
