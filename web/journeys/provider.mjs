// An identity provider for journeys: a real one, with one account that signs in by its name alone.
import { createServer } from 'node:http';
import { Provider } from 'oidc-provider';

/** Starts at the address of `issuer`; signs with `key`, a private JWK that the registry knows the public part of. */
export async function startProvider({ issuer, key, resource, page }) {
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'kense-page',
        token_endpoint_auth_method: 'none',
        redirect_uris: ['kk', 'ru', 'en'].map((language) => `${page}/${language}/desk/signed-in`),
      },
    ],
    jwks: { keys: [key] },
    cookies: { keys: ['of the journeys'] },
    clientBasedCORS: (_, origin) => origin === page,
    extraTokenClaims: () => ({ roles: ['editor', 'reviewer'], territories: ['akm'] }),
    features: {
      devInteractions: { enabled: false },
      resourceIndicators: {
        enabled: true,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          scope: '',
          audience: resource,
          accessTokenFormat: 'jwt',
          accessTokenTTL: 3600,
          jwt: { sign: { alg: 'RS256' } },
        }),
      },
    },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
    interactions: { url: (_, { uid }) => `/login/${uid}` },
    // Whoever signed in agrees to their own office's page.
    async loadExistingGrant(ctx) {
      const grant = new ctx.oidc.provider.Grant({
        clientId: ctx.oidc.client.clientId,
        accountId: ctx.oidc.session.accountId,
      });
      grant.addOIDCScope('openid');
      await grant.save();
      return grant;
    },
    ttl: { Session: 3600, Grant: 3600, Interaction: 600, IdToken: 600 },
  });
  const answer = provider.callback();
  const server = createServer((request, response) => {
    if (!request.url.startsWith('/login/')) answer(request, response);
    else if (request.method === 'POST') void signedIn(provider, request, response);
    else askName(response);
  });
  await new Promise((resolve) => server.listen(Number(new URL(issuer).port), '127.0.0.1', resolve));
  return { close: () => new Promise((resolve) => server.close(resolve)) };
}

function askName(response) {
  response.setHeader('content-type', 'text/html; charset=utf-8');
  response.end(
    '<!doctype html><html lang="en"><title>Provider</title><form method="post"><label>Name <input name="name"></label>' +
      '<button>Continue</button></form></html>',
  );
}

async function signedIn(provider, request, response) {
  let body = '';
  for await (const part of request) body += part;
  const name = new URLSearchParams(body).get('name');
  await provider.interactionFinished(request, response, { login: { accountId: name } });
}
