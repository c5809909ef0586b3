// The queue of proposals: what would change, on what it rests, and a reviewer's decision.
import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { mayReview, useViewer } from '../account/useViewer';
import { ApiError, ask } from '../api/client';
import {
  CorrectionReviewDocument,
  CorrectionsDocument,
  type CorrectionsQuery,
  type CorrectionStatus,
  type ReviewDecision,
} from '../api/generated/graphql';
import { forget, useQuery } from '../api/useQuery';
import { useScene } from '../map/scene';
import { newKey } from '../offices/draft';
import { Changes } from '../offices/Sources';
import { Link } from '../page/Link';
import { query, slugOf } from '../page/address';
import { Skeleton, TroubleNote } from '../page/Trouble';
import { useTitle } from '../page/useTitle';
import { problemText, useEditingWords } from '../words/editing';
import { moment } from '../words/format';
import { codeOf, useLanguage } from '../words/language';

type Correction = NonNullable<CorrectionsQuery['corrections']>['edges'][number]['node'];

const OPEN: CorrectionStatus = 'SUBMITTED';

export function CorrectionsPage() {
  const words = useEditingWords();
  const language = useLanguage();
  const { query: params, route } = useLocation();
  const all = params.status === 'all';
  const { data, error, loading, reload } = useQuery(CorrectionsDocument, {
    status: all ? null : OPEN,
    after: params.after ?? null,
    language: codeOf(language),
  });
  const { viewer } = useViewer();
  const page = data?.corrections ?? null;
  useTitle(words.queue);
  useScene({}, 'corrections');
  return (
    <>
      <h1>{words.queue}</h1>
      <p>
        <Link to="/positions">{words.positions}</Link>
      </p>
      <label class="check">
        <input
          type="checkbox"
          checked={all}
          onChange={(event) => {
            route(`/${language}/corrections${query({ status: event.currentTarget.checked ? 'all' : null })}`);
          }}
        />
        {words.all}
      </label>
      {error && <TroubleNote error={error} retry={reload} />}
      {loading && <Skeleton lines={8} />}
      {page?.edges.length === 0 && <p class="note">{words.none}</p>}
      {page?.edges.map(({ node }) => (
        <Proposal key={node.id} correction={node} reviewer={mayReview(viewer)} onDecided={reload} />
      ))}
      {page?.pageInfo.hasNextPage && (
        <Link
          class="button quiet"
          to={`/corrections${query({ status: all ? 'all' : null, after: page.pageInfo.endCursor ?? null })}`}
        >
          →
        </Link>
      )}
    </>
  );
}

interface ProposalProps {
  correction: Correction;
  reviewer: boolean;
  onDecided: () => void;
}

function Proposal({ correction, reviewer, onDecided }: ProposalProps) {
  const words = useEditingWords();
  const language = useLanguage();
  const [note, setNote] = useState('');
  const [key] = useState(newKey);
  const [problem, setProblem] = useState<string | null>(null);
  const [trouble, setTrouble] = useState<ApiError | null>(null);
  const { target, status } = correction;
  const open = status === 'SUBMITTED' || status === 'IN_REVIEW';
  const unsigned = correction.proposedBy.knownBy === 'ADDRESS';
  const decide = async (decision: ReviewDecision) => {
    setProblem(null);
    setTrouble(null);
    try {
      const { correctionReview } = await ask(CorrectionReviewDocument, {
        id: correction.id,
        decision,
        note: note.trim() || null,
        key: `${key}-${decision}`,
      });
      const [first] = correctionReview.userErrors;
      if (first) {
        setProblem(problemText(words, first));
        return;
      }
      forget();
      onDecided();
    } catch (error) {
      if (error instanceof ApiError) setTrouble(error);
      else throw error;
    }
  };
  return (
    <article class="card">
      <h2>
        <Link to={`/offices/${slugOf(target.id)}`}>{target.name}</Link>
      </h2>
      <p class="detail">
        {words.statuses[status]} · {words.submitted} {moment(language, correction.submittedAt)}
      </p>
      <Changes changes={correction.changes} />
      {correction.evidence.length > 0 && (
        <p>
          {words.evidenceShort}: {correction.evidence.join('; ')}
        </p>
      )}
      {correction.approvals.length > 0 && (
        <p>
          {words.agreed}: {correction.approvals.map(({ by }) => by.subject ?? '—').join(', ')}
        </p>
      )}
      {open && unsigned && (
        <p class="note">{correction.missingApprovals > 1 ? words.twoNeeded : words.oneMore}</p>
      )}
      {correction.reviewNote && (
        <p>
          {words.note}: {correction.reviewNote}
        </p>
      )}
      {problem && (
        <p class="problems" role="alert">
          {problem}
        </p>
      )}
      {trouble && <TroubleNote error={trouble} />}
      {open && reviewer && (
        <div class="form">
          <label>
            {words.note}
            <input
              value={note}
              onInput={(event) => {
                setNote(event.currentTarget.value);
              }}
            />
          </label>
          <p class="actions">
            <button type="button" class="button" onClick={() => void decide('ACCEPT')}>
              {words.accept}
            </button>
            <button type="button" class="button danger" onClick={() => void decide('REJECT')}>
              {words.reject}
            </button>
          </p>
        </div>
      )}
    </article>
  );
}
