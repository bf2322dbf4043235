// Small help for every page; nothing here is needed to use one.

// The error summary takes focus; its links go to the field itself.
document.querySelector(".error-summary[autofocus]")?.focus();
document.addEventListener("click", (event) => {
  const link = event.target.closest?.(".error-summary a[href^='#']");
  const field = link && document.getElementById(link.hash.slice(1));
  if (!field) return;
  event.preventDefault();
  (field.labels?.[0] || field.closest("fieldset") || field).scrollIntoView();
  field.focus({ preventScroll: true });
});

// Menus close on Escape and on a click elsewhere.
const menus = document.querySelectorAll(".menu, .person");
addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of menus) {
    if (menu.open && menu.contains(document.activeElement)) menu.querySelector("summary").focus();
    menu.open = false;
  }
});
document.addEventListener("click", (event) => {
  for (const menu of menus) if (!menu.contains(event.target)) menu.open = false;
});

// Words are counted, never cut.
for (const count of document.querySelectorAll("[data-count-for]")) {
  const field = document.getElementById(count.dataset.countFor);
  const show = () => {
    const words = field.value.trim() ? field.value.trim().split(/\s+/).length : 0;
    count.textContent = words === 1 ? count.dataset.one : count.dataset.many.replace("{}", words);
  };
  field?.addEventListener("input", show);
}

// A second click within two seconds is the same click. Later ones go through: the server decides.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  const now = Date.now();
  if (now - (form.sentAt || 0) < 2000) event.preventDefault();
  else form.sentAt = now;
});
addEventListener("pageshow", () => { for (const form of document.forms) form.sentAt = 0; });
