// Where the operator has people sign in, from the head of the page; null where a token is all there is.
export interface SignOn {
  issuer: string;
  client: string;
  scope: string;
  /** For whom the token shall be (RFC 8707). */
  resource: string | null;
}

export function signOn(): SignOn | null {
  const of = (name: string) =>
    document.querySelector<HTMLMetaElement>(`meta[name="kense-oidc-${name}"]`)?.content ?? null;
  const [issuer, client] = [of('issuer'), of('client')];
  if (!issuer || !client) return null;
  return { issuer, client, scope: of('scope') ?? 'openid', resource: of('resource') };
}
