// The review of a staged act: counts by territory and service, doubts with both rows side by side, changes.
import { useEffect, useState } from 'preact/hooks';
import { ask } from '../api/client';
import {
  ActActivateDocument,
  ActChangesDocument,
  ActReviewDocument,
  ActReviewedDocument,
  type ActReviewedQuery,
} from '../api/generated/graphql';
import { forget, useQuery } from '../api/useQuery';
import { newKey } from '../offices/draft';
import { slugOf } from '../page/address';
import { Link } from '../page/Link';
import { Skeleton, TroubleNote } from '../page/Trouble';
import { useServices } from '../services/services';
import { field as fieldName } from '../words/format';
import { useLanguage } from '../words/language';
import { shownValue } from '../words/values';
import { JobLine, Refusals } from './Guard';
import { isOpen, useJob } from './jobs';
import { Problems } from './Problems';
import { usePublishingWords } from './words';

type Reviewed = NonNullable<ActReviewedQuery['actJob']>;
type Review = NonNullable<Reviewed['review']>;

export function ReviewWork({ act }: { act: string }) {
  const words = usePublishingWords();
  const reviewing = useJob(null);
  const publishing = useJob(null, forget);
  const { file } = reviewing;
  useEffect(() => {
    file(async () => (await ask(ActReviewDocument, { act, key: newKey() })).actReview);
  }, [act, file]);
  const done = reviewing.job?.state === 'DONE' ? reviewing.job.id : null;
  const { data, error, reload } = useQuery(ActReviewedDocument, done ? { id: done } : null);
  const isPublished = publishing.job?.state === 'DONE';
  const [asked, setAsked] = useState(false);
  return (
    <>
      <h2>{slugOf(act)}</h2>
      <Refusals refused={[...reviewing.refused, ...publishing.refused]} />
      {reviewing.error && !reviewing.job && <TroubleNote error={reviewing.error} />}
      {reviewing.job && !done && <JobLine job={reviewing.job} error={reviewing.error} />}
      {error && <TroubleNote error={error} retry={reload} />}
      {done && !data && !error && <Skeleton lines={8} />}
      {done && data?.actJob?.review && <Told job={done} found={data.actJob} review={data.actJob.review} />}
      {publishing.job && <JobLine job={publishing.job} error={publishing.error} />}
      {publishing.error && !publishing.job && <TroubleNote error={publishing.error} />}
      {done && !isPublished && (
        <p class="actions">
          {asked && <span>{words.confirmActivate}</span>}
          <button
            type="button"
            class="button"
            disabled={publishing.busy || (publishing.job !== null && isOpen(publishing.job))}
            onClick={() => {
              if (!asked) {
                setAsked(true);
                return;
              }
              setAsked(false);
              publishing.file(
                async () => (await ask(ActActivateDocument, { act, key: newKey() })).actActivate,
              );
            }}
          >
            {asked ? words.yes : words.activate}
          </button>
          {asked && (
            <button
              type="button"
              class="button quiet"
              onClick={() => {
                setAsked(false);
              }}
            >
              {words.no}
            </button>
          )}
        </p>
      )}
      {isPublished && (
        <p class="actions">
          <Link class="button quiet" to={`/acts/${slugOf(act)}`}>
            {slugOf(act)}
          </Link>
        </p>
      )}
    </>
  );
}

