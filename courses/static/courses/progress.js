// A list on its way: the line of progress follows without loading the page again.
async function look() {
  const old = document.querySelector("[data-progress]");
  if (!old || !("going" in old.dataset)) return;
  try {
    const answer = await fetch(location.href, { headers: { "X-Requested-With": "progress" } });
    if (!answer.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-progress]");
    if (fresh) old.replaceWith(document.adoptNode(fresh));
  } catch { /* no connection just now: look again later */ }
  setTimeout(look, 4000);
}
setTimeout(look, 2000);
