// Passkeys on a form: `data-passkey="login"` (any of the person's passkeys), `confirm` (one that the page names) or
// `add` (a new one). The browser's answer goes into the field `credential`, then the form is sent.

const toBytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (char) => char.charCodeAt(0));
const toText = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const withBytes = (known) => (known || []).map((one) => ({ ...one, id: toBytes(one.id) }));

function answer(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = toText(credential.response[name]);
  }
  if (credential.response.getTransports) response.transports = credential.response.getTransports();
  const { id, type } = credential;
  return { id, rawId: toText(credential.rawId), type, response, clientExtensionResults: credential.getClientExtensionResults() };
}

async function options(form) {
  if (form.dataset.passkey !== "login") return JSON.parse(document.getElementById("passkey-options").textContent);
  const reply = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!reply.ok) throw new Error(`the server answered ${reply.status}`);
  return (await reply.json()).request_options;
}

async function ask(form) {
  const { publicKey } = await options(form);
  publicKey.challenge = toBytes(publicKey.challenge);
  if (form.dataset.passkey !== "add") {
    publicKey.allowCredentials = withBytes(publicKey.allowCredentials);
    return navigator.credentials.get({ publicKey });
  }
  publicKey.user.id = toBytes(publicKey.user.id);
  publicKey.excludeCredentials = withBytes(publicKey.excludeCredentials);
  Object.assign(publicKey.authenticatorSelection, { residentKey: "required", requireResidentKey: true, userVerification: "required" });
  return navigator.credentials.create({ publicKey });
}

export default function mount(form) {
  const trouble = form.querySelector("[data-trouble]");
  const onSubmit = async (event) => {
    event.preventDefault();
    trouble.hidden = true;
    try {
      form.elements.credential.value = JSON.stringify(answer(await ask(form)));
      form.submit();
    } catch (error) {
      trouble.hidden = false;
      console.warn("passkey", error);
    }
  };
  form.addEventListener("submit", onSubmit);
  return () => form.removeEventListener("submit", onSubmit);
}
