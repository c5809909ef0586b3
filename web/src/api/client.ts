// The only access to the API: sends a typed document, returns its data or throws an error with advice.
import { token } from '../account/session';
import { noteOffline } from '../offline/since';
import type { TypedDocumentString } from './generated/graphql';

/** Why there is no answer: server unreachable, server error, refused request, or invalid token. */
export type Trouble = 'offline' | 'server' | 'refused' | 'notFound' | 'signedOut';

export class ApiError extends Error {
  constructor(
    readonly trouble: Trouble,
    message: string,
    readonly code: string | null = null,
  ) {
    super(message);
  }
}

interface Answer<R> {
  data?: R | null;
  errors?: { message: string; extensions?: { code?: string } }[];
}

const SIGNED_OUT = new Set(['UNAUTHENTICATED', 'TOKEN_EXPIRED', 'INVALID_TOKEN']);

let asked = 0;

/** Number of open requests. */
export function pending(): number {
  return asked;
}

/** Sends a document. Throws ApiError; an abort is rethrown. */
export async function ask<R, V>(
  document: TypedDocumentString<R, V>,
  variables: V,
  signal?: AbortSignal,
): Promise<R> {
  asked += 1;
  try {
    return await answerTo(document, variables, signal);
  } finally {
    asked -= 1;
  }
}

async function answerTo<R, V>(
  document: TypedDocumentString<R, V>,
  variables: V,
  signal?: AbortSignal,
): Promise<R> {
  const bearer = token();
  const address = bearer ? null : addressOf(document, variables);
  let response: Response;
  try {
    response = address
      ? await fetch(address, { headers: { accept: 'application/json' }, ...(signal ? { signal } : {}) })
      : await posted(document, variables, bearer, signal);
    // A server of another version does not know the document: it is sent with its text.
    if (address && response.status === 400 && (await isUnknown(response)))
      response = await posted(document, variables, bearer, signal);
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiError('offline', 'the server is out of reach');
  }
  // The service worker sets this header on an answer from its cache.
  noteOffline(response.headers.get('kense-offline-since'));
  if (response.status === 401) throw new ApiError('signedOut', await response.text());
  let answer: Answer<R>;
  try {
    answer = (await response.json()) as Answer<R>;
  } catch {
    throw new ApiError('server', `status ${response.status.toString()}`);
  }
  const [first] = answer.errors ?? [];
  if (first) throw refusal(first.message, first.extensions?.code ?? null);
  if (!answer.data) throw new ApiError('server', `status ${response.status.toString()}`);
  return answer.data;
}

function posted<R, V>(
  document: TypedDocumentString<R, V>,
  variables: V,
  bearer: string | null,
  signal?: AbortSignal,
): Promise<Response> {
  return fetch('/graphql', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json',
      ...(bearer ? { authorization: `Bearer ${bearer}` } : {}),
    },
    // The hash for a server that executes trusted documents only, the text for one of another version.
    body: JSON.stringify({ documentId: hashOf(document), query: document.toString(), variables }),
    ...(signal ? { signal } : {}),
  });
}

/** Longest address that every proxy takes. */
const LONGEST = 2000;

/** Of nobody else's business, and so in no address, as proxies log those: secrets, what people type, where they are. */
const PRIVATE = /"(secret|text|name|latitude|longitude)":/;

/** The address of a question that anybody may be answered, for a shared cache to keep; null where it is to be posted. */
function addressOf<R, V>(document: TypedDocumentString<R, V>, variables: V): string | null {
  const id = hashOf(document);
  const given = JSON.stringify(variables);
  if (!id || PRIVATE.test(given) || /\bmutation\b/.test(document.toString())) return null;
  const address = `/graphql?${new URLSearchParams({ documentId: id, variables: given }).toString()}`;
  return address.length <= LONGEST ? address : null;
}

function hashOf<R, V>(document: TypedDocumentString<R, V>): string | undefined {
  return (document.__meta__ as { hash?: string } | undefined)?.hash;
}

async function isUnknown(response: Response): Promise<boolean> {
  const answer = (await response
    .clone()
    .json()
    .catch(() => ({}))) as Answer<unknown>;
  return answer.errors?.[0]?.extensions?.code === 'PERSISTED_QUERY_NOT_FOUND';
}

function refusal(message: string, code: string | null): ApiError {
  if (code === 'NOT_FOUND') return new ApiError('notFound', message, code);
  if (code && SIGNED_OUT.has(code)) return new ApiError('signedOut', message, code);
  if (
    code === 'INTERNAL' ||
    code === 'STORE_UNAVAILABLE' ||
    code === 'NOT_READY' ||
    code === 'DEADLINE_EXCEEDED'
  )
    return new ApiError('server', message, code);
  return new ApiError('refused', message, code);
}
