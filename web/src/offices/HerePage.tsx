// Offices at one point of the map: marks overlap, so they are listed with a search and filters.
import { useState } from 'preact/hooks';
import { type OfficeKind, OfficesByIdsDocument, OfficesHereDocument } from '../api/generated/graphql';
import { useQuery } from '../api/useQuery';
import { boundsOf, useScene } from '../map/scene';
import { idOf, pointOf } from '../page/address';
import { NotFound, Skeleton, TroubleNote } from '../page/Trouble';
import { useTitle } from '../page/useTitle';
import { codeOf, useLanguage, useWords } from '../words/language';
import { OfficeCard } from './OfficeCard';
import { OfficeRows, type OfficeLine } from './OfficeRows';

/** Degrees north and south of the point, about 100 m: closer points cannot be tapped apart. */
const AROUND = 0.0009;
const MOST = 200;

export function HerePage({ ids, point }: { ids: readonly string[]; point: string | undefined }) {
  const at = pointOf(point);
  if (at) return <HereAt latitude={at.latitude} longitude={at.longitude} />;
  return point ? <NotFound /> : <HereNamed ids={ids} />;
}

/** All offices at a point: there may be dozens. */
function HereAt({ latitude, longitude }: { latitude: number; longitude: number }) {
  const words = useWords();
  const language = useLanguage();
  // Degrees of longitude are about 1.6 times shorter here.
  const box = {
    west: longitude - AROUND * 1.6,
    south: latitude - AROUND,
    east: longitude + AROUND * 1.6,
    north: latitude + AROUND,
  };
  const { data, error, reload } = useQuery(OfficesHereDocument, {
    box,
    first: MOST,
    language: codeOf(language),
  });
  const offices = (data?.offices?.edges ?? []).map(({ node }) => node);
  const title = words.office.here(data?.offices?.totalCount ?? 0);
  useTitle(data ? title : null);
  useHere(offices, `${latitude.toString()},${longitude.toString()}`);
  if (error) return <TroubleNote error={error} retry={reload} />;
  if (!data) return <Skeleton lines={8} />;
  return (
    <>
      <h1>{title}</h1>
      <Filtered offices={offices} />
    </>
  );
}

function Filtered({ offices }: { offices: readonly OfficeLine[] }) {
  const words = useWords();
  const [text, setText] = useState('');
  const [kind, setKind] = useState<OfficeKind | ''>('');
  const kinds = [...new Set(offices.map((office) => office.kind))];
  const shown = offices.filter((office) => (!kind || office.kind === kind) && holds(office, text));
  return (
    <>
      <div class="combobox">
        <label for="here-text">{words.office.hereSearch}</label>
        <div class="field">
          <input
            id="here-text"
            type="search"
            value={text}
            onInput={(event) => {
              setText(event.currentTarget.value);
            }}
          />
        </div>
      </div>
      {kinds.length > 1 && (
        <p>
          <label for="here-kind">{words.office.hereKind}</label>{' '}
          <select
            id="here-kind"
            value={kind}
            onChange={(event) => {
              setKind(event.currentTarget.value as OfficeKind | '');
            }}
          >
            <option value="">{`${words.office.hereAll} (${offices.length.toString()})`}</option>
            {kinds.map((each) => (
              <option key={each} value={each}>
                {`${words.officeKinds[each]} (${offices.filter((office) => office.kind === each).length.toString()})`}
              </option>
            ))}
          </select>
        </p>
      )}
      <p class="detail" role="status">
        {shown.length > 0 ? words.office.hereShown(shown.length, offices.length) : words.office.hereNone}
      </p>
      <OfficeRows offices={shown} />
    </>
  );
}

/** Whether each typed word is in the name or the address. */
function holds(office: OfficeLine, text: string): boolean {
  const line = [office.name, ...office.names.map(({ value }) => value), office.address?.full ?? '']
    .join(' ')
    .toLocaleLowerCase();
  return text
    .toLocaleLowerCase()
    .split(/\s+/)
    .every((word) => line.includes(word));
}

/** The offices that the address names. */
function HereNamed({ ids }: { ids: readonly string[] }) {
  const words = useWords();
  const language = useLanguage();
  const { data, error, reload } = useQuery(OfficesByIdsDocument, {
    ids: ids.slice(0, 50).map((slug) => idOf('Office', slug)),
    language: codeOf(language),
  });
  const offices = (data?.nodes ?? []).flatMap((node) => (node?.__typename === 'Office' ? [node] : []));
  useTitle(words.office.here(ids.length));
  useHere(offices, offices.map(({ id }) => id).join());
  if (error) return <TroubleNote error={error} retry={reload} />;
  if (!data) return <Skeleton lines={8} />;
  return (
    <>
      <h1>{words.office.here(offices.length)}</h1>
      {offices.map((office) => (
        <OfficeCard key={office.id} office={office} heading="h2" />
      ))}
    </>
  );
}

function useHere(offices: readonly Pick<OfficeLine, 'id' | 'kind' | 'name' | 'location'>[], key: string) {
  useScene(
    {
      offices: offices.map((office) => ({
        ...office,
        location: office.location ?? null,
        chief: offices.length === 1,
      })),
      bounds: boundsOf(offices.flatMap(({ location }) => location ?? [])),
    },
    `${key} ${offices.length.toString()}`,
  );
}
