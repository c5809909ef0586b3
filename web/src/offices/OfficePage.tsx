// An office: all facts of the registry with their sources.
import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { token } from '../account/session';
import { OfficeDocument, type OfficeQuery } from '../api/generated/graphql';
import { useQuery } from '../api/useQuery';
import { Cite, Cites } from '../acts/Cite';
import { useScene, boundsOf } from '../map/scene';
import { Later } from '../page/Later';
import { Link } from '../page/Link';
import { idOf, query, slugOf } from '../page/address';
import { Skeleton, TroubleNote } from '../page/Trouble';
import { useTitle } from '../page/useTitle';
import { around } from '../places/unit';
import { day, distance } from '../words/format';
import { hours } from '../words/hours';
import { codeOf, useLanguage, useWords } from '../words/language';
import { Age, CallCentre, Wrong } from './Age';
import { Contacts } from './Contacts';
import { Doing } from './Doing';
import { langOf } from './OfficeCard';
import { OpenNow } from './OpenNow';
import { Sources } from './Sources';

type Office = NonNullable<OfficeQuery['office']>;

export function OfficePage({ id }: { id: string }) {
  const language = useLanguage();
  const { data, error, loading, reload } = useQuery(OfficeDocument, {
    id: idOf('Office', id),
    language: codeOf(language),
  });
  const office = data?.office ?? null;
  useTitle(office?.name ?? null);
  useScene(
    office
      ? {
          offices: [{ ...office, location: office.location ?? null, chief: true }],
          bounds: office.location ? boundsOf([office.location], 0.08) : null,
        }
      : {},
    office?.id ?? '',
  );
  if (error && !office) return <TroubleNote error={error} retry={reload} />;
  if (!office) return loading ? <Skeleton lines={9} /> : null;
  return <OfficeFacts office={office} />;
}

const sentNote = () => import('../desk/Sent').then((module) => module.Sent);
const deskWays = () => import('../desk/OfficeWays').then((module) => module.OfficeWays);
const revert = () => import('./Revert').then((module) => module.Revert);

