// Composes subgraphs as a router of Apollo Federation does: node compose.mjs OUT NAME=URL=SDL_FILE...
// Prints errors and hints as JSON; writes the supergraph to OUT.
import { readFileSync, writeFileSync } from 'node:fs';
import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';

const [out, ...subgraphs] = process.argv.slice(2);
const composed = composeServices(subgraphs.map((given) => {
  const [name, url, file] = given.split('=');
  return { name, url, typeDefs: parse(readFileSync(file, 'utf8')) };
}));
const told = (problems) => (problems ?? []).map((one) => `${one.extensions?.code ?? one.definition?.code}: ${one.message}`);
if (composed.supergraphSdl) writeFileSync(out, composed.supergraphSdl);
console.log(JSON.stringify({ errors: told(composed.errors), hints: told(composed.hints) }));
