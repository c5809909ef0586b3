/** Typed questions to Kense: documents for any GraphQL client, and `ask` for who has none. */
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print } from 'graphql';

export * from './generated.js';

/** An error of an answer, as the server tells it. */
export interface AnswerError {
  message: string;
  path?: (string | number)[];
  extensions?: { code?: string; retryAfter?: number; [member: string]: unknown };
}

/** The server answered with errors, or with what is no answer. */
export class KenseError extends Error {
  constructor(
    readonly errors: AnswerError[],
    readonly status: number,
    /** What came beside the errors. */
    readonly data: unknown = null,
  ) {
    super(errors.map(({ message }) => message).join('; '));
    this.name = 'KenseError';
  }
}

/** Where and how to ask. */
export interface Options {
  /** Address of the endpoint, such as `https://example.kz/graphql`. */
  url: string;
  /** Says who asks; reading needs none. */
  token?: string;
  headers?: Record<string, string>;
  signal?: AbortSignal;
  fetch?: typeof globalThis.fetch;
}

/** The data of the answer to one document. Throws KenseError for an answer with errors. */
export async function ask<Data, Variables>(
  { url, token, headers, signal, fetch = globalThis.fetch }: Options,
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
): Promise<Data> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: {
      accept: 'application/graphql-response+json, application/json',
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...headers,
    },
    body: JSON.stringify({ query: print(document), variables }),
    ...(signal === undefined ? {} : { signal }),
  });
  const found = await answer.json().catch(() => null) as { data?: Data; errors?: AnswerError[] } | null;
  if (found === null || (found.data === undefined && found.errors === undefined)) {
    throw new KenseError([{ message: `${url} answered ${answer.status} without GraphQL` }], answer.status);
  }
  if (found.errors !== undefined) throw new KenseError(found.errors, answer.status, found.data);
  return found.data as Data;
}
