// What is live on the pages. Without it they are loaded again by themselves, and everything still works.
(() => {
  const loaded = performance.now();
  const served = Number(document.body.dataset.now);
  const venueNow = () => served + (performance.now() - loaded);
  const two = (number) => String(number).padStart(2, "0");

  // The schools are all in one zone, eight hours ahead, without summer time.
  const clockText = (instant) => {
    const local = new Date(instant + 8 * 3600000);
    return `${two(local.getUTCHours())}:${two(local.getUTCMinutes())}:${two(local.getUTCSeconds())}`;
  };
  const spanText = (span) => {
    const seconds = Math.ceil(span / 1000);
    return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  };

  const clock = document.querySelector("[data-clock]");
  const tick = () => {
    const now = venueNow();
    clock.textContent = clockText(now);
    for (const countdown of document.querySelectorAll("[data-until]")) {
      const left = Number(countdown.dataset.until) - now;
      countdown.textContent = left > 0 ? spanText(left) : clockText(Number(countdown.dataset.until));
      if (left <= 0) {
        const note = countdown.closest(".opening");
        note.classList.add("open");
        note.querySelector("[data-waiting]").hidden = true;
        note.querySelector("[data-open]").hidden = false;
        delete countdown.dataset.until;
      }
    }
    setTimeout(tick, 1000 - (now % 1000));
  };
  tick();

  // The seat map: one letter for each seat, in the order of the plan.
  const words = {
    f: "空闲 free",
    h: "选座中 being chosen",
    t: "已被预定 taken",
    r: "对手已订 taken by a rival",
    y: "您的座位 yours",
  };
  const room = document.querySelector("[data-events]");
  if (room) {
    const seats = [...room.querySelectorAll(".plan .seat")];
    const mode = new URL(room.dataset.events, location).searchParams.get("mode");
    const counts = [...room.querySelectorAll("[data-count]")];
    const show = (map) => {
      seats.forEach((seat, index) => {
        const look = map[index];
        if (seat.dataset.look === look || (!seat.dataset.look && seat.classList.contains(look))) return;
        const number = seat.id.slice("seat-".length);
        seat.dataset.look = look;
        seat.setAttribute("class", `seat ${look} fresh${seat.classList.contains("chosen") ? " chosen" : ""}`);
        seat.setAttribute("aria-label", `${number} 号 ${words[look]}`);
        if (look === "f") {
          seat.setAttribute("href", `${location.pathname}?mode=${mode}&seat=${number}`);
          seat.removeAttribute("role");
        } else {
          seat.removeAttribute("href");
          seat.setAttribute("role", "img");
        }
      });
      for (const count of counts) {
        count.textContent = [...map].filter((look) => count.dataset.count.includes(look)).length;
      }
    };
    new EventSource(room.dataset.events).addEventListener("map", (event) => show(event.data));
  }

  // The record: its live part is fetched again while somebody looks.
  const live = document.querySelector("[data-live]");
  if (live) {
    const refresh = async () => {
      if (!document.hidden) {
        const answer = await fetch(location.href);
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        live.replaceChildren(...page.querySelector("[data-live]").childNodes);
      }
    };
    setInterval(() => refresh().catch(() => live.classList.add("stale")), 2000);
  }
})();
