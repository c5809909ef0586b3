// One office in a list: what it is, how far, whether it is open, how to reach it, how sure that is.
import type { ComponentChildren } from 'preact';
import type { OfficeCardFragment, ProvisionRole } from '../api/generated/graphql';
import { KIND_COLOURS } from '../map/colours';
import { Mark } from '../map/Legend';
import { Link } from '../page/Link';
import { slugOf } from '../page/address';
import { useLanguage, useWords } from '../words/language';
import { Age, CallCentre, Wrong } from './Age';
import { Contacts } from './Contacts';
import { Doing } from './Doing';
import { OpenNow } from './OpenNow';
import { shapeOf } from './precision';
import { type Way, WayLine } from './Way';

export type { Way };

interface Props {
  office: OfficeCardFragment;
  roles?: readonly ProvisionRole[];
  way?: Way | null;
  /** Why it is shown, in a few words. */
  why?: string | null;
  /** Words that make the card the answer: "Go to". */
  goTo?: string;
  /** The heading of its name: one below that of the page or the section. */
  heading?: 'h2' | 'h3';
  /** What the card of an answer shares. */
  shared?: string;
  children?: ComponentChildren;
}

export function OfficeCard(props: Props) {
  const { office, roles = [], way = null, why, goTo, shared, heading: Heading = 'h3', children } = props;
  const words = useWords();
  const language = useLanguage();
  const mark = <Mark shape={shapeOf(office.location)} colour={KIND_COLOURS[office.kind]} />;
  const name = (
    <Link to={`/offices/${slugOf(office.id)}`} lang={langOf(office, language)}>
      {office.name}
    </Link>
  );
  return (
    <article class={goTo ? 'card office primary' : 'card office'}>
      {goTo ? (
        <h2>
          {mark} {goTo} {name}
        </h2>
      ) : (
        <Heading class="name">
          {mark} {name}
        </Heading>
      )}
      <p class="facts">
        <span>{words.officeKinds[office.kind]}</span>
        {roles.length > 0 && <span>{roles.map((role) => words.roles[role]).join(', ')}</span>}
        {why && <span>{why}</span>}
      </p>
      {way && <WayLine way={way} office={office} />}
      <OpenNow open={office.openNow} />
      {office.address && (
        <address lang={office.address.language.toLowerCase()}>{office.address.full}</address>
      )}
      {!office.address && office.settlement && <p>{office.settlement.name}</p>}
      <Contacts contacts={office.contacts} />
      {goTo && <Doing office={office} shared={shared} />}
      <CallCentre office={office} />
      {children}
      <Age office={office} />
      <Wrong office={office} />
    </article>
  );
}

/** The language of a name that is in another one than the page. */
export function langOf(
  named: { name: string; names: readonly { value: string; language: string }[] },
  language: string,
): string | undefined {
  const found = named.names
    .filter(({ value }) => value === named.name)
    .map((each) => each.language.toLowerCase());
  return found.length === 0 || found.includes(language) ? undefined : found[0];
}