function Told({ job, found, review }: { job: string; found: Reviewed; review: Review }) {
  const words = usePublishingWords();
  return (
    <>
      <h2>{words.reviewOf(review.edition)}</h2>
      {review.isStagedAgain && <p class="note">{words.stagedAgain}</p>}
      <Totals review={review} />
      <Problems problems={found.problems.edges.map(({ node }) => node)} />
      <Doubts review={review} />
      {review.unread.edges.length > 0 && (
        <section>
          <h2>
            {words.unread}: {review.unread.totalCount}
          </h2>
          <ul class="rows">
            {review.unread.edges.map(({ node }, at) => (
              <li key={at}>
                {node.text}
                <span class="detail">
                  {node.source} · <span lang="en">{node.reason}</span>
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {found.notices.edges.length > 0 && (
        <details class="section">
          <summary>
            <h2>{words.notices}</h2>
          </summary>
          <ul class="rows">
            {found.notices.edges.map(({ node }, at) => (
              <li key={at}>
                {words.noticeKinds[node.kind]}: {node.about}
                <span class="detail" lang="en">
                  {node.text}
                </span>
              </li>
            ))}
          </ul>
        </details>
      )}
      <details class="section">
        <summary>
          <h2>{words.changeList}</h2>
        </summary>
        <Changes job={job} after={null} />
      </details>
    </>
  );
}

function useServiceName(): (slug: string | null | undefined) => string {
  const words = usePublishingWords();
  const services = useServices();
  return (slug) =>
    slug == null
      ? words.officesOnly
      : (services.find(({ id }) => slugOf(id) === slug)?.shortName ??
        services.find(({ id }) => slugOf(id) === slug)?.name ??
        slug);
}

function Totals({ review }: { review: Review }) {
  const words = usePublishingWords();
  const serviceName = useServiceName();
  if (review.totals.edges.length === 0) return <p class="note">{words.noChanges}</p>;
  return (
    <section>
      <h2>{words.totals}</h2>
      <div class="wide" tabIndex={0} role="region" aria-label={words.totals}>
        <table>
          <thead>
            <tr>
              <th scope="col">{words.territory}</th>
              <th scope="col">{words.service}</th>
              <th scope="col">{words.begins}</th>
              <th scope="col">{words.changes}</th>
              <th scope="col">{words.ends}</th>
            </tr>
          </thead>
          <tbody>
            {review.totals.edges.map(({ node }) => (
              <tr key={`${node.territoryId ?? ''} ${node.serviceId ?? ''}`}>
                <td lang={node.territoryName ? 'ru' : undefined}>{node.territoryName ?? words.country}</td>
                <td>{serviceName(node.serviceId)}</td>
                <td>{node.begins}</td>
                <td>{node.changes}</td>
                <td>{node.ends}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Doubts({ review }: { review: Review }) {
  const words = usePublishingWords();
  if (review.doubts.edges.length === 0) return null;
  return (
    <section>
      <h2>
        {words.doubts} {review.doubts.totalCount}
      </h2>
      {review.doubts.edges.map(({ node }, at) => (
        <article key={at} class="card">
          <div class="pair">
            {[node.row, node.other].map((row) => (
              <dl key={row.source} class="facts-list">
                <dt>{row.source}</dt>
                <dd>{row.name}</dd>
                {row.columns.map((column, place) => (
                  <div key={place} class="line">
                    <dt>{column}</dt>
                    <dd>{row.cells[place] ?? '–'}</dd>
                  </div>
                ))}
              </dl>
            ))}
          </div>
          <p class="detail" lang="en">
            {node.reasons.join('; ')}
          </p>
        </article>
      ))}
    </section>
  );
}

function Changes({ job, after }: { job: string; after: string | null }) {
  const words = usePublishingWords();
  const language = useLanguage();
  const serviceName = useServiceName();
  const [more, setMore] = useState(false);
  const { data, error, reload } = useQuery(ActChangesDocument, { id: job, after });
  const changes = data?.actJob?.review?.changes;
  if (error) return <TroubleNote error={error} retry={reload} />;
  if (!changes) return <Skeleton />;
  const effects = { BEGINS: words.begins, CHANGES: words.changes, ENDS: words.ends };
  const { hasNextPage, endCursor } = changes.pageInfo;
  return (
    <>
      <ul class="rows">
        {changes.edges.map(({ node }) => (
          <li key={`${node.effect} ${node.subject} ${node.id} ${node.field ?? ''}`}>
            {words.subjects[node.subject]}: <span lang="ru">{node.name ?? node.id}</span>,{' '}
            <strong>{effects[node.effect]}</strong>
            {node.field && (
              <span>
                {' '}
                {fieldName(language, node.field)}:{' '}
                <del>{node.before ? shownValue(language, node.field, node.before) : words.empty}</del> →{' '}
                <ins>{node.after ? shownValue(language, node.field, node.after) : words.empty}</ins>
              </span>
            )}
            <span class="detail">
              {[
                node.territoryName,
                node.serviceId && serviceName(node.serviceId),
                node.until,
                node.isByAct ? null : words.notByAct,
              ]
                .filter(Boolean)
                .join(' · ')}
            </span>
          </li>
        ))}
      </ul>
      {hasNextPage &&
        (more ? (
          <Changes job={job} after={endCursor ?? null} />
        ) : (
          <button
            type="button"
            class="button quiet"
            onClick={() => {
              setMore(true);
            }}
          >
            {words.more}
          </button>
        ))}
    </>
  );
}
