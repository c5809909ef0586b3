// An editor's rights, and the offices of the territory with missing or doubtful facts.
import { useLocation } from 'preact-iso';
import { useViewer, type Viewer } from '../account/useViewer';
import {
  DeskDocument,
  DeskProgressDocument,
  type DeskQuery,
  type DeskProgressQuery,
  type OfficeFault,
} from '../api/generated/graphql';
import { useQuery } from '../api/useQuery';
import { boundsOf, useScene } from '../map/scene';
import { Link } from '../page/Link';
import { query, slugOf } from '../page/address';
import { Skeleton, TroubleNote } from '../page/Trouble';
import { useTitle } from '../page/useTitle';
import { useEditingWords } from '../words/editing';
import { field } from '../words/format';
import { codeOf, type Language, useLanguage } from '../words/language';
import { Expiry } from './Signed';
import { SignFirst } from './SignFirst';
import { useWorkedOut } from './useWorkedOut';
import { useDeskWords } from './words';

type Line = NonNullable<DeskQuery['officeFaults']>['edges'][number]['node'];
type Summary = NonNullable<DeskProgressQuery['officeFaultSummary']>;

export function TerritoryPage() {
  const words = useDeskWords();
  const { viewer, signedIn, error, loading, reload } = useViewer();
  useTitle(words.title);
  if (loading) return <Skeleton lines={8} />;
  if (error && error.trouble !== 'signedOut') return <TroubleNote error={error} retry={reload} />;
  return (
    <>
      <h1>{words.title}</h1>
      {!signedIn || !viewer ? <SignFirst /> : <Territory viewer={viewer} />}
    </>
  );
}

function nameOf(unit: Viewer['territories'][number], language: Language): string {
  return language === 'kk' ? unit.nameKk : language === 'ru' ? unit.nameRu : unit.nameEn;
}

function Rights({ viewer }: { viewer: Viewer }) {
  const words = useDeskWords();
  const { you, roles, roleNames, territories } = useEditingWords();
  const language = useLanguage();
  const may = { EDIT: words.mayEdit, REVIEW: words.mayReview, PUBLISH: words.mayPublish };
  const names = viewer.territories.map((unit) => nameOf(unit, language));
  return (
    <section aria-label={roles}>
      <dl class="facts-list">
        <dt>{you}</dt>
        <dd>{viewer.subject}</dd>
        <dt>{roles}</dt>
        <dd>{viewer.roles.map((role) => roleNames[role] ?? role).join(', ') || '—'}</dd>
        <dt>{territories}</dt>
        <dd>{viewer.isForCountry ? words.country : names.join(', ') || words.noTerritory}</dd>
      </dl>
      <ul>
        {viewer.rights.map((right) => (
          <li key={right}>{may[right]}</li>
        ))}
        {viewer.rights.length === 0 && <li>{words.mayPropose}</li>}
      </ul>
      <Expiry viewer={viewer} />
    </section>
  );
}

function Territory({ viewer }: { viewer: Viewer }) {
  const words = useDeskWords();
  const language = useLanguage();
  const { query: params, route } = useLocation();
  const units = viewer.territories;
  const chosen = units.find(({ id }) => id === params.in);
  const within = chosen ? [chosen.id] : viewer.isForCountry ? null : units.map(({ id }) => id);
  const faults = (params.fault ?? '').split(',').filter((each): each is OfficeFault => each in words.faults);
  const go = (next: { in?: string; fault?: OfficeFault[] }) => {
    const to = { in: params.in ?? '', fault: faults, ...next };
    route(`/${language}/desk${query({ in: to.in, fault: to.fault.join(',') })}`);
  };
  const progress = useWorkedOut(useQuery(DeskProgressDocument, { within }));
  const summary = progress.data?.officeFaultSummary ?? null;
  return (
    <>
      <Rights viewer={viewer} />
      {viewer.rights.includes('EDIT') && (
        <p class="actions">
          <Link class="button quiet" to="/desk/offices/new">
            {words.newOffice}
          </Link>
        </p>
      )}
      <section class="form">
        <h2>{words.territory}</h2>
        {units.length > 1 && (
          <label>
            {words.where}
            <select
              value={chosen?.id ?? ''}
              onChange={(event) => {
                go({ in: event.currentTarget.value });
              }}
            >
              <option value="">{words.everywhere}</option>
              {units.map((unit) => (
                <option key={unit.id} value={unit.id}>
                  {nameOf(unit, language)}
                </option>
              ))}
            </select>
          </label>
        )}
        {progress.error && <TroubleNote error={progress.error} retry={progress.reload} />}
        {progress.loading && <Skeleton lines={6} />}
        {summary && (
          <Filters
            summary={summary}
            chosen={faults}
            onChosen={(fault) => {
              go({ fault });
            }}
          />
        )}
        <Lines within={within} faults={faults} after={params.after ?? null} />
      </section>
    </>
  );
}

