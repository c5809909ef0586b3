// One office in a list: what it is, how far, whether it is open, how to reach it.
import type { ComponentChildren } from 'preact';
import type { OfficeCardFragment, ProvisionRole } from '../api/generated/graphql';
import { KIND_COLOURS } from '../map/colours';
import { Mark } from '../map/Legend';
import { Link } from '../page/Link';
import { slugOf } from '../page/address';
import { distance } from '../words/format';
import { useLanguage, useWords } from '../words/language';
import { Contacts } from './Contacts';
import { OpenNow } from './OpenNow';
import { shapeOf } from './precision';

export interface Way {
  metres: number;
  /** How far off it may be. */
  error: number;
}

interface Props {
  office: OfficeCardFragment;
  roles?: readonly ProvisionRole[];
  way?: Way | null;
  children?: ComponentChildren;
}

export function OfficeCard({ office, roles = [], way = null, children }: Props) {
  const words = useWords();
  return (
    <article class="card office">
      <h3>
        <Mark shape={shapeOf(office.location)} colour={KIND_COLOURS[office.kind]} />
        <Link to={`/offices/${slugOf(office.id)}`}>{office.name}</Link>
      </h3>
      <p class="facts">
        <span>{words.officeKinds[office.kind]}</span>
        {roles.length > 0 && <span>{roles.map((role) => words.roles[role]).join(', ')}</span>}
      </p>
      {way && <WayLine way={way} />}
      <OpenNow open={office.openNow} />
      {office.address && (
        <address lang={office.address.language.toLowerCase()}>{office.address.full}</address>
      )}
      <Contacts contacts={office.contacts} />
      {children}
    </article>
  );
}

/** A distance with how far off it may be: "about 74 km from you (±6 km), as the crow flies". */
export function WayLine({ way }: { way: Way }) {
  const words = useWords().distances;
  const language = useLanguage();
  const text = distance(language, way.metres);
  const rough = way.error > way.metres * 0.05;
  return (
    <p class="way-line">
      {rough ? words.rough(text, distance(language, way.error)) : words.from(text)}
      <span class="detail">, {words.straight}</span>
    </p>
  );
}
