// Recordings: speed, and a transcript whose times lead into the recording. Without this
// file the browser's own player works and the transcript is there to read.
for (const player of document.querySelectorAll("[data-player]")) {
  const media = player.querySelector("audio, video");
  const speed = player.querySelector("[data-speed]");
  const lines = [...player.querySelectorAll("[data-from]")];
  player.querySelector("[data-player-more]").hidden = false;

  const speeds = [["normal", 1], ["slow", 0.8], ["fast", 1.25]];
  let chosen = 0;
  speed.addEventListener("click", () => {
    chosen = (chosen + 1) % speeds.length;
    media.playbackRate = speeds[chosen][1];
    speed.textContent = speed.dataset[speeds[chosen][0]];
  });

  for (const line of lines) {
    const time = line.querySelector(".code");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "link code";
    button.textContent = time.textContent;
    button.addEventListener("click", () => {
      media.currentTime = Number(line.dataset.from);
      media.play();
    });
    time.replaceWith(button);
  }
  media.addEventListener("timeupdate", () => {
    const now = lines.findLast?.((line) => Number(line.dataset.from) <= media.currentTime);
    for (const line of lines) {
      if (line === now) line.setAttribute("aria-current", "true");
      else line.removeAttribute("aria-current");
    }
  });
}
