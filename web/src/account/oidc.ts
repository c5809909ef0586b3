// Signing in at the operator's identity provider: OpenID Connect, authorization code with PKCE, a public client.
import * as oauth from 'oauth4webapi';
import type { Language } from '../words/language';
import type { SignOn } from './signOn';

const KEY = 'kense.signing-in';

/** State of a running sign-in, kept in this tab until the provider redirects back. */
interface OnItsWay {
  verifier: string;
  state: string;
  nonce: string;
  redirect: string;
  back: string;
}

export class SignOnError extends Error {
  constructor(
    readonly trouble: 'failed' | 'opaque',
    message: string,
  ) {
    super(message);
  }
}

async function providerOf({ issuer }: SignOn): Promise<oauth.AuthorizationServer> {
  const url = new URL(issuer);
  const response = await oauth.discoveryRequest(url, insecure(url));
  return oauth.processDiscoveryResponse(url, response);
}

// The server allows an issuer without https only on its own machine.
// eslint-disable-next-line @typescript-eslint/no-deprecated -- it is called so to stand out
const PLAIN_HTTP: typeof oauth.allowInsecureRequests = oauth.allowInsecureRequests;

function insecure(url: URL): { [PLAIN_HTTP]?: boolean } {
  return url.protocol === 'http:' ? { [PLAIN_HTTP]: true } : {};
}

/** Redirects to the provider; `back` is the path afterwards, without its language. */
export async function leave(given: SignOn, language: Language, back: string): Promise<void> {
  const provider = await providerOf(given);
  if (!provider.authorization_endpoint) throw new SignOnError('failed', 'no authorization endpoint');
  const onItsWay: OnItsWay = {
    verifier: oauth.generateRandomCodeVerifier(),
    state: oauth.generateRandomState(),
    nonce: oauth.generateRandomNonce(),
    redirect: `${location.origin}/${language}/desk/signed-in`,
    back,
  };
  const address = new URL(provider.authorization_endpoint);
  const asked = {
    client_id: given.client,
    redirect_uri: onItsWay.redirect,
    response_type: 'code',
    scope: given.scope,
    code_challenge: await oauth.calculatePKCECodeChallenge(onItsWay.verifier),
    code_challenge_method: 'S256',
    state: onItsWay.state,
    nonce: onItsWay.nonce,
    ...(given.resource ? { resource: given.resource } : {}),
  };
  for (const [name, value] of Object.entries(asked)) address.searchParams.set(name, value);
  sessionStorage.setItem(KEY, JSON.stringify(onItsWay));
  location.assign(address);
}

/** Exchanges the code in the address for a token. Throws SignOnError; always removes the code. */
export async function arrive(given: SignOn): Promise<{ token: string; back: string }> {
  const here = new URL(location.href);
  history.replaceState(history.state, '', location.pathname);
  const stored = sessionStorage.getItem(KEY);
  sessionStorage.removeItem(KEY);
  if (stored === null) throw new SignOnError('failed', 'this tab began no sign-in');
  const { verifier, state, nonce, redirect, back } = JSON.parse(stored) as OnItsWay;
  const provider = await providerOf(given);
  const client: oauth.Client = { client_id: given.client };
  const code = oauth.validateAuthResponse(provider, client, here, state);
  const response = await oauth.authorizationCodeGrantRequest(
    provider,
    client,
    oauth.None(),
    code,
    redirect,
    verifier,
    {
      ...insecure(new URL(given.issuer)),
      ...(given.resource ? { additionalParameters: { resource: given.resource } } : {}),
    },
  );
  const { access_token: token } = await oauth.processAuthorizationCodeResponse(provider, client, response, {
    expectedNonce: nonce,
    requireIdToken: true,
  });
  if (token.split('.').length !== 3) throw new SignOnError('opaque', 'the access token is no JWT');
  return { token, back };
}
