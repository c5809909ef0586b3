// Offices, one per line: mark of the kind, name, address.
import type { OfficesHereQuery } from '../api/generated/graphql';
import { KIND_COLOURS } from '../map/colours';
import { Mark } from '../map/Legend';
import { Link } from '../page/Link';
import { slugOf } from '../page/address';
import { useLanguage, useWords } from '../words/language';
import { langOf } from './OfficeCard';
import { shapeOf } from './precision';

export type OfficeLine = NonNullable<OfficesHereQuery['offices']>['edges'][number]['node'];

export function OfficeRows({ offices }: { offices: readonly OfficeLine[] }) {
  const words = useWords();
  const language = useLanguage();
  return (
    <ul class="rows">
      {offices.map((office) => (
        <li key={office.id}>
          <Link class="row" to={`/offices/${slugOf(office.id)}`} lang={langOf(office, language)}>
            <span>
              <Mark shape={shapeOf(office.location)} colour={KIND_COLOURS[office.kind]} /> {office.name}
            </span>
            <span class="detail" lang={office.address?.language.toLowerCase() ?? language}>
              {office.address?.full ?? words.officeKinds[office.kind]}
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
