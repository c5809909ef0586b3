// Types and documents of every .graphql file below src/, held against the printed schema of the server.
import { createHash } from 'node:crypto';
import type { CodegenConfig } from '@graphql-codegen/cli';

const config: CodegenConfig = {
  schema: '../tests/schema.graphql',
  documents: 'src/**/*.graphql',
  generates: {
    'src/api/generated/': {
      preset: 'client',
      presetConfig: {
        fragmentMasking: false,
        // The server knows them by their hashes, so that the page reads by addresses that a shared cache can keep.
        persistedDocuments: {
          mode: 'embedHashInDocument',
          hashAlgorithm: (document: string) =>
            createHash('sha256').update(document).digest('base64url').slice(0, 12),
        },
      },
      config: {
        documentMode: 'string',
        enumsAsTypes: true,
        useTypeImports: true,
        strictScalars: true,
        scalars: {
          ID: 'string',
          Date: 'string',
          DateTime: 'string',
          GeoJSONGeometry: 'GeoJSON.Geometry',
        },
      },
    },
  },
};

export default config;
