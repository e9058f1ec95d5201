// Settings: passkeys that the browser makes, and the copying of what is shown this once.

async function sent(path, body) {
  const answer = await fetch(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const told = await answer.json();
  if (!answer.ok) throw new Error(told.detail || told.title);
  return told;
}

// ---- passkeys ----
const form = document.getElementById("new-passkey");
if (form && window.PublicKeyCredential?.parseCreationOptionsFromJSON) {
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const status = form.querySelector("[role=status]");
    status.textContent = "";
    try {
      const { options } = await sent("/v1/me/passkeys/options", {});
      const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
      const made = await navigator.credentials.create({ publicKey });
      await sent("/v1/me/passkeys", { name: form.elements.name.value, credential: made.toJSON() });
      location.reload();
    } catch (error) {
      status.textContent = error.message;
    }
  });
}

// ---- what is shown once ----
function ready(within) {
  for (const button of within.querySelectorAll("[data-copies][hidden]")) {
    // Only pages on TLS or this machine may write to the clipboard.
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
document.addEventListener("htmx:after:swap", () => ready(document));
ready(document);
