// A password that is typed can be shown and hidden again.
for (const button of document.querySelectorAll("[data-shows]")) {
  const field = document.getElementById(button.dataset.shows);
  button.hidden = false;
  button.addEventListener("click", () => {
    const isShown = field.type === "password";
    field.type = isShown ? "text" : "password";
    button.ariaPressed = String(isShown);
    button.firstChild.data = isShown ? "Hide" : "Show";
    field.focus();
  });
  // What was legible is sent and remembered as a password all the same.
  field.form?.addEventListener("submit", () => (field.type = "password"));
}
