// The queue of proposals: one is open, with its evidence and both positions on the map.
import { useEffect, useRef, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { mayEdit, mayReview, useViewer } from '../account/useViewer';
import { ask } from '../api/client';
import {
  DecideDocument,
  type ProblemFragment,
  type ProposalFragment,
  type ReviewDecision,
  ReviewQueueDocument,
} from '../api/generated/graphql';
import { useQuery } from '../api/useQuery';
import { Problems, problemsElsewhere, problemsOf, useFocusOnProblem } from '../offices/Problems';
import { Link } from '../page/Link';
import { query } from '../page/address';
import { Skeleton, TroubleNote } from '../page/Trouble';
import { useTitle } from '../page/useTitle';
import { useEditingWords } from '../words/editing';
import { field } from '../words/format';
import { codeOf, useLanguage } from '../words/language';
import { ProposalFacts, useBothPositions } from './Proposal';
import { Expiry, ChangeTrouble } from './Signed';
import { SignFirst } from './SignFirst';
import { useChange } from './useChange';
import { useDeskWords } from './words';

export function ReviewPage() {
  const words = useDeskWords();
  const editing = useEditingWords();
  const { viewer, signedIn, error, loading, reload } = useViewer();
  useTitle(words.review);
  if (loading) return <Skeleton lines={8} />;
  if (error && error.trouble !== 'signedOut') return <TroubleNote error={error} retry={reload} />;
  const decides = mayReview(viewer) || mayEdit(viewer);
  return (
    <>
      <h1>{words.review}</h1>
      {!signedIn || !viewer ? (
        <SignFirst />
      ) : decides ? (
        <>
          <Expiry viewer={viewer} />
          <Queue />
        </>
      ) : (
        <p class="note">{editing.problems.codes.FORBIDDEN}</p>
      )}
    </>
  );
}

function Queue() {
  const words = useDeskWords();
  const editing = useEditingWords();
  const language = useLanguage();
  const { query: params, route } = useLocation();
  const all = params.status === 'all';
  const { data, error, loading, reload } = useQuery(ReviewQueueDocument, {
    status: all ? null : 'SUBMITTED',
    after: params.after ?? null,
    language: codeOf(language),
  });
  const [open, setOpen] = useState<string | null>(null);
  const [told, setTold] = useState<string | null>(null);
  const page = data?.corrections ?? null;
  const proposals = (page?.edges ?? []).map(({ node }) => node);
  const shown = proposals.find(({ id }) => id === open) ?? proposals[0] ?? null;
  useBothPositions(shown);
  const address = (after: string | null) => `/desk/review${query({ status: all ? 'all' : null, after })}`;
  return (
    <>
      <p class="detail">{words.reviewLead}</p>
      <label class="check">
        <input
          type="checkbox"
          checked={all}
          onChange={(event) => {
            route(`/${language}/desk/review${query({ status: event.currentTarget.checked ? 'all' : null })}`);
          }}
        />
        {editing.all}
      </label>
      {told && (
        <p class="note good" role="status">
          {told}
        </p>
      )}
      {error && <TroubleNote error={error} retry={reload} />}
      {loading && <Skeleton lines={8} />}
      {page && proposals.length === 0 && <p class="note">{editing.none}</p>}
      <ol class="queue" onKeyDown={moveFocus}>
        {proposals.map((proposal) => (
          <li key={proposal.id}>
            <Row
              proposal={proposal}
              isOpen={proposal.id === shown?.id}
              onOpen={() => {
                setOpen(proposal.id);
              }}
              onDecided={(said) => {
                setTold(said);
                setOpen(null);
                reload();
              }}
            />
          </li>
        ))}
      </ol>
      {page?.pageInfo.hasNextPage && (
        <Link class="button quiet" to={address(page.pageInfo.endCursor ?? null)}>
          {words.next}
        </Link>
      )}
    </>
  );
}

/** Arrow keys move between proposals, except while the user types. */
function moveFocus(event: KeyboardEvent): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  if (!(event.target instanceof HTMLButtonElement) || !(event.currentTarget instanceof HTMLElement)) return;
  const rows = [...event.currentTarget.querySelectorAll<HTMLButtonElement>('.queue-row')];
  const at = rows.indexOf(event.target);
  const next = rows[at + (event.key === 'ArrowDown' ? 1 : -1)];
  if (at < 0 || !next) return;
  event.preventDefault();
  next.focus();
}

