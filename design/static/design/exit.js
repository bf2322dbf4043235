// Exit this page: the link, and Shift pressed three times by itself within five seconds.
// The overlay comes at once; writing is saved; the session ends; the page is replaced.
// Without this file the link itself does the work (GET /exit/).
const link = document.querySelector(".exit[data-exit]");
const target = link?.dataset.exitTo || "https://www.bbc.co.uk/weather";
const signedIn = link && "exitSignedIn" in link.dataset;
let leaving = false;

function cover() {
  const sheet = document.createElement("div");
  sheet.className = "exit-overlay";
  sheet.setAttribute("role", "alert");
  document.body.append(sheet);
  document.title = "\u2026";
}

async function leave() {
  if (leaving) return;
  leaving = true;
  cover();
  // Whoever has unsaved writing adds a promise; we wait for it, but not for long.
  const waits = [];
  document.dispatchEvent(new CustomEvent("house:leave", { detail: { waits } }));
  if (waits.length) await Promise.race([Promise.allSettled(waits), new Promise((go) => setTimeout(go, 700))]);
  const token = document.querySelector("meta[name=csrf-token]")?.content;
  if (!signedIn) {
    location.replace(target);
  } else if (token && navigator.sendBeacon) {
    const body = new FormData();
    body.append("csrfmiddlewaretoken", token);
    // A beacon that the browser refuses to take must not leave the session open.
    location.replace(navigator.sendBeacon(link.href, body) ? target : link.href);
  } else {
    location.replace(link.href);
  }
}

document.addEventListener("click", (event) => {
  const clicked = event.target.closest?.("a[data-exit]");
  if (!clicked || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  leave();
});

if (link && link.dataset.exitShift !== "off") {
  const voice = document.createElement("div");
  voice.className = "vh";
  voice.setAttribute("role", "status");
  document.body.append(voice);
  let presses = 0;
  let first = 0;
  let mixed = false;
  const reset = () => { presses = 0; voice.textContent = ""; };

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Shift") { mixed = true; reset(); return; }
    if (!event.repeat) mixed = false;
  });
  document.addEventListener("pointerdown", () => { mixed = true; reset(); });
  document.addEventListener("keyup", (event) => {
    if (event.key !== "Shift" || mixed) return;
    const now = event.timeStamp;
    if (!presses || now - first > 5000) { presses = 0; first = now; }
    presses += 1;
    if (presses === 3) leave();
    else voice.textContent = presses === 1 ? link.dataset.exitTwo : link.dataset.exitOne;
  });
}

// Back from the neutral page: nothing of a signed-in page may come out of the browser's memory.
addEventListener("pageshow", (event) => {
  if (!event.persisted || !leaving) return;
  if (signedIn) location.reload();
  else { document.querySelector(".exit-overlay")?.remove(); leaving = false; }
});
