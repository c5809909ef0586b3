// Browsing from regions down to villages, unit by unit.
import { RegionsDocument, UnitDocument, type UnitQuery } from '../api/generated/graphql';
import { useQuery } from '../api/useQuery';
import { KIND_COLOURS } from '../map/colours';
import { Mark } from '../map/Legend';
import { boundsOf, boundsOfGeometry, KAZAKHSTAN, useScene } from '../map/scene';
import { langOf } from '../offices/OfficeCard';
import { shapeOf } from '../offices/precision';
import { Link } from '../page/Link';
import { query, slugOf } from '../page/address';
import { Skeleton, TroubleNote } from '../page/Trouble';
import { useTitle } from '../page/useTitle';
import { day } from '../words/format';
import { codeOf, useLanguage, useWords } from '../words/language';

type Unit = NonNullable<UnitQuery['administrativeUnit']>;

export function PlacesPage() {
  const words = useWords();
  const language = useLanguage();
  const { data, error, reload } = useQuery(RegionsDocument, { language: codeOf(language) });
  useTitle(words.places.title);
  useScene({ bounds: [...KAZAKHSTAN] }, 'places');
  if (error) return <TroubleNote error={error} retry={reload} />;
  return (
    <>
      <h1>{words.places.title}</h1>
      <h2>{words.places.regions}</h2>
      {!data && <Skeleton lines={12} />}
      <ul class="rows">
        {(data?.regions ?? []).map((region) => (
          <li key={region.id}>
            <Link class="row" to={`/places/${region.id}`}>
              {region.name}
              <span class="detail">{words.places.districts(region.districts.totalCount)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}

export function PlacePage({ id }: { id: string }) {
  const language = useLanguage();
  const { data, error, loading, reload } = useQuery(UnitDocument, { id, language: codeOf(language) });
  const unit = data?.administrativeUnit ?? null;
  useTitle(unit?.name ?? null);
  const geometry = unit?.boundary ?? unit?.approximateArea ?? null;
  useScene(
    unit
      ? {
          place:
            unit.level === 'SETTLEMENT' && unit.location ? { name: unit.name, point: unit.location } : null,
          outline: geometry ? { geometry, certain: unit.boundary !== null } : null,
          bounds: geometry ? boundsOfGeometry(geometry) : boundsOf(unit.location ? [unit.location] : []),
        }
      : {},
    (unit?.id ?? '') + language,
  );
  if (error) return <TroubleNote error={error} retry={reload} />;
  if (!unit) return loading ? <Skeleton lines={10} /> : null;
  return <UnitFacts unit={unit} />;
}

function UnitFacts({ unit }: { unit: Unit }) {
  const words = useWords();
  const language = useLanguage();
  const others = unit.names.filter(({ value }) => value !== unit.name);
  const rough = unit.boundary == null && unit.approximateArea != null;
  return (
    <article>
      <nav class="crumbs" aria-label={words.places.title}>
        <Link to="/places">{words.places.all}</Link>
        {unit.ancestors.map((each) => (
          <Link key={each.id} to={`/places/${each.id}`}>
            {each.name}
          </Link>
        ))}
      </nav>
      <h1>{unit.name}</h1>
      <p class="actions">
        <Link class="button" to={`/answer${query({ place: unit.id })}`}>
          {words.places.askHere}
        </Link>
        <Link class="button quiet" to={`/nearest${query({ place: unit.id })}`}>
          {words.menu.nearest}
        </Link>
      </p>
      <dl class="facts-list">
        {others.length > 0 && (
          <>
            <dt>{words.places.names}</dt>
            <dd>
              {others.map((name) => (
                <span key={name.language + name.value} lang={name.language.toLowerCase()} class="line">
                  {name.value}
                  {name.isTransliteration && <span class="detail"> ({words.office.transliterated})</span>}
                </span>
              ))}
            </dd>
          </>
        )}
        {unit.katoCode && (
          <>
            <dt>{words.places.kato}</dt>
            <dd>{unit.katoCode}</dd>
          </>
        )}
      </dl>
      {rough && <p class="detail">{words.places.approximate}</p>}
      {unit.children.edges.length > 0 && (
        <section>
          <h2>{words.places.inside[unit.level]}</h2>
          <ul class="rows columns">
            {unit.children.edges.map(({ node }) => (
              <li key={node.id}>
                <Link class="row" to={`/places/${node.id}`}>
                  {node.name}
                </Link>
              </li>
            ))}
          </ul>
          {unit.children.totalCount > unit.children.edges.length && (
            <p class="detail">{words.places.shownOf(unit.children.edges.length, unit.children.totalCount)}</p>
          )}
        </section>
      )}
      <section>
        <h2>{words.places.offices}</h2>
        {unit.offices.edges.length === 0 && <p>{words.places.noOffices}</p>}
        <ul class="rows">
          {unit.offices.edges.map(({ node }) => (
            <li key={node.id}>
              <Link class="row" to={`/offices/${slugOf(node.id)}`}>
                <Mark shape={shapeOf(node.location)} colour={KIND_COLOURS[node.kind]} />
                <span lang={langOf(node, language)}>{node.name}</span>
                <span class="detail">{words.officeKinds[node.kind]}</span>
              </Link>
            </li>
          ))}
        </ul>
        {unit.offices.totalCount > unit.offices.edges.length && (
          <p class="detail">{words.places.shownOf(unit.offices.edges.length, unit.offices.totalCount)}</p>
        )}
      </section>
      {unit.changes.length > 0 && (
        <section>
          <h2>{words.places.changes}</h2>
          <ul class="rows">
            {unit.changes.map((change, index) => (
              <li key={index}>
                {change.on && `${day(language, change.on)}: `}
                {words.places.changeKinds[change.kind]}
                <p class="detail">
                  {[change.from, change.to]
                    .map((units) => units.map(({ name }) => name).join(', '))
                    .filter(Boolean)
                    .join(' → ')}
                  . {change.source}
                </p>
              </li>
            ))}
          </ul>
        </section>
      )}
    </article>
  );
}
