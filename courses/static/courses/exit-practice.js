// Practising the way out: nothing is left, nothing is lost. Without this file the link
// comes back to this page. Shift is caught here before the real way out hears it.
const link = document.querySelector("[data-practice]");
const said = document.querySelector("[data-practised]");

function practise() {
  const sheet = document.createElement("div");
  sheet.className = "exit-overlay";
  document.body.append(sheet);
  setTimeout(() => {
    sheet.remove();
    said.textContent = link.dataset.done;
    said.scrollIntoView({ block: "center" });
  }, 700);
}

link.addEventListener("click", (event) => {
  event.preventDefault();
  practise();
});

let presses = 0;
let first = 0;
let mixed = false;
addEventListener("keydown", (event) => {
  if (event.key !== "Shift") { mixed = true; presses = 0; } else if (!event.repeat) mixed = false;
}, true);
addEventListener("keyup", (event) => {
  if (event.key !== "Shift") return;
  event.stopImmediatePropagation();
  if (mixed) return;
  if (!presses || event.timeStamp - first > 5000) { presses = 0; first = event.timeStamp; }
  presses += 1;
  if (presses === 3) { presses = 0; practise(); }
}, true);
