// Offices that share a point of the map: marks cannot tell them apart, a list can.
import { OfficesByIdsDocument } from '../api/generated/graphql';
import { useQuery } from '../api/useQuery';
import { boundsOf, useScene } from '../map/scene';
import { idOf } from '../page/address';
import { Skeleton, TroubleNote } from '../page/Trouble';
import { useTitle } from '../page/useTitle';
import { codeOf, useLanguage, useWords } from '../words/language';
import { OfficeCard } from './OfficeCard';

export function HerePage({ ids }: { ids: readonly string[] }) {
  const words = useWords();
  const language = useLanguage();
  const { data, error, reload } = useQuery(OfficesByIdsDocument, {
    ids: ids.slice(0, 50).map((slug) => idOf('Office', slug)),
    language: codeOf(language),
  });
  const offices = (data?.nodes ?? []).flatMap((node) => (node?.__typename === 'Office' ? [node] : []));
  useTitle(words.office.here(ids.length));
  useScene(
    {
      offices: offices.map((office) => ({
        ...office,
        location: office.location ?? null,
        chief: offices.length === 1,
      })),
      bounds: boundsOf(offices.flatMap(({ location }) => location ?? [])),
    },
    offices.map(({ id }) => id).join(),
  );
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
