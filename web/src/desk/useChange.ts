// One change on its way: sent once however often the button is pressed, with what the server refused.
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
  /** Sends with a key that stays the same until something else is sent; `done` follows a change that was made. */
  send: <P extends Payload>(
    ask: (key: string) => Promise<P>,
    done: (payload: P) => void,
    isTrial?: boolean,
  ) => Promise<void>;
  /** What is sent next is another request. */
  anew: () => void;
  refuse: (problems: readonly ProblemFragment[]) => void;
}

export function useChange(): Change {
  const [problems, setProblems] = useState<readonly ProblemFragment[]>([]);
  const [trouble, setTrouble] = useState<ApiError | null>(null);
  const [busy, setBusy] = useState(false);
  // Not a state: drawing a form anew between two events of one click would undo the click.
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
