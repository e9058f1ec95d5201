// The palette: opened with ⌘K, walked through with the arrows, followed with Enter.

const dialog = document.querySelector("#palette");
const found = () => dialog.querySelector("#palette-found");
const field = () => dialog.querySelector("input[type=search]");
const choices = () => [...dialog.querySelectorAll("[role=option]:is(a, button)")];
const A_PERSON = /^\/people\/([0-9a-f-]{36})(?:\/|$)/;

// What is typed before the field is there, and an Enter that came before its answer.
let early = "";
let isEntered = false;

export async function openPalette(address = "/palette") {
  if (!dialog || dialog.open) return;
  const there = new URL(address, location);
  const [, about] = location.pathname.match(A_PERSON) ?? [];
  const past = new URLSearchParams(location.search).get("as_of");
  if (about) there.searchParams.set("about", about);
  if (past) there.searchParams.set("as_of", past);
  [early, isEntered] = ["", false];
  dialog.replaceChildren();
  dialog.showModal();
  const answer = await fetch(there);
  if (!answer.ok) return dialog.close();
  dialog.innerHTML = await answer.text();
  htmx.process(dialog);
  field().focus();
  if (!early) return;
  field().value = early;
  const wasEntered = isEntered;
  field().dispatchEvent(new Event("input", { bubbles: true }));
  isEntered = wasEntered;
}

function choose(step) {
  const options = choices();
  const at = options.findIndex((each) => each.ariaSelected === "true");
  const next = Math.max(0, Math.min(options.length - 1, at + step));
  options.forEach((option, place) => {
    option.ariaSelected = String(place === next);
    if (place !== next) return;
    option.scrollIntoView({ block: "nearest" });
    field().setAttribute("aria-activedescendant", option.id);
  });
}

// Enter means what stands in the field, never what was found for fewer letters.
function follow() {
  isEntered = found()?.dataset.q !== field()?.value.trim();
  if (!isEntered) (choices().find((each) => each.ariaSelected === "true") ?? choices()[0])?.click();
}

dialog?.addEventListener("keydown", (event) => {
  if (!field()) {
    if (event.key === "Enter") isEntered = true;
    else if (event.key.length === 1 && !event.metaKey && !event.ctrlKey) early += event.key;
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    choose(event.key === "ArrowDown" ? 1 : -1);
  } else if (event.key === "Enter" && event.target === field()) {
    event.preventDefault();
    follow();
  }
});
dialog?.addEventListener("input", () => (isEntered = false));
dialog?.addEventListener("htmx:after:swap", () => isEntered && follow());

// ---- what opens it: the search box of the side, and links to it ----
document.querySelector(".jump input")?.addEventListener("mousedown", (event) => {
  event.preventDefault();
  openPalette();
});
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-palette]");
  if (!link || event.metaKey || event.ctrlKey) return;
  event.preventDefault();
  openPalette(link.href);
});
