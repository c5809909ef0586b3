// GraphiQL over this server's own API; its editors' workers come from beside the script.
import 'graphiql/style.css';
import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { GraphiQL } from 'graphiql';
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';

const WORKERS = { json: 'json.worker.js', graphql: 'graphql.worker.js' };
globalThis.MonacoEnvironment = {
  getWorker: (_, label) => new Worker(`/graphql/assets/${WORKERS[label] ?? 'editor.worker.js'}`),
};

const start = `# Which office serves the village Кына for the pre-school queue, and by which row of which act?
{
  officeFor(serviceId: "PublicService:preschool-queue", place: { name: "Кына" }) {
    outcome
    lawStatus
    provisions {
      office { name contacts { kind value } }
      roles
      basis { act { number adoptedOn } standard annex row }
    }
    explanation { text(language: RU) }
  }
}
`;
const given = new URLSearchParams(location.search);
const live = new URL('/graphql', location.href.replace(/^http/, 'ws'));
const fetcher = createGraphiQLFetcher({ url: '/graphql', subscriptionUrl: live.href });

createRoot(document.getElementById('graphiql')).render(
  createElement(GraphiQL, {
    fetcher,
    defaultQuery: start,
    initialQuery: given.get('query') ?? undefined,
    initialVariables: given.get('variables') ?? undefined,
  }),
);
