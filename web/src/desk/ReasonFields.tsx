// The reason and the evidence of a change: every change of the registry needs both.
import type { ProblemFragment } from '../api/generated/graphql';
import { Problems, problemsOf } from '../offices/Problems';
import { useEditingWords } from '../words/editing';

export interface Why {
  reason: string;
  evidence: string;
}

interface Props {
  why: Why;
  problems: readonly ProblemFragment[];
  onWhy: (why: Why) => void;
}

export function ReasonFields({ why, problems, onWhy }: Props) {
  const words = useEditingWords();
  const [reasons, evidences] = [problemsOf(problems, 'reason'), problemsOf(problems, 'evidence')];
  return (
    <>
      <div>
        <label for="reason">{words.reason}</label>
        <input
          id="reason"
          value={why.reason}
          aria-invalid={reasons.length > 0}
          aria-describedby="reason-problems"
          onInput={(event) => {
            onWhy({ ...why, reason: event.currentTarget.value });
          }}
        />
        <Problems field="reason" problems={reasons} />
      </div>
      <div>
        <label for="evidence">{words.evidence}</label>
        <textarea
          id="evidence"
          rows={2}
          value={why.evidence}
          aria-invalid={evidences.length > 0}
          aria-describedby="evidence-problems"
          onInput={(event) => {
            onWhy({ ...why, evidence: event.currentTarget.value });
          }}
        />
        <Problems field="evidence" problems={evidences} />
      </div>
    </>
  );
}
