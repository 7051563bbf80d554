// Passkeys: a form with data-passkey asks the device ("get" or "create") and sends what it answers.
// The options stand in #passkey-options, or come from the address in data-ask.
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const described = (list) => list?.map((one) => ({ ...one, id: bytes(one.id) }));

function options(form, { publicKey }) {
  const found = { ...publicKey, challenge: bytes(publicKey.challenge) };
  if (form.dataset.passkey === "get") return { ...found, allowCredentials: described(publicKey.allowCredentials) };
  const alone = form.elements.passwordless?.checked ?? false;
  return {
    ...found,
    user: { ...publicKey.user, id: bytes(publicKey.user.id) },
    excludeCredentials: described(publicKey.excludeCredentials),
    authenticatorSelection: {
      ...publicKey.authenticatorSelection,
      residentKey: alone ? "required" : "discouraged",
      requireResidentKey: alone,
      ...(alone && { userVerification: "required" }),
    },
    extensions: { ...publicKey.extensions, credProps: true },
  };
}

function plain(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = text(credential.response[name]);
  }
  if (credential.response.getTransports) response.transports = credential.response.getTransports();
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    clientExtensionResults: credential.getClientExtensionResults(),
    authenticatorAttachment: credential.authenticatorAttachment,
    response,
  };
}

async function ask(form) {
  const known = document.getElementById("passkey-options");
  const told = form.dataset.ask
    ? await (await fetch(form.dataset.ask, { headers: { Accept: "application/json" } })).json()
    : JSON.parse(known.textContent);
  const publicKey = options(form, told.request_options ?? told.creation_options);
  return form.dataset.passkey === "get"
    ? navigator.credentials.get({ publicKey })
    : navigator.credentials.create({ publicKey });
}

for (const form of window.PublicKeyCredential ? document.querySelectorAll("form[data-passkey]") : []) {
  form.hidden = false;
  const wrong = form.querySelector("[data-passkey-error]");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    wrong.hidden = true;
    try {
      form.elements.credential.value = JSON.stringify(plain(await ask(form)));
      form.submit();
    } catch {
      wrong.hidden = false;
    }
  });
}
