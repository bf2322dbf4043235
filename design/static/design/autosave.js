// <form data-autosave="address"> posts its text a moment after the last key, and says so in its
// .saved line. The answer may be JSON: saved_at, version (goes into the field of that name) and,
// with status 409, message: somebody else saved, so we stop and say so.
for (const form of document.querySelectorAll("form[data-autosave]")) {
  const line = form.querySelector(".saved") || document.querySelector(".saved");
  let timer = 0;
  let dirty = false;
  let stopped = false;
  let leaving = false;
  let queue = Promise.resolve();

  const say = (text, trouble) => {
    if (!line || !text) return;
    if (line.textContent !== text) line.textContent = text;
    line.dataset.state = trouble ? "trouble" : "well";
  };
  const save = async () => {
    if (!dirty || stopped) return;
    dirty = false;
    const data = new FormData(form);
    for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
    const token = data.get("csrfmiddlewaretoken") || document.querySelector("meta[name=csrf-token]")?.content || "";
    try {
      const answer = await fetch(form.dataset.autosave, {
        method: "POST", body: data, redirect: "manual", keepalive: leaving || document.hidden,
        headers: { "X-CSRFToken": token, "X-Requested-With": "autosave", Accept: "application/json" },
      });
      const said = answer.headers.get("content-type")?.includes("json") ? await answer.json() : {};
      if (answer.ok) {
        const now = new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: "Europe/London" });
        if (said.version !== undefined && form.elements.version) form.elements.version.value = said.version;
        say(line?.dataset.saved?.replace("{}", said.saved_at || now));
      } else if (answer.status === 409) {
        stopped = true;
        say(said.message || line?.dataset.conflict, true);
      } else if (answer.status < 500 && answer.status !== 429) {
        // A redirect to the sign-in page, or a refused token: the session ended.
        dirty = true;
        say(said.message || line?.dataset.ended, true);
      } else throw new Error(answer.status);
    } catch {
      dirty = true;
      say(line?.dataset.offline, true);
      clearTimeout(timer);
      timer = setTimeout(start, 15000);
    }
  };
  // One save after the other, so that an older text never lands on a newer one.
  const start = () => { clearTimeout(timer); queue = queue.then(save); return queue; };

  form.addEventListener("input", (event) => {
    if (event.target.type === "file") return;
    dirty = true;
    clearTimeout(timer);
    timer = setTimeout(start, 1500);
  });
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    clearTimeout(timer);
    dirty = false;
  });
  addEventListener("online", () => { if (dirty) start(); });
  document.addEventListener("visibilitychange", () => { if (document.hidden && dirty) start(); });
  document.addEventListener("house:leave", (event) => {
    leaving = true;
    if (dirty) event.detail.waits.push(start());
  });
}
