// What pages cannot do without a script: keys, the palette, the viewer's time zone, toasts.
// Everything else is a link or a form, and works without this file.

import "./as_of.js";
import { openPalette } from "./palette.js";
import { isFirstTold } from "./zone.js";

const one = (selector, within = document) => within.querySelector(selector);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];

// ---- dates were written before the viewer's time zone was known ----
if (isFirstTold) location.reload();

// ---- toasts ----
document.addEventListener("click", (event) => {
  event.target.closest("[data-dismiss]")?.closest(".toast")?.remove();
});

// ---- dialogs ----
document.addEventListener("click", (event) => {
  if (event.target instanceof HTMLDialogElement) event.target.close();
});

// ---- keys ----
// A letter alone does what the page marks with data-key; G and a letter goes to a screen.
const SCREENS = { t: "/", p: "/people", i: "/insights", l: "/timeline", o: "/pools", m: "/import", e: "/export", d: "/duplicates", s: "/settings" };
let goes = 0;

function step(by) {
  // A line about nobody leads nowhere, and is passed over.
  const rows = all("[data-rows] > [data-row]").filter((row) => one("a", row));
  if (!rows.length) return;
  const at = rows.findIndex((row) => row.contains(document.activeElement));
  const row = rows[Math.max(0, Math.min(rows.length - 1, at + by))];
  one("a", row)?.focus();
  row.scrollIntoView({ block: "nearest" });
}

function press(key) {
  const place = one(`[data-key="${CSS.escape(key)}"]`);
  if (place?.matches("input:not([type=checkbox]), textarea, select")) place.focus();
  else place?.click();
  return place;
}

// What one may do on every screen, though nothing on it is marked with the letter.
function mayAnywhere(key) {
  if (!("mayWrite" in document.body.dataset)) return false;
  if (key === "c" && location.pathname !== "/people/new") location.assign("/people/new");
  if (key === "l") openPalette("/palette?log=true");
  return key === "c" || key === "l";
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
  if (press(key) || mayAnywhere(key)) event.preventDefault();
});

// ---- come to do something with somebody: the form waits for it ----
const WANTED = { "#log": "l", "#follow-up": "f" };
if (WANTED[location.hash]) press(WANTED[location.hash]);
one("#palette")?.addEventListener("click", (event) => {
  const there = event.target.closest("a[role=option]");
  if (!WANTED[there?.hash] || there.pathname !== location.pathname) return;
  event.preventDefault();
  one("#palette").close();
  press(WANTED[there.hash]);
});

// ---- what the keys are called here ----
function nameKeys() {
  if (/Mac|iPhone|iPad/.test(navigator.userAgent)) return;
  for (const each of all("kbd")) each.textContent = each.textContent.replace(/⌘ ?/, "Ctrl ");
}
document.addEventListener("htmx:after:swap", nameKeys);
nameKeys();

// ---- whether what comes by itself still comes ----
for (const [event, isLive] of [["after:connection", true], ["error", false], ["close", false]]) {
  document.addEventListener(`htmx:sse:${event}`, () => {
    for (const each of all(".live")) {
      each.hidden = false;
      each.classList.toggle("lost", !isLive);
      each.textContent = isLive ? "live" : "not live, trying again";
    }
  });
}
