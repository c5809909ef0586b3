// The source of each value of an office, the values that lost to it, and people's changes.
import type { ComponentChildren } from 'preact';
import { OfficeSourcesDocument } from '../api/generated/graphql';
import { useQuery } from '../api/useQuery';
import { Cite } from '../acts/Cite';
import { Skeleton, TroubleNote } from '../page/Trouble';
import { field, moment } from '../words/format';
import { useLanguage, useWords } from '../words/language';
import { shownValue } from '../words/values';
import { Marked, useWordDiff } from './WordDiff';

interface Props {
  id: string;
  /** Actions for a version, after its line. */
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
                  {shownValue(language, each.field, each.value)}{' '}
                  <span class="detail">{each.wins ? words.shown : words.lost}</span>
                </td>
                <td>{each.source ? <Cite source={each.source} /> : words.byPerson}</td>
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
              <Sides change={change} />
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Both values; in long texts the differing words are marked. */
function Sides({ change }: { change: Change }) {
  const language = useLanguage();
  const shown = (text: string) => shownValue(language, change.field, text);
  const [before, after] = [change.before, change.after].map((json) => flat(parsed(json), shown));
  const isText = (before?.length ?? 0) > SHORT && (after?.length ?? 0) > SHORT;
  if (isText) return <TextSides change={change} before={before ?? ''} after={after ?? ''} />;
  return <PlainSides change={change} />;
}

/** Most letters at which two values need no marks. */
const SHORT = 40;

function TextSides({ change, before, after }: { change: Change; before: string; after: string }) {
  const parts = useWordDiff(before, after);
  if (parts === null || parts.every(({ added, removed }) => added || removed))
    return <PlainSides change={change} />;
  return (
    <>
      <td class="before">
        <Marked parts={parts} side="before" />
      </td>
      <td class="after">
        <Marked parts={parts} side="after" />
      </td>
    </>
  );
}

function PlainSides({ change }: { change: Change }) {
  return (
    <>
      <td class="before">
        <Value field={change.field} json={change.before} />
      </td>
      <td class="after">
        <Value field={change.field} json={change.after} />
      </td>
    </>
  );
}

/** A value of the change log, which is JSON, in words. */
export function Value({ field: name, json }: { field: string; json: string | null | undefined }) {
  const language = useLanguage();
  const shown = (text: string) => shownValue(language, name, text);
  const value = parsed(json);
  if (!Array.isArray(value)) return <>{flat(value, shown)}</>;
  return (
    <ul class="statements">
      {value.map((each, index) => (
        <li key={index}>{flat(each, shown)}</li>
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

function flat(value: unknown, shown: (text: string) => string): string {
  if (value === null || value === undefined) return '—';
  if (Array.isArray(value)) return value.map((each) => flat(each, shown)).join('; ');
  if (typeof value === 'object')
    return Object.values(value)
      .map((each) => flat(each, shown))
      .join(' ');
  return typeof value === 'string' ? shown(value) : JSON.stringify(value);
}
