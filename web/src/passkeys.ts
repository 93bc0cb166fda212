// Passkeys: the browser makes one, or is asked for one, and the form carries its answer.

type Fields = { credential: HTMLInputElement };

/** What the browser gave, as JSON; older browsers have no toJSON. */
function text(credential: PublicKeyCredential): string {
  return JSON.stringify(credential.toJSON());
}

function send(form: HTMLFormElement, credential: Credential | null): void {
  if (!(credential instanceof PublicKeyCredential)) throw new Error("no passkey");
  (form.elements as unknown as Fields).credential.value = text(credential);
  form.submit();
}

function tell(form: HTMLFormElement, words: string): void {
  const status = form.querySelector("[data-status]");
  if (status) status.textContent = words;
}

const can = "PublicKeyCredential" in window && "parseCreationOptionsFromJSON" in PublicKeyCredential;

for (const form of can ? document.querySelectorAll<HTMLFormElement>("form[data-passkey-make]") : []) {
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    tell(form, "");
    const options = PublicKeyCredential.parseCreationOptionsFromJSON(JSON.parse(form.dataset["passkeyMake"]!));
    navigator.credentials.create({ publicKey: options }).then(
      (credential) => send(form, credential),
      () => tell(form, form.dataset["failed"]!),
    );
  });
}

const asking = can ? document.querySelector<HTMLFormElement>("form[data-passkey-ask]") : null;
if (asking) {
  const options = PublicKeyCredential.parseRequestOptionsFromJSON(JSON.parse(asking.dataset["passkeyAsk"]!));
  // The browser offers passkeys beside the field for the name, until the button asks for one outright.
  let waiting = new AbortController();
  asking.hidden = false;
  void PublicKeyCredential.isConditionalMediationAvailable?.().then((available) => {
    if (!available) return;
    navigator.credentials
      .get({ publicKey: options, mediation: "conditional", signal: waiting.signal })
      .then((credential) => send(asking, credential))
      .catch(() => undefined);
  });
  asking.addEventListener("submit", (event) => {
    event.preventDefault();
    waiting.abort();
    waiting = new AbortController();
    tell(asking, "");
    navigator.credentials.get({ publicKey: options, signal: waiting.signal }).then(
      (credential) => send(asking, credential),
      () => tell(asking, asking.dataset["failed"]!),
    );
  });
}
