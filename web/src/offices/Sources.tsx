// Where each value of an office comes from, who lost to it, and what people changed.
import type { ComponentChildren } from 'preact';
import { OfficeSourcesDocument } from '../api/generated/graphql';
import { useQuery } from '../api/useQuery';
import { Cite } from '../acts/Cite';
import { Printed } from '../acts/Printed';
import { Skeleton, TroubleNote } from '../page/Trouble';
import { field, moment } from '../words/format';
import { useLanguage, useWords } from '../words/language';

interface Props {
  id: string;
  /** What may be done with a version, after its line. */
  onVersion?: (version: number) => ComponentChildren;
}

export function Sources({ id, onVersion }: Props) {
  const words = useWords().office;
  const language = useLanguage();
  const { data, error, reload } = useQuery(OfficeSourcesDocument, { id });
  if (error) return <TroubleNote error={error} retry={reload} />;
  if (!data?.office) return <Skeleton />;
  const { provenance, history } = data.office;
  return (
    <>
      <div class="wide" tabIndex={0} role="region" aria-label={words.provenance}>
        <table>
          <thead>
            <tr>
              <th scope="col">{words.field}</th>
              <th scope="col">{words.value}</th>
              <th scope="col">{words.source}</th>
            </tr>
          </thead>
          <tbody>
            {provenance.map((each, index) => (
              <tr key={index} class={each.wins ? 'wins' : 'lost'}>
                <th scope="row">{field(language, each.field)}</th>
                <td>
                  {each.value} <span class="detail">{each.wins ? words.shown : words.lost}</span>
                </td>
                <td>
                  {each.source ? <Cite source={each.source} /> : words.byPerson}
                  {each.source?.printedRow && (
                    <Printed excerpt={each.source.printedRow} language={each.source.language} />
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <h2>{words.history}</h2>
      {history.edges.length === 0 && <p>{words.noHistory}</p>}
      <ol class="rows history">
        {history.edges.map(({ node }) => (
          <li key={node.id}>
            <strong>{words.version(node.version)}</strong>, {moment(language, node.at)}, {node.actor}
            {node.summary && <p>{node.summary}</p>}
            <Changes changes={node.changes} />
            {onVersion?.(node.version)}
          </li>
        ))}
      </ol>
    </>
  );
}

export interface Change {
  field: string;
  before?: string | null | undefined;
  after?: string | null | undefined;
}

/** Fields before and after; values are JSON text. */
export function Changes({ changes }: { changes: readonly Change[] }) {
  const words = useWords();
  const language = useLanguage();
  return (
    <div class="wide" tabIndex={0} role="region" aria-label={words.services.compare}>
      <table class="diff">
        <thead>
          <tr>
            <th scope="col">{words.office.field}</th>
            <th scope="col">{words.services.before}</th>
            <th scope="col">{words.services.after}</th>
          </tr>
        </thead>
        <tbody>
          {changes.map((change) => (
            <tr key={change.field}>
              <th scope="row">{field(language, change.field)}</th>
              <td class="before">
                <Value json={change.before} />
              </td>
              <td class="after">
                <Value json={change.after} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Value({ json }: { json: string | null | undefined }) {
  const value = parsed(json);
  if (!Array.isArray(value)) return <>{flat(value)}</>;
  return (
    <ul class="statements">
      {value.map((each, index) => (
        <li key={index}>{flat(each)}</li>
      ))}
    </ul>
  );
}

function parsed(json: string | null | undefined): unknown {
  if (json == null) return null;
  try {
    return JSON.parse(json) as unknown;
  } catch {
    return json;
  }
}

function flat(value: unknown): string {
  if (value === null || value === undefined) return '—';
  if (Array.isArray(value)) return value.map(flat).join('; ');
  if (typeof value === 'object') return Object.values(value).map(flat).join(' ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}
