// Something to take along, with a button that copies it.
function ready() {
  for (const field of document.querySelectorAll("[data-whole]")) {
    // An address is told without its beginning, which the browser knows best.
    if (field.value.startsWith("/")) field.value = new URL(field.value, location.href).href;
  }
  for (const button of document.querySelectorAll("[data-copies][hidden]")) {
    // Only pages on TLS or of this machine may write to the clipboard.
    button.hidden = !navigator.clipboard;
  }
}
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copies]");
  if (!button) return;
  await navigator.clipboard.writeText(document.getElementById(button.dataset.copies).value);
  button.textContent = "Copied";
});
document.addEventListener("focusin", (event) => {
  if (event.target.matches("[data-whole]")) event.target.select();
});
document.addEventListener("htmx:after:swap", ready);
ready();
