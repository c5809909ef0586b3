// Merging two offices: which one stays, and which becomes its alias.
import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { ask } from '../api/client';
import { DeskOfficeDocument, type DeskOfficeQuery, OfficeMergeDocument } from '../api/generated/graphql';
import { useQuery } from '../api/useQuery';
import { usePins } from '../map/pins';
import { boundsOf, useScene } from '../map/scene';
import { FIELDS, type Field, text, type Values, valuesOf } from '../offices/draft';
import { NamedPicker } from '../offices/NamedPicker';
import { Problems, problemsElsewhere, problemsOf, useFocusOnProblem } from '../offices/Problems';
import { idOf, query, slugOf } from '../page/address';
import { Skeleton, TroubleNote } from '../page/Trouble';
import { useTitle } from '../page/useTitle';
import { useEditingWords } from '../words/editing';
import { codeOf, useLanguage, useWords } from '../words/language';
import { ReasonFields } from './ReasonFields';
import { ChangeTrouble } from './Signed';
import { linesOf, useChange } from './useChange';
import { useDeskWords } from './words';

type Office = NonNullable<DeskOfficeQuery['office']>;

export function MergePage({ id }: { id: string }) {
  const words = useDeskWords();
  const language = useLanguage();
  const { query: params, route } = useLocation();
  const asked = (slug: string) => ({ id: idOf('Office', slug), language: codeOf(language) });
  const one = useQuery(DeskOfficeDocument, asked(id));
  const other = useQuery(DeskOfficeDocument, params.with ? asked(params.with) : null);
  useTitle(words.merge);
  const into = one.data?.office ?? null;
  const from = other.data?.office ?? null;
  if (one.error && !into) return <TroubleNote error={one.error} retry={one.reload} />;
  if (!into) return <Skeleton />;
  return (
    <>
      <p class="kicker">{into.nameOf}</p>
      <h1>{words.merge}</h1>
      <p>{words.mergeLead}</p>
      <NamedPicker
        kind="office"
        label={words.mergeWith}
        placeholder={words.officePlaceholder}
        chosen={from?.nameOf ?? ''}
        onChoose={({ id: chosen }) => {
          route(`/${language}/desk/offices/${id}/merge${query({ with: slugOf(chosen) })}`);
        }}
      />
      {other.error && <TroubleNote error={other.error} retry={other.reload} />}
      {other.loading && params.with && <Skeleton />}
      {from && <Merging key={`${into.id} ${from.id}`} into={into} from={from} />}
    </>
  );
}

function Merging({ into, from }: { into: Office; from: Office }) {
  const words = useDeskWords();
  const language = useLanguage();
  const { route } = useLocation();
  const [why, setWhy] = useState({ reason: '', evidence: '' });
  const { problems, trouble, busy, send, anew } = useChange();
  useFocusOnProblem(problems);
  const merge = () => {
    void send(
      async (key) => {
        const { officeMerge } = await ask(OfficeMergeDocument, {
          into: into.id,
          version: into.version,
          from: from.id,
          fromVersion: from.version,
          reason: why.reason.trim(),
          evidence: linesOf(why.evidence),
          key,
          language: codeOf(language),
        });
        return officeMerge;
      },
      ({ office }) => {
        const version = office?.version.toString() ?? null;
        route(`/${language}/offices/${slugOf(into.id)}${query({ sent: version })}`);
      },
    );
  };
  return (
    <form
      class="form"
      onInput={anew}
      onSubmit={(event) => {
        event.preventDefault();
        merge();
      }}
    >
      <SideBySide into={into} from={from} />
      <p>
        <button
          type="button"
          class="way"
          onClick={() => {
            route(`/${language}/desk/offices/${slugOf(from.id)}/merge${query({ with: slugOf(into.id) })}`);
          }}
        >
          {words.swap}
        </button>
      </p>
      {trouble && <ChangeTrouble trouble={trouble} />}
      <Problems field="form" problems={problemsElsewhere(problems, ['reason', 'evidence'])} />
      <ReasonFields why={why} problems={problemsOf(problems, 'reason', 'evidence')} onWhy={setWhy} />
      <p class="actions">
        <button type="submit" class="button danger" disabled={busy}>
          {words.mergeNow}
        </button>
      </p>
    </form>
  );
}

function SideBySide({ into, from }: { into: Office; from: Office }) {
  const words = useDeskWords();
  const language = useLanguage();
  const { fields, kind } = useEditingWords();
  const { officeKinds, services } = useWords();
  const [left, right] = [valuesOf(into, language), valuesOf(from, language)];
  const points = [into.location, from.location].flatMap((point) => (point ? [point] : []));
  useScene({ bounds: boundsOf(points) }, `merge ${into.id} ${from.id}`);
  const pin = (office: Office, label: string, look: 'before' | 'after') =>
    office.location ? [{ key: look, point: office.location, label, look }] : [];
  usePins(
    { pins: [...pin(into, words.keeps, 'after'), ...pin(from, words.goes, 'before')], onMoved: null },
    `merge ${into.id} ${from.id}`,
  );
  const shown = (values: Values, field: Field) =>
    (field === 'kind' && values.kind ? officeKinds[values.kind] : text(values, field)) || '—';
  return (
    <div class="wide" tabIndex={0} role="region" aria-label={services.compare}>
      <table class="diff">
        <thead>
          <tr>
            <th scope="col">{kind}</th>
            <th scope="col">{words.keeps}</th>
            <th scope="col">{words.goes}</th>
          </tr>
        </thead>
        <tbody>
          {FIELDS.map((field) => (
            <tr key={field} class={text(left, field) === text(right, field) ? 'same' : 'differs'}>
              <th scope="row">{fields[field]}</th>
              <td>{shown(left, field)}</td>
              <td>{shown(right, field)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
