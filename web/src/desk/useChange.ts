// A running change: sent once however often the button is pressed; holds the refusals.
import { useRef, useState } from 'preact/hooks';
import { ApiError } from '../api/client';
import type { ProblemFragment } from '../api/generated/graphql';
import { forget } from '../api/useQuery';
import { newKey } from '../offices/draft';

interface Payload {
  userErrors: readonly ProblemFragment[];
}

export interface Change {
  problems: readonly ProblemFragment[];
  trouble: ApiError | null;
  busy: boolean;
  /** Sends with a key that stays until other data is sent; `done` runs after a successful change. */
  send: <P extends Payload>(
    ask: (key: string) => Promise<P>,
    done: (payload: P) => void,
    isTrial?: boolean,
  ) => Promise<void>;
  /** The next send is another request, with a new key. */
  anew: () => void;
  refuse: (problems: readonly ProblemFragment[]) => void;
}

export function useChange(): Change {
  const [problems, setProblems] = useState<readonly ProblemFragment[]>([]);
  const [trouble, setTrouble] = useState<ApiError | null>(null);
  const [busy, setBusy] = useState(false);
  // Not a state: a new rendering of the form between two events of one click would cancel the click.
  const key = useRef(newKey());
  return {
    problems,
    trouble,
    busy,
    refuse: setProblems,
    anew: () => {
      key.current = newKey();
    },
    send: async (ask, done, isTrial = false) => {
      setTrouble(null);
      setBusy(true);
      try {
        const payload = await ask(key.current);
        setProblems(payload.userErrors);
        if (payload.userErrors.length > 0) return;
        if (!isTrial) {
          key.current = newKey();
          forget();
        }
        done(payload);
      } catch (error) {
        if (error instanceof ApiError) setTrouble(error);
        else throw error;
      } finally {
        setBusy(false);
      }
    },
  };
}

/** The lines of a text, without empty ones. */
export function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
}
