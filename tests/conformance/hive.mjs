// Asks operations of the engine of Hive Gateway over real subgraphs: node hive.mjs SUPERGRAPH_FILE < operations.json
// where the input and the output are those of gateway.mjs.
import { readFileSync } from 'node:fs';
import { getStitchedSchemaFromSupergraphSdl } from '@graphql-tools/federation';
import { buildHTTPExecutor } from '@graphql-tools/executor-http';
import { execute, parse } from 'graphql';

let requests = [];
const schema = getStitchedSchemaFromSupergraphSdl({
  supergraphSdl: readFileSync(process.argv[2], 'utf8'),

  onSubschemaConfig(config) {
    const ask = buildHTTPExecutor({ endpoint: config.endpoint ?? config.executor?.endpoint });
    const given = config.executor;
    config.executor = (request) => {
      const lists = Object.values(request.variables ?? {}).filter(Array.isArray);
      requests.push({ subgraph: config.name, representations: lists[0]?.length ?? null });
      return (given ?? ask)(request);
    };
  },
});
const answers = [];
for (const { query, variables } of JSON.parse(readFileSync(0, 'utf8'))) {
  requests = [];
  const { data, errors } = await execute({ schema, document: parse(query), variableValues: variables, contextValue: {} });
  answers.push({ data, errors: errors?.map((one) => ({ message: one.message, extensions: one.extensions })), requests });
}
console.log(JSON.stringify(answers));
process.exit(0);
