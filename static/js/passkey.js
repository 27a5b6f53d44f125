// Shows the forms that use a passkey where the browser can, and hands the form what
// the device answers. Without it the other ways to sign in stay.
(() => {
  "use strict";
  if (!window.PublicKeyCredential || !navigator.credentials) return;
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const spell = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const withIDs = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));

  const make = async ({ publicKey: asked }) => {
    const made = await navigator.credentials.create({ publicKey: {
      ...asked,
      challenge: bytes(asked.challenge),
      user: { ...asked.user, id: bytes(asked.user.id) },
      excludeCredentials: withIDs(asked.excludeCredentials),
    } });
    return answer(made, {
      attestationObject: spell(made.response.attestationObject),
      transports: made.response.getTransports ? made.response.getTransports() : [],
    });
  };
  const show = async ({ publicKey: asked }) => {
    const shown = await navigator.credentials.get({ publicKey: { ...asked, challenge: bytes(asked.challenge), allowCredentials: withIDs(asked.allowCredentials) } });
    const { authenticatorData, signature, userHandle } = shown.response;
    return answer(shown, { authenticatorData: spell(authenticatorData), signature: spell(signature), userHandle: userHandle ? spell(userHandle) : "" });
  };
  const answer = (credential, response) => JSON.stringify({
    id: credential.id,
    rawId: spell(credential.rawId),
    type: credential.type,
    response: { clientDataJSON: spell(credential.response.clientDataJSON), ...response },
    clientExtensionResults: {},
  });

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const say = form.querySelector("[data-passkey-status]");
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      say.textContent = "";
      try {
        const reply = await fetch(form.dataset.passkey, { method: "POST" });
        if (!reply.ok || reply.redirected) throw new Error("refused");
        form.elements.answer.value = await (form.dataset.passkeyMakes ? make : show)(await reply.json());
        form.submit();
      } catch {
        say.textContent = say.dataset.failed;
      }
    });
  }
})();
