// A proposal: its changes, both positions on the map, its evidence, and its author.
import type { ComponentChildren } from 'preact';
import type { ProposalFragment } from '../api/generated/graphql';
import { usePins } from '../map/pins';
import { boundsOf, useScene } from '../map/scene';
import { Changes } from '../offices/Sources';
import { Link } from '../page/Link';
import { slugOf } from '../page/address';
import { useEditingWords } from '../words/editing';
import { distance, moment } from '../words/format';
import { useLanguage } from '../words/language';
import { type DeskWords, useDeskWords } from './words';

interface Point {
  latitude: number;
  longitude: number;
}

const EARTH_M = 6_371_008.8;

/** The old and the new position of a proposal; null for a side without one. */
export function positionsOf(
  proposal: ProposalFragment,
): { before: Point | null; after: Point | null } | null {
  const change = proposal.changes.find(({ field }) => field === 'location');
  return change ? { before: pointOf(change.before), after: pointOf(change.after) } : null;
}

function pointOf(json: string | null | undefined): Point | null {
  if (json == null) return null;
  const { lat, lon } = JSON.parse(json) as { lat: number; lon: number };
  return { latitude: lat, longitude: lon };
}

function apart(one: Point, other: Point): number {
  const rad = Math.PI / 180;
  const [a, b] = [one.latitude * rad, other.latitude * rad];
  const half =
    Math.sin((b - a) / 2) ** 2 +
    Math.cos(a) * Math.cos(b) * Math.sin(((other.longitude - one.longitude) * rad) / 2) ** 2;
  return 2 * EARTH_M * Math.asin(Math.sqrt(half));
}

/** Shows both positions of the open proposal on the map. */
export function useBothPositions(proposal: ProposalFragment | null): void {
  const words = useDeskWords();
  const both = proposal ? positionsOf(proposal) : null;
  const now = proposal?.target.location ?? null;
  const points = [both?.before, both?.after, both ? null : now].flatMap((point) => (point ? [point] : []));
  const key = `${proposal?.id ?? ''} ${JSON.stringify(both)}`;
  useScene({ bounds: boundsOf(points, 0.01) }, key);
  usePins(
    {
      pins: [
        ...(both?.before
          ? [{ key: 'before', point: both.before, label: words.pinBefore, look: 'before' as const }]
          : []),
        ...(both?.after
          ? [{ key: 'after', point: both.after, label: words.pinAfter, look: 'after' as const }]
          : []),
      ],
      onMoved: null,
    },
    key,
  );
}

function proposerOf(words: DeskWords, { proposedBy }: ProposalFragment): string {
  const unnamed = {
    ADDRESS: words.unnamed,
    REGISTRY: words.registry,
    NOTHING: words.hidden,
    ACCOUNT: words.hidden,
  };
  return proposedBy.subject ?? unnamed[proposedBy.knownBy];
}

export function ProposalFacts({
  proposal,
  children,
}: {
  proposal: ProposalFragment;
  children?: ComponentChildren;
}) {
  const words = useDeskWords();
  const editing = useEditingWords();
  const language = useLanguage();
  const { proposerHistory: known, target, evidence, approvals } = proposal;
  const both = positionsOf(proposal);
  const isOpen = proposal.status === 'SUBMITTED' || proposal.status === 'IN_REVIEW';
  return (
    <>
      <p class="detail">
        {editing.statuses[proposal.status]} · {editing.submitted} {moment(language, proposal.submittedAt)} ·{' '}
        <Link to={`/offices/${slugOf(target.id)}`}>{target.name}</Link>
      </p>
      <Changes changes={proposal.changes} />
      {both?.before && both.after && (
        <p class="detail">{words.apart(distance(language, apart(both.before, both.after)))}</p>
      )}
      <dl class="facts-list">
        <dt>{editing.evidenceShort}</dt>
        <dd>
          {evidence.length === 0 && '—'}
          {evidence.map((each) => (
            <p key={each}>{each}</p>
          ))}
        </dd>
        <dt>{words.proposer}</dt>
        <dd>
          {proposerOf(words, proposal)}
          {known && <p class="detail">{words.history(known.submitted, known.accepted, known.rejected)}</p>}
        </dd>
        {approvals.length > 0 && (
          <>
            <dt>{editing.agreed}</dt>
            <dd>{approvals.map(({ by }) => by.subject ?? '—').join(', ')}</dd>
          </>
        )}
        {proposal.reviewNote && (
          <>
            <dt>{editing.note}</dt>
            <dd>{proposal.reviewNote}</dd>
          </>
        )}
      </dl>
      {isOpen && target.version > proposal.baseVersion && <p class="note">{words.stale}</p>}
      {isOpen && proposal.proposedBy.knownBy === 'ADDRESS' && (
        <p class="note">{proposal.missingApprovals > 1 ? editing.twoNeeded : editing.oneMore}</p>
      )}
      {children}
    </>
  );
}
