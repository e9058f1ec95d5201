// Signing in with a passkey, where the browser has any notion of them.
import { sent } from "./sent.js";

const place = document.getElementById("passkey");
const status = place.querySelector("[role=status]");

async function signIn() {
  status.textContent = "";
  try {
    const { options } = await sent("/v1/session/passkey/options", {});
    const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
    const credential = await navigator.credentials.get({ publicKey });
    await sent("/v1/session/passkey", { credential: credential.toJSON() });
    location.assign(place.dataset.onto);
  } catch (error) {
    status.textContent = error.message;
  }
}

if (window.PublicKeyCredential && PublicKeyCredential.parseRequestOptionsFromJSON) {
  place.hidden = false;
  place.querySelector("button").addEventListener("click", signIn);
}
