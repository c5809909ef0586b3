// Jobs of acts: uploads a file, files a step, and follows it to its end.
import { useCallback, useEffect, useState } from 'preact/hooks';
import { token } from '../account/session';
import { ApiError, ask } from '../api/client';
import { ActJobStateDocument, type FiledFragment, type JobPartsFragment } from '../api/generated/graphql';

const LOOK_MS = 1000;

export interface Refused {
  code: string;
  message: string;
  path?: readonly string[] | null;
}

/** Whether a job is still open. */
export function isOpen(job: JobPartsFragment): boolean {
  return job.state === 'WAITING' || job.state === 'RUNNING';
}

/** The id of the upload of a file. Throws ApiError. */
export async function sendFile(file: File): Promise<string> {
  const bearer = token();
  let response: Response;
  try {
    response = await fetch(`/acts/uploads?name=${encodeURIComponent(file.name)}`, {
      method: 'POST',
      headers: {
        'content-type': file.type || 'application/octet-stream',
        ...(bearer ? { authorization: `Bearer ${bearer}` } : {}),
      },
      body: file,
    });
  } catch {
    throw new ApiError('offline', 'the server is out of reach');
  }
  if (response.status === 401) throw new ApiError('signedOut', 'no valid token');
  const answer = (await response.json().catch(() => null)) as {
    id?: string;
    errors?: { message: string; extensions?: { code?: string } }[];
  } | null;
  if (answer?.id) return answer.id;
  const [first] = answer?.errors ?? [];
  const code = first?.extensions?.code ?? null;
  throw new ApiError(code ? 'refused' : 'server', first?.message ?? '', code);
}

interface Followed {
  job: JobPartsFragment | null;
  refused: readonly Refused[];
  error: ApiError | null;
  busy: boolean;
  /** Files a step; returns the answer of the API. */
  file: (step: () => Promise<FiledFragment>) => void;
}

/** The job with an id, polled while it is open; a newly filed step replaces it. */
export function useJob(id: string | null, onEnd?: (job: JobPartsFragment) => void): Followed {
  const [job, setJob] = useState<JobPartsFragment | null>(null);
  const [refused, setRefused] = useState<readonly Refused[]>([]);
  const [error, setError] = useState<ApiError | null>(null);
  const [busy, setBusy] = useState(false);
  const watched = job?.id ?? id;
  const over = job !== null && !isOpen(job);
  useEffect(() => {
    if (watched === null || over) return;
    let gone = false;
    let timer = 0;
    const look = async () => {
      try {
        const { actJob } = await ask(ActJobStateDocument, { id: watched });
        if (gone) return;
        setError(null);
        if (actJob) {
          setJob(actJob);
          if (!isOpen(actJob)) {
            onEnd?.(actJob);
            return;
          }
        }
      } catch (caught) {
        if (gone || !(caught instanceof ApiError)) return;
        setError(caught);
        if (caught.trouble === 'signedOut' || caught.trouble === 'refused') return;
      }
      timer = window.setTimeout(() => void look(), LOOK_MS);
    };
    void look();
    return () => {
      gone = true;
      window.clearTimeout(timer);
    };
    // The callback at the end does not affect the polling.
  }, [watched, over]);
  const file = useCallback((step: () => Promise<FiledFragment>) => {
    setBusy(true);
    setError(null);
    setRefused([]);
    step()
      .then(
        (filed) => {
          setRefused(filed.userErrors);
          if (filed.job) setJob(filed.job);
        },
        (caught: unknown) => {
          setError(caught instanceof ApiError ? caught : new ApiError('server', String(caught)));
        },
      )
      .finally(() => {
        setBusy(false);
      });
  }, []);
  return { job, refused, error, busy, file };
}
