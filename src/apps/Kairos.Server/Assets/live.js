// Fetches the page again while somebody looks at it, and puts what is live in place. Without it the page is loaded again as a whole.
(() => {
  const every = 5000;
  const note = document.querySelector("[data-stale]");
  const pause = document.querySelector("[data-pause]");
  let paused = false;

  const isSelected = (part) => {
    const selection = getSelection();
    return selection && !selection.isCollapsed && part.contains(selection.anchorNode);
  };

  const refresh = async () => {
    const answer = await fetch(location.href, { headers: { accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!answer.ok || page.body.dataset.page !== document.body.dataset.page) throw new Error(answer.statusText);
    for (const part of document.querySelectorAll("[data-live]")) {
      const fresh = page.getElementById(part.id);
      if (fresh && fresh.innerHTML !== part.innerHTML && !isSelected(part)) part.replaceChildren(...fresh.childNodes);
    }
  };

  pause.hidden = false;
  pause.addEventListener("click", () => {
    paused = !paused;
    pause.setAttribute("aria-pressed", paused);
  });
  setInterval(() => {
    if (paused || document.hidden) return;
    refresh().then(() => { note.hidden = true; }, () => { note.hidden = false; });
  }, every);
})();
