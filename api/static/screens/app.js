// What pages cannot do without a script: keys, the palette, the viewer's time zone, toasts.
// Everything else is a link or a form, and works without this file.

const one = (selector, within = document) => within.querySelector(selector);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];

// ---- the viewer's time zone ----
// Told to the server, which writes every date.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const told = document.cookie.split("; ").find((each) => each.startsWith("rapport_zone="));
if (zone && told !== `rapport_zone=${zone}`) {
  document.cookie = `rapport_zone=${zone}; path=/; max-age=31536000; samesite=lax`;
  if (!told) location.reload();
}

// ---- toasts ----
document.addEventListener("click", (event) => {
  event.target.closest("[data-dismiss]")?.closest(".toast")?.remove();
});

// ---- dialogs ----
const palette = one("#palette");
document.addEventListener("click", (event) => {
  if (event.target instanceof HTMLDialogElement) event.target.close();
});

async function openPalette(address = "/palette") {
  if (!palette || palette.open) return;
  palette.showModal();
  const answer = await fetch(address);
  if (!answer.ok) return palette.close();
  palette.innerHTML = await answer.text();
  htmx.process(palette);
  one("input", palette)?.focus();
}

const choices = () => all("a[role=option]", palette);
function choose(step) {
  const links = choices();
  const at = links.findIndex((each) => each.ariaSelected === "true");
  const next = Math.max(0, Math.min(links.length - 1, at + step));
  links.forEach((option, place) => {
    option.ariaSelected = String(place === next);
    if (place === next) {
      option.scrollIntoView({ block: "nearest" });
      one("input", palette)?.setAttribute("aria-activedescendant", option.id);
    }
  });
}
palette?.addEventListener("keydown", (event) => {
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    choose(event.key === "ArrowDown" ? 1 : -1);
  } else if (event.key === "Enter" && event.target.matches("input")) {
    event.preventDefault();
    (one("a[aria-selected=true]", palette) ?? choices()[0])?.click();
  }
});

// ---- keys ----
// A letter alone does what the page marks with data-key; G and a letter goes to a screen.
const SCREENS = { t: "/", p: "/people", i: "/insights", l: "/timeline", o: "/pools", m: "/import", e: "/export", d: "/duplicates", s: "/settings" };
let goes = 0;

function step(by) {
  const rows = all("[data-rows] > [data-row]");
  if (!rows.length) return;
  const at = rows.findIndex((row) => row.contains(document.activeElement));
  const row = rows[Math.max(0, Math.min(rows.length - 1, at + by))];
  one("a", row)?.focus();
  row.scrollIntoView({ block: "nearest" });
}

document.addEventListener("keydown", (event) => {
  const field = event.target.closest?.("input, textarea, select, [contenteditable]");
  const isTyping = field && !["checkbox", "radio"].includes(field.type);
  if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === "k") {
    event.preventDefault();
    return void openPalette();
  }
  if ((event.metaKey || event.ctrlKey) && event.key === "Enter" && field?.form) {
    event.preventDefault();
    return void field.form.requestSubmit();
  }
  if (event.key === "Escape" && isTyping) return void field.blur();
  if (isTyping || event.metaKey || event.ctrlKey || event.altKey || one("dialog[open]")) return;
  const key = event.key.toLowerCase();
  if (Date.now() - goes < 1200 && SCREENS[key]) {
    event.preventDefault();
    goes = 0;
    return void location.assign(SCREENS[key]);
  }
  if (key === "g") return void (goes = Date.now());
  if (key === "j" || key === "k") return void step(key === "j" ? 1 : -1);
  if (key === "?") return void one("#keys")?.showModal();
  const place = one(`[data-key="${CSS.escape(key)}"]`);
  if (!place) return;
  event.preventDefault();
  if (place.matches("input:not([type=checkbox]), textarea, select")) place.focus();
  else place.click();
});

// ---- what opens the palette: the search box of the side, and links to it ----
one(".jump input")?.addEventListener("mousedown", (event) => {
  event.preventDefault();
  openPalette();
});
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-palette]");
  if (!link || event.metaKey || event.ctrlKey) return;
  event.preventDefault();
  openPalette(link.href);
});

// ---- come to log something: the composer waits for it ----
if (location.hash === "#log") one("[data-key=l]")?.focus();