interface FiltersProps {
  summary: Summary;
  chosen: OfficeFault[];
  onChosen: (faults: OfficeFault[]) => void;
}

function Filters({ summary, chosen, onChosen }: FiltersProps) {
  const words = useDeskWords();
  const { offices, faultless, counts } = summary;
  return (
    <fieldset class="faults">
      <legend>{words.filter}</legend>
      <p role="status">{words.progress(faultless, offices)}</p>
      {counts.map(({ fault, offices: wrong }) => {
        const done = words.without(offices - wrong, offices);
        return (
          <div key={fault} class="fault">
            <label class="check">
              <input
                type="checkbox"
                checked={chosen.includes(fault)}
                onChange={(event) => {
                  onChosen(
                    event.currentTarget.checked
                      ? [...chosen, fault]
                      : chosen.filter((each) => each !== fault),
                  );
                }}
              />
              {words.faults[fault]}: {wrong}
            </label>
            <progress
              aria-label={`${words.faults[fault]}: ${done}`}
              value={offices - wrong}
              max={Math.max(1, offices)}
            />
            <span class="detail">{done}</span>
          </div>
        );
      })}
    </fieldset>
  );
}

interface LinesProps {
  within: string[] | null;
  faults: OfficeFault[];
  after: string | null;
}

function Lines({ within, faults, after }: LinesProps) {
  const words = useDeskWords();
  const language = useLanguage();
  const { query: params } = useLocation();
  const { data, error, loading, reload } = useWorkedOut(
    useQuery(DeskDocument, {
      within,
      faults: faults.length > 0 ? faults : null,
      after,
      language: codeOf(language),
    }),
  );
  const page = data?.officeFaults ?? null;
  const offices = (page?.edges ?? []).map(({ node }) => node.office);
  const placed = offices.flatMap(({ location }) => (location ? [location] : []));
  useScene(
    {
      offices: offices.map((office) => ({ ...office, location: office.location ?? null, chief: false })),
      bounds: boundsOf(placed, 0.08),
    },
    `desk ${offices.map(({ id }) => id).join(' ')}`,
  );
  if (error) return <TroubleNote error={error} retry={reload} />;
  if (loading) return <Skeleton lines={8} />;
  if (!page) return null;
  const at = (cursor: string | null) =>
    `/desk${query({ in: params.in ?? null, fault: params.fault ?? null, after: cursor })}`;
  return (
    <>
      <p role="status">{page.totalCount > 0 ? words.shown(page.totalCount) : words.nothingLeft}</p>
      {page.edges.map(({ node }) => (
        <OfficeLine key={node.office.id} line={node} />
      ))}
      <p class="actions">
        {after && (
          <Link class="button quiet" to={at(null)}>
            {words.first}
          </Link>
        )}
        {page.pageInfo.hasNextPage && (
          <Link class="button quiet" to={at(page.pageInfo.endCursor ?? null)}>
            {words.next}
          </Link>
        )}
      </p>
    </>
  );
}

function OfficeLine({ line: { office, faults, contradictions } }: { line: Line }) {
  const words = useDeskWords();
  const language = useLanguage();
  const slug = slugOf(office.id);
  const differing = [...new Set(contradictions.map((each) => field(language, each.field)))];
  return (
    <article class="card">
      <h3>
        <Link to={`/offices/${slug}`}>{office.name}</Link>
      </h3>
      {office.address && <p lang={office.address.language.toLowerCase()}>{office.address.full}</p>}
      <ul class="tags">
        {faults.map((fault) => (
          <li key={fault}>{words.faults[fault]}</li>
        ))}
      </ul>
      {differing.length > 0 && (
        <p class="detail">
          {words.differ}: {differing.join(', ')}
        </p>
      )}
      <p class="actions">
        <Link class="button quiet" to={`/offices/${slug}/edit`}>
          {words.correct}
        </Link>
      </p>
    </article>
  );
}
