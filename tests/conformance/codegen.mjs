// Types for clients: node codegen.mjs SDL_FILE OPERATIONS_FILE... Prints TypeScript.
import { readFileSync } from 'node:fs';
import { codegen } from '@graphql-codegen/core';
import * as schemaTypes from '@graphql-codegen/typescript';
import * as operationTypes from '@graphql-codegen/typescript-operations';
import { parse } from 'graphql';

const [sdl, ...operations] = process.argv.slice(2);
const scalars = { Date: 'string', DateTime: 'string', GeoJSONGeometry: 'object' };
console.log(await codegen({
  schema: parse(readFileSync(sdl, 'utf8')),
  documents: operations.map((location) => ({ location, document: parse(readFileSync(location, 'utf8')) })),
  filename: 'registry.ts',
  config: { strictScalars: true, scalars },
  plugins: [{ typescript: {} }, { 'typescript-operations': {} }],
  pluginMap: { typescript: schemaTypes, 'typescript-operations': operationTypes },
}));
