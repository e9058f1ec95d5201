// Selecting rows: one by one, a range with shift, the row in focus with X, all that are shown.

const boxes = () => [...document.querySelectorAll("[name=candidate_ids]")];
let last = null;

function tell() {
  const count = boxes().filter((box) => box.checked).length;
  const told = document.querySelector("[data-selected]");
  if (told) told.textContent = `${count.toLocaleString("en")} selected`;
  const all = document.querySelector("[data-all]");
  if (all) {
    all.hidden = false;
    all.checked = count > 0 && count === boxes().length;
    all.indeterminate = count > 0 && !all.checked;
  }
}

document.addEventListener("click", (event) => {
  const box = event.target.closest("[name=candidate_ids]");
  if (box) {
    const rows = boxes();
    if (event.shiftKey && last?.isConnected) {
      const [from, to] = [rows.indexOf(last), rows.indexOf(box)].sort((a, b) => a - b);
      rows.slice(from, to + 1).forEach((each) => (each.checked = box.checked));
    }
    last = box;
  }
  if (event.target.matches("[data-all]")) {
    boxes().forEach((each) => (each.checked = event.target.checked));
  }
  // One menu open at a time.
  document.querySelectorAll("details.drop[open]").forEach((each) => {
    if (!each.contains(event.target)) each.open = false;
  });
  tell();
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    document.querySelectorAll("details.drop[open]").forEach((each) => (each.open = false));
  }
  if (event.key.toLowerCase() !== "x" || event.metaKey || event.ctrlKey || event.altKey) return;
  if (event.target.matches("input:not([type=checkbox]), textarea, select")) return;
  document.activeElement.closest("[data-row]")?.querySelector("[name=candidate_ids]")?.click();
});

// What is filtered as one types is what is saved, and what the columns come back to.
document.addEventListener("htmx:after:swap", () => {
  const query = new URLSearchParams(location.search);
  query.delete("as_of");
  document.querySelectorAll("[data-query]").forEach((each) => (each.value = query.toString()));
  tell();
});
tell();