interface RowProps {
  proposal: ProposalFragment;
  isOpen: boolean;
  onOpen: () => void;
  onDecided: (said: string) => void;
}

function Row({ proposal, isOpen, onOpen, onDecided }: RowProps) {
  const language = useLanguage();
  const what = proposal.changes.map((change) => field(language, change.field)).join(', ');
  const panel = `proposal-${proposal.id.replace(':', '-')}`;
  return (
    <article class="card">
      <h2>
        <button type="button" class="queue-row" aria-expanded={isOpen} aria-controls={panel} onClick={onOpen}>
          {proposal.target.name}
          <span class="detail"> {what}</span>
        </button>
      </h2>
      <div id={panel}>
        {isOpen && (
          <ProposalFacts proposal={proposal}>
            {(proposal.status === 'SUBMITTED' || proposal.status === 'IN_REVIEW') && (
              <Deciding proposal={proposal} onDecided={onDecided} />
            )}
          </ProposalFacts>
        )}
      </div>
    </article>
  );
}

function Deciding({ proposal, onDecided }: Pick<RowProps, 'proposal' | 'onDecided'>) {
  const words = useDeskWords();
  const editing = useEditingWords();
  const [note, setNote] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const { problems, trouble, busy, send, anew, refuse } = useChange();
  const [attempt, setAttempt] = useState<readonly ProblemFragment[]>([]);
  useFocusOnProblem(attempt);
  useEffect(() => {
    setAttempt(problems);
  }, [problems]);
  const decide = (decision: ReviewDecision) => {
    if (decision === 'REJECT' && note.trim() === '') {
      refuse([NEEDS_NOTE]);
      field.current?.focus();
      return;
    }
    void send(
      async (key) => {
        const { correctionReview } = await ask(DecideDocument, {
          id: proposal.id,
          decision,
          note: note.trim() || null,
          key: `${key}-${decision}`,
        });
        const userErrors = correctionReview.userErrors.map((error): ProblemFragment => ({
          __typename: 'ValidationUserError',
          confirm: null,
          ...error,
        }));
        return { userErrors, correction: correctionReview.correction };
      },
      ({ correction }) => {
        if (decision === 'REJECT') onDecided(words.rejected);
        else onDecided(correction?.status === 'ACCEPTED' ? words.accepted : words.counted);
      },
    );
  };
  const notes = problemsOf(problems, 'note');
  return (
    <form
      class="form"
      aria-label={words.reviewSaid}
      onSubmit={(event) => {
        event.preventDefault();
      }}
    >
      <Problems field="review" problems={problemsElsewhere(problems, ['note'])} />
      {trouble && <ChangeTrouble trouble={trouble} />}
      <div>
        <label for="note">{words.reviewSaid}</label>
        <input
          id="note"
          ref={field}
          value={note}
          aria-invalid={notes.length > 0}
          aria-describedby="note-problems"
          onInput={(event) => {
            setNote(event.currentTarget.value);
            anew();
          }}
        />
        <Problems field="note" problems={notes} />
      </div>
      <p class="actions">
        <button
          type="button"
          class="button"
          disabled={busy}
          onClick={() => {
            decide('ACCEPT');
          }}
        >
          {editing.accept}
        </button>
        <button
          type="button"
          class="button danger"
          disabled={busy}
          onClick={() => {
            decide('REJECT');
          }}
        >
          {editing.reject}
        </button>
      </p>
    </form>
  );
}

const NEEDS_NOTE: ProblemFragment = {
  __typename: 'ValidationUserError',
  code: 'INVALID',
  message: '',
  path: ['note'],
  confirm: null,
};
