// Errors of a field beside it, and moving the focus to it.
import { useEffect } from 'preact/hooks';
import type { ProblemFragment } from '../api/generated/graphql';
import { useProblemText } from '../desk/problemText';
import { useEditingWords } from '../words/editing';

interface Props {
  field: string;
  problems: readonly ProblemFragment[];
  confirmed?: readonly string[];
  onConfirm?: (word: string, on: boolean) => void;
}

export function Problems({ field, problems, confirmed = [], onConfirm }: Props) {
  const words = useEditingWords();
  const textOf = useProblemText();
  return (
    <div
      id={`${field}-problems`}
      class="problems"
      role={problems.length > 0 ? 'alert' : undefined}
      tabIndex={-1}
    >
      {problems.map((problem) => {
        const word = problem.__typename === 'ValidationUserError' ? problem.confirm : null;
        return (
          <div key={problem.message}>
            <p>{textOf(problem)}</p>
            {word && onConfirm && (
              <label class="check">
                <input
                  type="checkbox"
                  checked={confirmed.includes(word)}
                  onChange={(event) => {
                    onConfirm(word, event.currentTarget.checked);
                  }}
                />
                {words.confirm}
              </label>
            )}
          </div>
        );
      })}
    </div>
  );
}

/** The problems of the arguments of one field. */
export function problemsOf(problems: readonly ProblemFragment[], ...names: string[]): ProblemFragment[] {
  return problems.filter(({ path }) => path?.some((part) => names.includes(part)) ?? false);
}

/** The problems that belong to no field of a form. */
export function problemsElsewhere(
  problems: readonly ProblemFragment[],
  names: readonly string[],
): ProblemFragment[] {
  return problems.filter(({ path }) => !(path ?? []).some((part) => names.includes(part)));
}

/** Moves the focus to the first wrong field after a refusal. */
export function useFocusOnProblem(problems: readonly ProblemFragment[]): void {
  useEffect(() => {
    if (problems.length === 0) return;
    const first = document.querySelector<HTMLElement>('.problems[role="alert"]');
    const field = first?.parentElement?.querySelector<HTMLElement>('[aria-invalid="true"]');
    (field ?? first)?.focus();
  }, [problems]);
}
