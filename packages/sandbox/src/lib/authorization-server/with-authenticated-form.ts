import type { SandboxClient } from './oauth-client.ts';
import { clientError, tokenError } from './token-endpoint-error.ts';

const formContentType = 'application/x-www-form-urlencoded';

/**
 * Parses the form of a token or revocation request, authenticates its client and handles the form. Otherwise
 * returns the error response.
 */
export async function withAuthenticatedForm(
  request: Request,
  client: SandboxClient,
  handle: (form: URLSearchParams) => Response | Promise<Response>,
): Promise<Response> {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== formContentType) return tokenError('invalid_request', `The body must be ${formContentType}.`);
  const form = new URLSearchParams(await request.text());
  const repeated = [...form.keys()].find((name) => form.getAll(name).length > 1);
  if (repeated !== undefined) return tokenError('invalid_request', 'A parameter is repeated.');
  const header = request.headers.get('authorization');
  const credentials = header === null ? fromForm(form) : fromHeader(header);
  const isKnown = credentials?.id === client.clientId && credentials.secret === client.clientSecret;
  return isKnown ? handle(form) : clientError(header !== null);
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
