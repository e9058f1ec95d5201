// A file that is chosen or dropped is sent at once; what is sent says so.

const form = document.querySelector("[data-drop]");
const field = form?.querySelector("input[type=file]");

function send() {
  if (!field.files.length) return;
  form.classList.add("sending");
  form.querySelector("#drop-said").textContent = `Sending ${field.files[0].name} …`;
  form.requestSubmit();
}

field?.addEventListener("change", send);
for (const kind of ["dragenter", "dragover"]) {
  form?.addEventListener(kind, (event) => {
    event.preventDefault();
    form.classList.add("over");
  });
}
form?.addEventListener("dragleave", (event) => {
  if (!form.contains(event.relatedTarget)) form.classList.remove("over");
});
form?.addEventListener("drop", (event) => {
  event.preventDefault();
  form.classList.remove("over");
  if (!event.dataTransfer.files.length) return;
  field.files = event.dataTransfer.files;
  send();
});
// Back again: the page as it was kept says what was sent before.
window.addEventListener("pageshow", (event) => event.persisted && form?.reset());
