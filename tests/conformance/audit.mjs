// The GraphQL over HTTP audit of the reference implementation: node audit.mjs URL. Prints one result a line.
import { auditServer } from 'graphql-http';

for (const result of await auditServer({ url: process.argv[2] })) {
  console.log(JSON.stringify({ id: result.id, name: result.name, status: result.status, reason: result.reason }));
}
