// Offices that could not be located, with the reason; a person who knows the place sets the point.
import { useLocation } from 'preact-iso';
import { type PositionTrouble, UnlocatedDocument, type UnlocatedQuery } from '../api/generated/graphql';
import { useQuery } from '../api/useQuery';
import { useScene } from '../map/scene';
import { Link } from '../page/Link';
import { query, slugOf } from '../page/address';
import { Skeleton, TroubleNote } from '../page/Trouble';
import { useTitle } from '../page/useTitle';
import { useEditingWords } from '../words/editing';
import { codeOf, useLanguage, useWords } from '../words/language';

type Position = NonNullable<UnlocatedQuery['positions']>['edges'][number]['node'];

/** All states but a known settlement: these matter for a map of the country. */
const URGENT: PositionTrouble[] = ['NO_PLACE', 'NOT_FOUND', 'AMBIGUOUS', 'REFUSED', 'TAKEN_AWAY'];

export function PositionsPage() {
  const words = useEditingWords();
  const language = useLanguage();
  const { query: params, route } = useLocation();
  const all = params.houses === 'all';
  const { data, error, loading, reload } = useQuery(UnlocatedDocument, {
    troubles: all ? null : URGENT,
    after: params.after ?? null,
    language: codeOf(language),
  });
  const page = data?.positions ?? null;
  useTitle(words.positions);
  useScene({}, 'positions');
  return (
    <>
      <h1>{words.positions}</h1>
      <p>{words.positionsLead}</p>
      <label class="check">
        <input
          type="checkbox"
          checked={all}
          onChange={(event) => {
            route(`/${language}/positions${query({ houses: event.currentTarget.checked ? 'all' : null })}`);
          }}
        />
        {words.knownSettlement}
      </label>
      {error && <TroubleNote error={error} retry={reload} />}
      {loading && <Skeleton lines={8} />}
      {page?.edges.length === 0 && <p class="note">{words.noneUnlocated}</p>}
      {page?.edges.map(({ cursor, node }) => (
        <Unlocated key={cursor} position={node} />
      ))}
      {page?.pageInfo.hasNextPage && (
        <Link
          class="button quiet"
          to={`/positions${query({ houses: all ? 'all' : null, after: page.pageInfo.endCursor ?? null })}`}
        >
          →
        </Link>
      )}
    </>
  );
}

function Unlocated({ position }: { position: Position }) {
  const words = useEditingWords();
  const { precision } = useWords();
  const { office, location } = position;
  if (!office) return null;
  const slug = slugOf(office.id);
  return (
    <article class="card">
      <h2>
        <Link to={`/offices/${slug}`}>{office.name}</Link>
      </h2>
      {office.address && <p>{office.address.full}</p>}
      <p class="detail">
        {position.explanation}
        {location && ` · ${precision[location.precision]}`}
      </p>
      {position.notes.length > 0 && <p class="detail">{position.notes.join('; ')}</p>}
      <p class="actions">
        <Link class="button quiet" to={`/offices/${slug}/edit`}>
          {words.setPin}
        </Link>
      </p>
    </article>
  );
}
