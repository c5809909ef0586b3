// A service: its standards by act, one of them in full, and the differences of a later one.
import { useLocation } from 'preact-iso';
import {
  PassportDiffDocument,
  ServiceDocument,
  type ServiceQuery,
  type WordsFragment,
} from '../api/generated/graphql';
import { useQuery } from '../api/useQuery';
import { Cite } from '../acts/Cite';
import { useScene } from '../map/scene';
import { langOf } from '../offices/OfficeCard';
import { Changes } from '../offices/Sources';
import { Link } from '../page/Link';
import { idOf, query, slugOf } from '../page/address';
import { Skeleton, TroubleNote } from '../page/Trouble';
import { useTitle } from '../page/useTitle';
import { day, number } from '../words/format';
import { codeOf, useLanguage, useWords } from '../words/language';
import { Needs, Statements } from './Needs';

type Service = NonNullable<ServiceQuery['publicService']>;
type Passport = Service['passports'][number];

export function ServicePage({ id }: { id: string }) {
  const language = useLanguage();
  const { data, error, loading, reload } = useQuery(ServiceDocument, {
    id: idOf('PublicService', id),
    language: codeOf(language),
  });
  const service = data?.publicService ?? null;
  useTitle(service ? (service.shortName ?? service.name) : null);
  useScene({}, `service ${id}`);
  if (error) return <TroubleNote error={error} retry={reload} />;
  if (!service) return loading ? <Skeleton lines={12} /> : null;
  return <ServiceFacts service={service} />;
}

function ServiceFacts({ service }: { service: Service }) {
  const words = useWords();
  const language = useLanguage();
  const { query: params } = useLocation();
  const { passports, registerEntry } = service;
  const latest = passports.at(-1) ?? null;
  const shown = passports.find(({ id }) => slugOf(id) === params.passport) ?? latest;
  const title = service.shortName ?? service.name;
  const others = service.names.filter(({ value, origin }) => value !== title && origin === 'ORIGINAL');
  const isTranslated = service.names.some(
    ({ value, origin }) => value === service.name && origin === 'TRANSLATED',
  );
  const slug = slugOf(service.id);
  return (
    <article>
      <p class="kicker">{words.kinds.PublicService}</p>
      <h1 lang={title === service.name ? langOf(service, language) : undefined}>{title}</h1>
      {isTranslated && <p class="detail">{words.services.translated}</p>}
      {others.map((name) => (
        <p key={name.value} class="names" lang={name.language.toLowerCase()}>
          {name.value}
        </p>
      ))}
      <p class="actions">
        <Link class="button" to={`/answer${query({ service: slug })}`}>
          {words.services.askWho}
        </Link>
        <Link class="button quiet" to={`/coverage${query({ service: slug })}`}>
          {words.menu.coverage}
        </Link>
      </p>
      <dl class="facts-list">
        {service.registerNumber && (
          <>
            <dt>{words.services.number}</dt>
            <dd>{service.registerNumber}</dd>
          </>
        )}
        {service.responsibleBody && (
          <>
            <dt>{words.services.body}</dt>
            <dd>{service.responsibleBody.name}</dd>
          </>
        )}
        {registerEntry && (
          <>
            <dt>{words.services.providers}</dt>
            <dd lang={registerEntry.source.language.toLowerCase()}>{registerEntry.providers}</dd>
            <dt>{words.services.acceptors}</dt>
            <dd>
              <span lang={registerEntry.source.language.toLowerCase()}>{registerEntry.acceptors}</span>
              <Cite source={registerEntry.source} />
            </dd>
          </>
        )}
      </dl>
      {passports.length > 1 && <Versions service={service} shown={shown} />}
      {shown ? <PassportFacts passport={shown} /> : <p class="note">{words.services.noPassport}</p>}
    </article>
  );
}