function OfficeFacts({ office }: { office: Office }) {
  const words = useWords();
  const language = useLanguage();
  const [told, setTold] = useState(false);
  const { sent } = useLocation().query;
  const signedIn = token() !== null;
  const slug = slugOf(office.id);
  const others = office.names.filter((name) => name.value !== office.name);
  const { location } = office;
  return (
    <article class="office-page">
      <p class="kicker">{words.officeKinds[office.kind]}</p>
      <h1 lang={langOf(office, language)}>{office.name}</h1>
      {others.length > 0 && (
        <ul class="names">
          {others.map((name) => (
            <li key={name.language + name.value} lang={name.language.toLowerCase()}>
              {name.value}
              {name.isTransliteration && <span class="detail"> ({words.office.transliterated})</span>}
              {name.origin === 'COMPOSED' && <span class="detail"> ({words.office.composed})</span>}
            </li>
          ))}
        </ul>
      )}
      {sent && (
        <p class="note good" role="status">
          {sent === 'proposed' ? words.office.proposed : words.office.saved(office.version)}
        </p>
      )}
      {sent && <Later load={sentNote} with={{ id: office.id, isProposal: sent === 'proposed' }} />}
      {office.status === 'CLOSED' && <p class="note">{words.office.closed}</p>}
      <OpenNow open={office.openNow} />
      <Doing office={office} />
      <CallCentre office={office} />
      <Age office={office} />
      <Wrong office={office} />

      <dl class="facts-list">
        <dt>{words.office.address}</dt>
        <dd>
          {office.address ? (
            <address lang={office.address.language.toLowerCase()}>{office.address.full}</address>
          ) : (
            '—'
          )}
          {office.settlement && (
            <Link to={`/places/${office.settlement.id}`}>
              {office.settlement.name}, {around(office.settlement)}
            </Link>
          )}
        </dd>
        <dt>{words.office.contacts}</dt>
        <dd>
          {office.contacts.length > 0 ? <Contacts contacts={office.contacts} /> : words.office.noContacts}
        </dd>
        <dt>{words.office.hours}</dt>
        <dd>
          {office.schedules.length === 0 && words.office.noHours}
          {office.schedules.map((schedule) => (
            <div key={schedule.purpose + schedule.openingHours}>
              {words.office.purposes[schedule.purpose]}: {hours(language, schedule.openingHours)}
              {schedule.breaks && (
                <span class="detail">
                  , {words.office.breaks} {hours(language, schedule.breaks)}
                </span>
              )}
              {schedule.basis === 'STANDARD' && <span class="detail"> ({words.office.byStandard})</span>}
              {schedule.source && <Cite source={schedule.source} />}
            </div>
          ))}
        </dd>
        <dt>{words.office.mapPoint}</dt>
        <dd>
          {location
            ? `${words.precision[location.precision]} (${words.precision.within(distance(language, location.errorMeters))})`
            : words.precision.none}
        </dd>
        {office.jurisdiction && (
          <>
            <dt>{words.office.covers}</dt>
            <dd>
              {office.jurisdiction.isNationwide && words.office.nationwide}
              <Names units={office.jurisdiction.units} />
            </dd>
          </>
        )}
        {office.organization && (
          <>
            <dt>{words.office.organization}</dt>
            <dd>
              <span lang={langOf(office.organization, language)}>{office.organization.name}</span>
              <Contacts contacts={office.organization.contacts} />
            </dd>
          </>
        )}
        {office.parent && (
          <>
            <dt>{words.office.parent}</dt>
            <dd>
              <Link to={`/offices/${slugOf(office.parent.id)}`}>{office.parent.name}</Link>
            </dd>
          </>
        )}
        {office.lastConfirmedOn && (
          <>
            <dt>{words.office.confirmed}</dt>
            <dd>
              {day(language, office.lastConfirmedOn)}, {words.office.version(office.version)}
            </dd>
          </>
        )}
      </dl>

      {office.provisions.edges.length > 0 && (
        <section>
          <h2>{words.office.services}</h2>
          <ul class="rows">
            {office.provisions.edges.map(({ node }) => (
              <li key={node.id}>
                <Link to={`/services/${slugOf(node.service.id)}`}>{node.service.name}</Link>
                <p class="detail">{node.roles.map((role) => words.roles[role]).join(', ')}</p>
                <Cites sources={node.basis.slice(0, 3)} />
              </li>
            ))}
          </ul>
        </section>
      )}
      {office.posts.length > 0 && (
        <section>
          <h2>{words.office.posts}</h2>
          <ul class="rows">
            {office.posts.map((post, index) => (
              <li key={index}>
                {post.title}
                <p class="detail">
                  {post.room && `${words.office.room} ${post.room}. `}
                  {post.reception.map((each) => hours(language, each.openingHours)).join('; ')}
                </p>
                <Contacts contacts={post.contacts} />
                {post.source && <Cite source={post.source} quote={post.reception.length === 0} />}
              </li>
            ))}
          </ul>
        </section>
      )}
      {office.branches.edges.length > 0 && (
        <section>
          <h2>{words.office.branches}</h2>
          <ul class="rows">
            {office.branches.edges.map(({ node }) => (
              <li key={node.id}>
                <Link to={`/offices/${slugOf(node.id)}`}>{node.name}</Link>
              </li>
            ))}
          </ul>
        </section>
      )}
      <details
        class="section"
        onToggle={(event) => {
          setTold(event.currentTarget.open);
        }}
      >
        <summary>
          {words.office.provenance}. {words.office.history}
        </summary>
        {told && (
          <Sources
            id={office.id}
            {...(signedIn
              ? {
                  onVersion: (version: number) =>
                    version > 1 && (
                      <Later
                        load={revert}
                        with={{
                          id: office.id,
                          version: office.version,
                          to: version - 1,
                        }}
                      />
                    ),
                }
              : {})}
          />
        )}
      </details>
      <p class="actions">
        <Link class="button quiet" to={`/offices/${slug}/edit`}>
          {words.office.edit}
        </Link>
        <Link class="button quiet" to={`/here${query({ offices: slug })}`}>
          {words.office.mapPoint}
        </Link>
        <a href={`/offices/${slug}.jsonld`}>{words.office.data}</a>
      </p>
      {signedIn && office.status !== 'CLOSED' && <Later load={deskWays} with={{ slug }} />}
    </article>
  );
}

function Names({
  units,
}: {
  units: { totalCount: number; edges: readonly { node: { id: string; name: string } }[] };
}) {
  const words = useWords();
  return (
    <>
      {units.edges.map(({ node }, index) => (
        <span key={node.id}>
          {index > 0 && ', '}
          <Link to={`/places/${node.id}`}>{node.name}</Link>
        </span>
      ))}
      {units.totalCount > units.edges.length && (
        <span class="detail"> {words.places.shownOf(units.edges.length, units.totalCount)}</span>
      )}
    </>
  );
}
