import { all, one, say } from "./dom";

// Older than this the challenge of the page may be over, as the server keeps it for ten minutes.
const FRESH_MS = 8 * 60_000;

interface Descriptor {
  type: PublicKeyCredentialType;
  id: string;
  transports?: AuthenticatorTransport[];
}

// As the server writes them: bytes are base64url.
type ToMake = Omit<PublicKeyCredentialCreationOptions, "challenge" | "user" | "excludeCredentials"> & {
  challenge: string;
  user: Omit<PublicKeyCredentialUserEntity, "id"> & { id: string };
  excludeCredentials: Descriptor[];
};
type ToShow = Omit<PublicKeyCredentialRequestOptions, "challenge" | "allowCredentials"> & {
  challenge: string;
  allowCredentials: Descriptor[];
};

function bytes(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(binary, (c) => c.charCodeAt(0));
}

function text(buffer: ArrayBuffer): string {
  const binary = Array.from(new Uint8Array(buffer), (b) => String.fromCharCode(b)).join("");
  return btoa(binary).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

function descriptors(list: Descriptor[]): PublicKeyCredentialDescriptor[] {
  return list.map((each) => ({ ...each, id: bytes(each.id) }));
}

async function made(options: ToMake): Promise<object> {
  const publicKey: PublicKeyCredentialCreationOptions = {
    ...options,
    challenge: bytes(options.challenge),
    user: { ...options.user, id: bytes(options.user.id) },
    excludeCredentials: descriptors(options.excludeCredentials),
  };
  const credential = (await navigator.credentials.create({ publicKey })) as PublicKeyCredential;
  const response = credential.response as AuthenticatorAttestationResponse;
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment ?? undefined,
    clientExtensionResults: {},
    response: {
      clientDataJSON: text(response.clientDataJSON),
      attestationObject: text(response.attestationObject),
      transports: response.getTransports?.() ?? [],
    },
  };
}

async function shown(options: ToShow): Promise<object> {
  const publicKey: PublicKeyCredentialRequestOptions = {
    ...options,
    challenge: bytes(options.challenge),
    allowCredentials: descriptors(options.allowCredentials),
  };
  const credential = (await navigator.credentials.get({ publicKey })) as PublicKeyCredential;
  const response = credential.response as AuthenticatorAssertionResponse;
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment ?? undefined,
    clientExtensionResults: {},
    response: {
      clientDataJSON: text(response.clientDataJSON),
      authenticatorData: text(response.authenticatorData),
      signature: text(response.signature),
      userHandle: response.userHandle ? text(response.userHandle) : undefined,
    },
  };
}

/** Takes the challenge and the form's token from the page as it would be now. */
async function freshen(form: HTMLFormElement): Promise<void> {
  const answer = await fetch(form.dataset["page"] ?? location.href, { headers: { Accept: "text/html" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const now = one(page, `form[data-passkey="${form.dataset["passkey"]}"]`, HTMLFormElement);
  if (!now) return;
  form.dataset["options"] = now.dataset["options"];
  for (const field of ["_csrf", "ticket"]) {
    const old = one(form, `input[name="${field}"]`, HTMLInputElement);
    const fresh = one(now, `input[name="${field}"]`, HTMLInputElement);
    if (old && fresh) old.value = fresh.value;
  }
}

function complaint(error: unknown): string {
  const name = error instanceof DOMException ? error.name : "";
  if (name === "InvalidStateError") return "This device has a passkey of yours for this place already.";
  if (name === "SecurityError") return "This address takes no passkeys: open the console under its name.";
  return "No passkey was given. Try again, or choose another way.";
}

/**
 * A form with data-passkey="make" or "show" is sent with what the browser answers to the challenge
 * in data-options. It is hidden until it is known that the browser can.
 */
export function passkeys(root: HTMLElement): void {
  if (!("PublicKeyCredential" in window)) return;
  for (const form of all(root, "form[data-passkey]", HTMLFormElement)) {
    const response = one(form, "input[data-response]", HTMLInputElement);
    if (!response) continue;
    const since = Date.now();
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      if (response.value) return;
      event.preventDefault();
      try {
        if (form.dataset["page"] && Date.now() - since > FRESH_MS) await freshen(form);
        const options: unknown = JSON.parse(form.dataset["options"] ?? "{}");
        const makes = form.dataset["passkey"] === "make";
        const answer = makes ? await made(options as ToMake) : await shown(options as ToShow);
        response.value = JSON.stringify(answer);
        form.submit();
      } catch (error) {
        say(complaint(error), "bad");
      }
    });
  }
}
