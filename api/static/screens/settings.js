// Settings: passkeys that the browser makes.
import { sent } from "./sent.js";

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
