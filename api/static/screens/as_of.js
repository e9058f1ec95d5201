// As of when a screen is read: a day that is chosen holds for what the address says by now.

const WAIT = 900;
let waiting = 0;

function here() {
  const there = new URL(location.href);
  for (const name of ["as_of", "cursor"]) there.searchParams.delete(name);
  there.hash = "";
  return there;
}

document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-as-of]");
  if (!form) return;
  // Each digit that is typed is a change: the last one within a moment counts.
  clearTimeout(waiting);
  waiting = setTimeout(() => form.checkValidity() && form.requestSubmit(), WAIT);
});
document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-as-of]");
  if (!form) return;
  event.preventDefault();
  clearTimeout(waiting);
  const asked = new URL(form.action);
  // What was filtered as one typed stands in the address alone.
  const there = asked.pathname === location.pathname ? here() : asked;
  const day = form.elements.as_of.value;
  if (day) there.searchParams.set("as_of", day);
  location.assign(there);
});
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-now]");
  if (link) link.href = here();
});
