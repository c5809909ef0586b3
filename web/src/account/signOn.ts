// The operator's identity provider, from the head of the page; null where only tokens are used.
export interface SignOn {
  issuer: string;
  client: string;
  scope: string;
  /** The audience of the token (RFC 8707). */
  resource: string | null;
}

export function signOn(): SignOn | null {
  const of = (name: string) =>
    document.querySelector<HTMLMetaElement>(`meta[name="kense-oidc-${name}"]`)?.content ?? null;
  const [issuer, client] = [of('issuer'), of('client')];
  if (!issuer || !client) return null;
  return { issuer, client, scope: of('scope') ?? 'openid', resource: of('resource') };
}
