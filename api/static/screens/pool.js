// Moving somebody to another stage: by dragging their card, or by choosing the stage.
// A card lies where the server said it lies: it moves at once, and back with a message if not.

const columnOf = (stage) =>
  [...document.querySelectorAll("[data-stage]")].find((each) => each.dataset.stage === stage);

function count(column, by) {
  const told = column?.querySelector("[data-count]");
  if (told) told.textContent = (Number(told.textContent.replaceAll(",", "")) + by).toLocaleString("en");
}

function put(card, stage) {
  const from = card.closest("[data-stage]");
  const to = columnOf(stage);
  if (!from || !to || from === to) return () => {};
  const next = card.nextElementSibling;
  const list = card.parentElement;
  to.querySelector("ul").prepend(card);
  count(from, -1);
  count(to, 1);
  return () => {
    list.insertBefore(card, next);
    count(from, 1);
    count(to, -1);
  };
}

async function move(card, stage) {
  const form = card.querySelector(".stage-form");
  const choice = form.elements.stage;
  const was = card.dataset.at ?? [...choice.options].find((each) => each.defaultSelected)?.value;
  if (was === stage) return;
  const back = put(card, stage);
  choice.value = stage;
  card.dataset.at = stage;
  const headers = { "HX-Request": "true", "HX-Target": "div#toasts" };
  const toasts = document.querySelector("#toasts");
  try {
    const body = new URLSearchParams({ stage });
    const answer = await fetch(form.action, { method: "POST", body, headers });
    toasts.innerHTML = await answer.text();
    if (answer.ok) return;
  } catch {
    const told = document.createElement("div");
    told.className = "toast fault";
    told.role = "alert";
    told.textContent = "The server did not answer: nothing was moved.";
    toasts.replaceChildren(told);
  }
  back();
  choice.value = was;
  card.dataset.at = was;
}

document.addEventListener("change", (event) => {
  const choice = event.target.closest(".stage-form select");
  if (choice) move(choice.closest("[data-card]"), choice.value);
});

const board = document.querySelector("[data-board]");
let dragged = null;
board?.addEventListener("dragstart", (event) => {
  dragged = event.target.closest("[data-card]");
  dragged?.classList.add("dragged");
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", dragged?.dataset.card ?? "");
});
board?.addEventListener("dragend", () => {
  dragged?.classList.remove("dragged");
  board.querySelectorAll(".over-it").forEach((each) => each.classList.remove("over-it"));
  dragged = null;
});
board?.addEventListener("dragover", (event) => {
  const column = event.target.closest("[data-stage]");
  if (!dragged || !column) return;
  event.preventDefault();
  board.querySelectorAll(".over-it").forEach((each) => each !== column && each.classList.remove("over-it"));
  column.classList.add("over-it");
});
board?.addEventListener("drop", (event) => {
  const column = event.target.closest("[data-stage]");
  if (!dragged || !column) return;
  event.preventDefault();
  move(dragged, column.dataset.stage);
});
