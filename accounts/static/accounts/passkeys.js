// Passkeys: one form with data-passkey="sign-in", "use" or "add", a button and a hidden field
// named credential. Without this file, or where the browser knows no passkeys, other ways stand there.
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const withId = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));

function forBrowser(options) {
  const key = structuredClone(options.publicKey);
  key.challenge = bytes(key.challenge);
  if (key.user) key.user.id = bytes(key.user.id);
  if (key.excludeCredentials) key.excludeCredentials = withId(key.excludeCredentials);
  if (key.allowCredentials) key.allowCredentials = withId(key.allowCredentials);
  return key;
}

function forServer(credential) {
  const answer = credential.response;
  const response = { clientDataJSON: text(answer.clientDataJSON) };
  for (const part of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (answer[part]) response[part] = text(answer[part]);
  }
  if (answer.getTransports) response.transports = answer.getTransports();
  return JSON.stringify({
    id: credential.id, rawId: text(credential.rawId), type: credential.type, response,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
  });
}

async function ask(form) {
  const kind = form.dataset.passkey;
  if (kind === "sign-in") {
    const answer = await fetch(form.dataset.passkeyAction, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(answer.status);
    return navigator.credentials.get({ publicKey: forBrowser((await answer.json()).request_options) });
  }
  const data = JSON.parse(form.dataset.passkeyOptions);
  if (kind === "use") return navigator.credentials.get({ publicKey: forBrowser(data.request_options) });
  const key = forBrowser(data.creation_options);
  const alone = form.elements.passwordless?.checked;
  key.authenticatorSelection = {
    ...key.authenticatorSelection, requireResidentKey: !!alone, residentKey: alone ? "required" : "discouraged",
    ...(alone ? { userVerification: "required" } : {}),
  };
  return navigator.credentials.create({ publicKey: key });
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential) continue;
  const trouble = form.querySelector("[data-passkey-trouble]");
  for (const part of form.querySelectorAll("[data-passkey-part]")) part.hidden = false;
  for (const part of form.querySelectorAll("[data-passkey-without]")) part.hidden = true;
  form.querySelector("[data-passkey-button]").addEventListener("click", async (event) => {
    const button = event.currentTarget;
    if (button.getAttribute("aria-disabled") === "true") return;
    button.setAttribute("aria-disabled", "true");
    trouble.hidden = true;
    try {
      form.elements.credential.value = forServer(await ask(form));
      if (form.dataset.passkeyAction) form.action = form.dataset.passkeyAction;
      form.submit();
    } catch {
      trouble.hidden = false;
      button.removeAttribute("aria-disabled");
    }
  });
}
