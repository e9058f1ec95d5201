// A person's page: the slider through time, and a form that is empty again once it was sent.

const form = document.querySelector("#composer");
const story = document.querySelector("#story");

// ---- as of ----
const DAY = 86_400_000;
const WAIT = 300;

function look(day) {
  const there = new URL(location.href);
  there.searchParams.delete("cursor");
  there.searchParams.delete("as_of");
  if (day) there.searchParams.set("as_of", day);
  there.hash = "";
  location.assign(there);
}

const dayOf = (slider) =>
  new Date(Date.parse(slider.dataset.first) + slider.valueAsNumber * DAY).toISOString().slice(0, 10);

function showSlider() {
  const slider = document.querySelector("#slider");
  if (!slider) return;
  slider.hidden = false;
  if (sessionStorage.getItem("slider") === location.pathname) slider.focus({ preventScroll: true });
  sessionStorage.removeItem("slider");
}

let waiting = 0;
story?.addEventListener("input", (event) => {
  if (event.target.id !== "slider") return;
  const day = dayOf(event.target);
  event.target.setAttribute("aria-valuetext", day);
  document.querySelector("#as-of").value = day;
});
story?.addEventListener("change", (event) => {
  if (event.target.id !== "slider") return;
  // Each press of an arrow is a change: the last one within a moment counts.
  clearTimeout(waiting);
  const slider = event.target;
  waiting = setTimeout(() => {
    sessionStorage.setItem("slider", location.pathname);
    look(slider.value === slider.max ? "" : dayOf(slider));
  }, WAIT);
});
document.addEventListener("htmx:after:swap", showSlider);
showSlider();

// ---- what was logged is there: the form is for the next one ----
document.addEventListener("logged", () => {
  if (!form) return;
  for (const name of ["body", "subject", "when", "follow_up"]) form.elements[name].value = "";
  form.elements.private.checked = false;
  form.elements.outcome.value = "";
  for (const each of form.querySelectorAll("output, .fault")) each.textContent = "";
  form.elements.body.focus();
});

// ---- a fact that is opened is typed in at once ----
document.addEventListener(
  "toggle",
  (event) => {
    if (!event.target.open || !event.target.matches("aside details")) return;
    const field = event.target.querySelector("input:not([type=hidden]), textarea, select");
    field?.focus();
    if (field?.matches("input[name=value]")) field.select();
  },
  true,
);
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = event.target.closest?.("aside details[open]");
  if (!open) return;
  open.open = false;
  open.querySelector("summary").focus();
});
