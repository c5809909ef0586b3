// The nearest public service centres from a place.
import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { NearestPscDocument, PlaceNameDocument } from '../api/generated/graphql';
import { useQuery } from '../api/useQuery';
import { boundsOf, useScene } from '../map/scene';
import { pointOf, pointText, query, slugOf } from '../page/address';
import { Skeleton, TroubleNote } from '../page/Trouble';
import { useTitle } from '../page/useTitle';
import { PlacePicker, type Asked, type Found } from '../places/PlacePicker';
import { usePlaceByName } from '../places/usePlaceByName';
import { around } from '../places/unit';
import { MaybeService, UnderstoodLine } from '../answers/Understood';
import { useAnswerWords } from '../words/answering';
import { codeOf, useLanguage, useWords } from '../words/language';
import { OfficeCard } from './OfficeCard';

const STEP = 5;

export function NearestPage() {
  const words = useWords();
  const more = useAnswerWords();
  const language = useLanguage();
  const code = codeOf(language);
  const { query: params, route } = useLocation();
  const [first, setFirst] = useState(STEP);
  // One moment a visit: "open now" must not ask anew at every drawing.
  const [now] = useState(() => new Date().toISOString());
  const onlyOpen = params.open === 'now';
  const byName = usePlaceByName(params.name ?? null);
  const former = params.was ?? (byName.isFormer ? params.name : null);
  const unit = params.place ?? byName.unit;
  const named = useQuery(PlaceNameDocument, unit ? { id: unit, language: code } : null);
  const place = named.data?.administrativeUnit ?? null;
  const given = pointOf(params.point);
  const from = given ?? place?.location ?? null;
  const { data, error, loading, reload } = useQuery(
    NearestPscDocument,
    from
      ? {
          to: { latitude: from.latitude, longitude: from.longitude },
          first,
          openAt: onlyOpen ? now : null,
          service: null,
          language: code,
        }
      : null,
  );
  const edges = data?.nearestPsc?.edges ?? [];
  const someHours = edges.some(({ node }) => node.openNow.state !== 'UNKNOWN');
  useTitle(words.nearest.title);
  useScene(
    {
      offices: edges.map(({ node }, index) => ({
        ...node,
        location: node.location ?? null,
        chief: index < 3,
      })),
      place: given
        ? { name: words.map.you, point: { ...given, precision: 'BUILDING', errorMeters: 0 } }
        : place?.location
          ? { name: place.name, point: place.location }
          : null,
      bounds: boundsOf([
        ...(from ? [from] : []),
        ...edges.slice(0, 3).flatMap(({ node }) => node.location ?? []),
      ]),
    },
    JSON.stringify([given, place?.id, language, edges.map(({ node }) => node.id)]),
  );
  const go = (asked: Asked | null, open = onlyOpen, was: string | null = null) => {
    setFirst(STEP);
    route(
      `/${language}/nearest${query({
        place: asked && 'unit' in asked ? asked.unit : null,
        point: asked && 'point' in asked ? pointText(asked.point) : null,
        name: asked && 'name' in asked ? asked.name : null,
        was,
        open: open ? 'now' : null,
      })}`,
    );
  };
  const onFound = (found: Found) => {
    if (found.type === 'place') go({ unit: found.unit.id }, onlyOpen, found.former);
    else if (found.type === 'office') route(`/${language}/offices/${slugOf(found.id)}`);
  };
  const current: Asked | null = given ? { point: given } : unit ? { unit } : null;
  const trouble = error ?? named.error ?? byName.error;
  return (
    <>
      <h1>{words.nearest.title}</h1>
      {!from && <p>{words.nearest.lead}</p>}
      <PlacePicker
        label={words.search.place}
        placeholder={words.search.placePlaceholder}
        chosen={
          given
            ? words.search.point
            : place
              ? [place.name, around(place)].filter(Boolean).join(', ')
              : (params.name ?? '')
        }
        autofocus={!from}
        onFound={onFound}
        onAsked={(asked) => {
          go(asked);
        }}
        onClear={() => {
          if (from) go(null);
        }}
      />
      <UnderstoodLine line={params.ask ?? null} />
      {(onlyOpen || someHours) && (
        <label class="check">
          <input
            type="checkbox"
            checked={onlyOpen}
            onChange={(event) => {
              go(current, event.currentTarget.checked, params.was ?? null);
            }}
          />
          {more.open.onlyOpen}
        </label>
      )}
      {!onlyOpen && !someHours && edges.length > 0 && <p class="detail">{more.open.unknownAll}</p>}
      {former && place && <p class="note">{more.formerName(former, place.name)}</p>}
      {byName.candidates.length > 0 && (
        <section>
          <h2>{byName.isMisspelt ? more.meant : words.outcomes.AMBIGUOUS_PLACE}</h2>
          <ul class="rows">
            {byName.candidates.map((candidate) => (
              <li key={candidate.id}>
                <button
                  type="button"
                  class="row"
                  onClick={() => {
                    go({ unit: candidate.id });
                  }}
                >
                  {candidate.name}
                  <span class="detail">{around(candidate)}</span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
      {byName.unknown && (
        <>
          <p class="note" role="alert">
            {words.outcomes.UNKNOWN_PLACE}. {words.outcomeHelp.UNKNOWN_PLACE}
          </p>
          <MaybeService name={params.name ?? ''} />
        </>
      )}

      {data?.nearestPsc?.originIsAbroad && (
        <p class="note" role="status">
          {words.outcomes.ABROAD}. {words.outcomeHelp.ABROAD}
        </p>
      )}
      {trouble && <TroubleNote error={trouble} retry={reload} />}
      {(loading || named.loading) && edges.length === 0 && <Skeleton lines={8} />}
      {edges.map((edge) => (
        <OfficeCard
          heading="h2"
          key={edge.node.id}
          office={edge.node}
          way={{
            metres: edge.distanceMeters,
            error: edge.errorMeters + (given ? 0 : (place?.location?.errorMeters ?? 0)),
            from: given ? null : place?.id,
          }}
        />
      ))}
      {data && edges.length === 0 && (
        <p class="note">{onlyOpen ? words.nearest.noneOpen : words.nearest.none}</p>
      )}
      {data?.nearestPsc?.pageInfo.hasNextPage && (
        <button
          type="button"
          class="button quiet"
          onClick={() => {
            setFirst(first + STEP);
          }}
        >
          {words.nearest.more}
        </button>
      )}
    </>
  );
}