function Versions({ service, shown }: { service: Service; shown: Passport | null }) {
  const words = useWords();
  const language = useLanguage();
  const { query: params } = useLocation();
  const slug = slugOf(service.id);
  const [before, after] = (params.compare ?? '').split('..');
  const pairs = service.passports.slice(1).map((to, index) => [service.passports[index], to] as const);
  return (
    <section>
      <h2>{words.services.passports}</h2>
      <ul class="rows">
        {service.passports.map((passport) => (
          <li key={passport.id}>
            <Link
              class="row"
              aria-current={passport === shown ? 'true' : undefined}
              to={`/services/${slug}${query({ passport: slugOf(passport.id) })}`}
            >
              {words.services.passportOf(`№ ${passport.source.act.number}`)}
              <span class="detail">
                {validity(passport, language, words.services)}
                {' · '}
                {words.citation.status[passport.source.act.status]}
              </span>
            </Link>
          </li>
        ))}
      </ul>
      <p class="actions">
        {pairs.map(([from, to]) => {
          if (!from) return null;
          const pair = `${slugOf(from.id)}..${slugOf(to.id)}`;
          return (
            <Link key={pair} class="button quiet" to={`/services/${slug}${query({ compare: pair })}`}>
              {words.services.compare}: № {from.source.act.number} → № {to.source.act.number}
            </Link>
          );
        })}
      </p>
      {before && after && <Diff from={idOf('ServicePassport', before)} to={idOf('ServicePassport', after)} />}
    </section>
  );
}

function validity(
  passport: Passport,
  language: 'kk' | 'ru' | 'en',
  words: { valid: (from: string, to: string) => string; validSince: (from: string) => string },
): string {
  const { from, to } = passport.validity;
  if (!from) return '';
  return to ? words.valid(day(language, from), day(language, to)) : words.validSince(day(language, from));
}

function Diff({ from, to }: { from: string; to: string }) {
  const words = useWords();
  const { data, error, reload } = useQuery(PassportDiffDocument, { from, to });
  if (error) return <TroubleNote error={error} retry={reload} />;
  if (!data?.passportDiff) return <Skeleton lines={6} />;
  const { changes } = data.passportDiff;
  return changes.length > 0 ? <Changes changes={changes} /> : <p>{words.services.same}</p>;
}

function PassportFacts({ passport }: { passport: Passport }) {
  const words = useWords();
  const language = useLanguage();
  const foreign = passport.source.language.toLowerCase() !== language;
  const parts: [string, readonly WordsFragment[]][] = [
    [words.services.recipients, passport.recipients],
    [words.services.result, passport.result],
    [words.services.information, passport.information],
    [words.services.premises, passport.premises],
    [words.services.applicationForms, passport.applicationForms],
    [words.services.submission, passport.submission],
    [words.services.receipts, passport.receipts],
    [words.services.delivery, passport.delivery],
    [words.services.refusal, passport.refusalGrounds],
    [words.services.complaints, passport.complaints],
    [words.services.principles, passport.principles],
    [words.services.laws, passport.legalBasis],
    [words.services.notes, passport.notes],
  ];
  return (
    <>
      {foreign && <p class="detail">{words.services.inActLanguage}.</p>}
      <section>
        <h2>{words.services.channels}</h2>
        <Needs passport={passport} />
      </section>
      {parts.map(
        ([title, statements]) =>
          statements.length > 0 && (
            <section key={title}>
              <h2>{title}</h2>
              <Statements statements={statements} />
            </section>
          ),
      )}
      {passport.steps.length > 0 && (
        <section>
          <h2>{words.services.steps}</h2>
          <ol class="steps">
            {passport.steps.map((step) => (
              <li key={step.number}>
                <span lang={step.source.language.toLowerCase()}>
                  <strong>{step.actor}</strong>: {step.action}
                  {step.deadline && <span class="detail"> {step.deadline.printed}</span>}
                </span>
                <Cite source={step.source} />
              </li>
            ))}
          </ol>
        </section>
      )}
      {passport.qualityTargets.length > 0 && (
        <details class="section">
          <summary>{words.services.quality}</summary>
          <Statements statements={passport.qualityRules} />
          <ul class="statements">
            {passport.qualityTargets.map((target, index) => (
              <li key={index}>
                <span lang={target.source.language.toLowerCase()}>{target.indicator}</span>:{' '}
                {target.normPercent == null ? '—' : `${number(language, target.normPercent, 2)} %`}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}
