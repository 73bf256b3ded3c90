import type { SandboxClient } from './oauth-client.ts';
import { clientError, tokenError } from './token-endpoint-error.ts';

const formContentType = 'application/x-www-form-urlencoded';

/** The form of an authenticated client, or the error response. */
export type AuthenticatedForm = { form: URLSearchParams } | { refusal: Response };

/** Parses the form of a token or revocation request and authenticates its client. */
export async function authenticateClient(
  request: Request,
  client: SandboxClient,
): Promise<AuthenticatedForm> {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== formContentType)
    return { refusal: tokenError('invalid_request', `The body must be ${formContentType}.`) };
  const form = new URLSearchParams(await request.text());
  const repeated = [...form.keys()].find((name) => form.getAll(name).length > 1);
  if (repeated !== undefined) {
    return { refusal: tokenError('invalid_request', 'A parameter is repeated.') };
  }
  const header = request.headers.get('authorization');
  const credentials = header === null ? fromForm(form) : fromHeader(header);
  const isKnown = credentials?.id === client.clientId && credentials.secret === client.clientSecret;
  return isKnown ? { form } : { refusal: clientError(header !== null) };
}

interface Credentials {
  id: string;
  secret: string;
}

function fromForm(form: URLSearchParams): Credentials {
  return { id: form.get('client_id') ?? '', secret: form.get('client_secret') ?? '' };
}

function fromHeader(header: string): Credentials | undefined {
  const encoded = /^basic +([\w+/=]+)$/i.exec(header)?.[1];
  if (encoded === undefined) return undefined;
  try {
    const [id = '', ...secret] = atob(encoded).split(':');
    return { id: formDecode(id), secret: formDecode(secret.join(':')) };
  } catch {
    return undefined;
  }
}

/** RFC 6749 §2.3.1: id and secret are form-encoded before they are joined. */
function formDecode(text: string): string {
  return decodeURIComponent(text.replaceAll('+', ' '));
}
