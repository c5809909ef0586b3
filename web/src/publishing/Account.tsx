// The account of a text: every table with its outcome, every line with its kind.
import { useState } from 'preact/hooks';
import { ActAccountDocument } from '../api/generated/graphql';
import { useQuery } from '../api/useQuery';
import { Skeleton, TroubleNote } from '../page/Trouble';
import { usePublishingWords } from './words';

export function Account({ job }: { job: string }) {
  const words = usePublishingWords();
  const { data, error, reload } = useQuery(ActAccountDocument, { id: job, after: null });
  const account = data?.actJob?.account;
  if (error) return <TroubleNote error={error} retry={reload} />;
  if (!account) return <Skeleton lines={6} />;
  const tables = account.tables.edges;
  return (
    <section>
      <h2>{words.account}</h2>
      <h3>{words.tables}</h3>
      {tables.length === 0 && <p>{words.noTables}</p>}
      <ul class="rows">
        {tables.map(({ node }) => (
          <li key={node.first}>
            {words.span(node.first, node.last)}: <strong>{words.runs[node.outcome]}</strong>
            {node.outcome === 'READ' && `, ${words.rowCount(node.rows)}`}
            {node.title && <span class="detail">{node.title}</span>}
            {node.reason && (
              <span class="detail" lang="en">
                {node.reason}
              </span>
            )}
          </li>
        ))}
      </ul>
      <details class="section">
        <summary>
          <h3>
            {words.lines}: {account.lines.totalCount}
          </h3>
        </summary>
        <Lines job={job} after={null} />
      </details>
    </section>
  );
}

/** A page of lines, with a button for the next one. */
function Lines({ job, after }: { job: string; after: string | null }) {
  const words = usePublishingWords();
  const [more, setMore] = useState(false);
  const { data, error, reload } = useQuery(ActAccountDocument, { id: job, after });
  const lines = data?.actJob?.account?.lines;
  if (error) return <TroubleNote error={error} retry={reload} />;
  if (!lines) return <Skeleton />;
  const { hasNextPage, endCursor } = lines.pageInfo;
  return (
    <>
      <ol class="account" start={lines.edges[0]?.node.line}>
        {lines.edges
          .filter(({ node }) => node.kind !== 'BLANK')
          .map(({ node }) => (
            <li key={node.line} value={node.line} class={node.kind.toLowerCase()}>
              <span class="kind">{words.lineKinds[node.kind]}</span> {node.text}
              {node.reason && (
                <span class="detail" lang="en">
                  {node.reason}
                </span>
              )}
            </li>
          ))}
      </ol>
      {hasNextPage &&
        (more ? (
          <Lines job={job} after={endCursor ?? null} />
        ) : (
          <button
            type="button"
            class="button quiet"
            onClick={() => {
              setMore(true);
            }}
          >
            {words.more}
          </button>
        ))}
    </>
  );
}
