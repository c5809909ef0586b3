// The generated source of @kense/client: node sdk.mjs SDL_FILE DOCUMENTS_FILE... Prints TypeScript.
import { readFileSync } from 'node:fs';
import { codegen } from '@graphql-codegen/core';
import * as typedDocuments from '@graphql-codegen/typed-document-node';
import * as operationTypes from '@graphql-codegen/typescript-operations';
import { parse } from 'graphql';

const [sdl, ...locations] = process.argv.slice(2);
const scalars = { Date: 'string', DateTime: 'string', GeoJSONGeometry: '{ type: string; [member: string]: unknown }' };
const made = await codegen({
  schema: parse(readFileSync(sdl, 'utf8')),
  documents: locations.map((location) => ({ location, document: parse(readFileSync(location, 'utf8')) })),
  filename: 'generated.ts',
  // A value that a later edition adds is no error of types.
  config: { strictScalars: true, scalars, futureProofEnums: true, useTypeImports: true },
  plugins: [{ 'typescript-operations': {} }, { 'typed-document-node': {} }],
  pluginMap: { 'typescript-operations': operationTypes, 'typed-document-node': typedDocuments },
});
console.log('// Generated from sdk/documents and the schema: `make sdk-sources`.\n' + made.trim());
