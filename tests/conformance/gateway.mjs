// Asks operations of a real @apollo/gateway over real subgraphs: node gateway.mjs SUPERGRAPH_FILE < operations.json
// where the input is a list of {query, variables}. Prints the list of answers, each with the subgraph requests it took.
import { readFileSync } from 'node:fs';
import { ApolloGateway, RemoteGraphQLDataSource } from '@apollo/gateway';
import { parse } from 'graphql';

let requests = [];
class Counted extends RemoteGraphQLDataSource {
  constructor({ name, url }) {
    super({ url });
    this.name = name;
  }
  willSendRequest({ request }) {
    requests.push({ subgraph: this.name, representations: request.variables?.representations?.length ?? null });
  }
}
const quiet = { debug() {}, info() {}, warn: console.error, error: console.error };
const gateway = new ApolloGateway({
  supergraphSdl: readFileSync(process.argv[2], 'utf8'),
  buildService: (service) => new Counted(service),
  logger: quiet,
});
const { executor } = await gateway.load();
const answers = [];
for (const { query, variables } of JSON.parse(readFileSync(0, 'utf8'))) {
  requests = [];
  const { data, errors } = await executor({
    document: parse(query),
    request: { query, variables: variables ?? {} },
    queryHash: query,
    context: {},
    operationName: undefined,
    logger: quiet,
    cache: { get: async () => undefined, set: async () => {}, delete: async () => true },
    metrics: {},
  });
  answers.push({ data, errors: errors?.map((one) => ({ message: one.message, extensions: one.extensions })), requests });
}
await gateway.stop();
console.log(JSON.stringify(answers));
