// graphql-eslint over a printed schema: node lint.mjs SDL_FILE. Prints the complaints as JSON.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import graphql from '@graphql-eslint/eslint-plugin';
import { ESLint } from 'eslint';
import { buildSchema, isObjectType } from 'graphql';

const file = resolve(process.argv[2]);
// An identity is asked of what is a Node; an address or a period is a value and has none.
const values = Object.values(buildSchema(readFileSync(file, 'utf8')).getTypeMap())
  .filter((type) => isObjectType(type) && !type.getInterfaces().some(({ name }) => name === 'Node'))
  .map(({ name }) => name);
const config = {
  files: ['**/*.graphql'],
  plugins: { '@graphql-eslint': graphql },
  languageOptions: { parser: graphql.parser, parserOptions: { graphQLConfig: { schema: file } } },
  rules: {
    ...graphql.configs['flat/schema-recommended'].rules,
    ...graphql.configs['flat/schema-relay'].rules,
    '@graphql-eslint/strict-id-in-types': ['error', { exceptions: { types: values } }],
    // Relay asks for edges where a list is paged; the names of one office are a list that cannot grow.
    '@graphql-eslint/relay-edge-types': ['error', { listTypeCanWrapOnlyEdgeType: false }],
  },
};
// A position has the identity of its subject, which stands in it: as a Node of its own it would be a second one.
// Uploads, staged acts and jobs are for publishers alone, while `node` answers everybody; what a job found has
// no identity beside its job. A change for mirrors is a value of its edition, faults are one of their office.
const valuesInEdges = new Set([
  'PositionStatusEdge',
  ...['Upload', 'Job', 'Line', 'Run', 'Total', 'Change', 'Doubt', 'Unread', 'Problem', 'Notice'].map((each) => `Act${each}Edge`),
  'StagedActEdge',
  'RecordChangeEdge',
  'OfficeFaultsEdge',
]);
const lines = readFileSync(file, 'utf8').split('\n');
const typeAt = (line) => {
  const before = lines.slice(0, line).reverse();
  return before.map((text) => /^type (\w+)/.exec(text)?.[1]).find((name) => name !== undefined);
};
const isMeant = ({ ruleId, line }) =>
  ruleId === '@graphql-eslint/relay-edge-types' && valuesInEdges.has(typeAt(line));
const eslint = new ESLint({ overrideConfigFile: true, overrideConfig: [config], cwd: resolve(file, '..') });
const [result] = await eslint.lintText(readFileSync(file, 'utf8'), { filePath: file });
console.log(JSON.stringify(result.messages.filter((message) => !isMeant(message)).map(({ ruleId, message, line }) => ({ ruleId, message, line }))));
