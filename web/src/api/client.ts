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
  let response: Response;
  try {
    response = await fetch('/graphql', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        ...(bearer ? { authorization: `Bearer ${bearer}` } : {}),
      },
      body: JSON.stringify({ query: document.toString(), variables }),
      ...(signal ? { signal } : {}),
    });
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
