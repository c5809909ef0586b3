// Three normalizing caches as they come: node caches.mjs URL RELAY_ARTIFACTS < {now, then, mixed, variables}
// where `now`, `then` and `mixed` are queries. Each cache takes the answer of `now`, then that of `then`, and is read for
// `now` again, without the server. Prints by cache: what the server answered, what the cache shows after `then`, and after
// `mixed`. For Relay the queries are compiled artifacts of the same documents.
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { ApolloClient, HttpLink, InMemoryCache } from '@apollo/client/core';
import { Client, fetchExchange } from '@urql/core';
import { cacheExchange } from '@urql/exchange-graphcache';
import { parse } from 'graphql';
import relay from 'relay-runtime';

const [url, artifacts] = process.argv.slice(2);
const { variables, ...queries } = JSON.parse(readFileSync(0, 'utf8'));

async function apollo(other) {
  const client = new ApolloClient({ cache: new InMemoryCache(), link: new HttpLink({ uri: url }) });
  const now = { query: parse(queries.now), variables };
  const { data: told } = await client.query(now);
  await client.query({ query: parse(queries[other]), variables });
  const shown = client.cache.readQuery(now);
  client.stop();
  return { told, shown };
}

async function urql(other) {
  const client = new Client({ url, exchanges: [cacheExchange({ logger() {} }), fetchExchange], preferGetMethod: false });
  const ask = async (query, requestPolicy) => {
    const { data, error } = await client.query(query, variables, { requestPolicy }).toPromise();
    if (error) throw error;
    return data;
  };
  const told = await ask(queries.now, 'network-only');
  await ask(queries[other], 'network-only');
  return { told, shown: await ask(queries.now, 'cache-only') };
}

async function relayStore(other) {
  const { Environment, Network, RecordSource, Store, createOperationDescriptor, fetchQuery, getRequest } = relay;
  const send = async ({ text }, given) => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query: text, variables: given }) });
    return answer.json();
  };
  const environment = new Environment({ network: Network.create(send), store: new Store(new RecordSource()) });
  const artifact = async (name) => (await import(pathToFileURL(`${artifacts}/${name}Query.graphql.js`))).default;
  const ask = async (name) => fetchQuery(environment, await artifact(name), variables).toPromise();
  const operation = createOperationDescriptor(getRequest(await artifact('now')), variables);
  environment.retain(operation);
  const told = await ask('now');
  await ask(other);
  return { told, shown: environment.lookup(operation.fragment).data };
}

const seen = {};
for (const [name, cache] of Object.entries({ apollo, urql, relay: relayStore })) {
  const { told, shown } = await cache('then');
  seen[name] = { told, shown, mixed: (await cache('mixed')).shown };
}
console.log(JSON.stringify(seen));
