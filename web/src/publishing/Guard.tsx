// Access by role: a page for a role, the text of a refusal, and the progress of a job.
import type { ComponentChildren } from 'preact';
import { useViewer } from '../account/useViewer';
import { ask, type ApiError } from '../api/client';
import { ActJobCancelDocument, type JobPartsFragment } from '../api/generated/graphql';
import { query } from '../page/address';
import { Link } from '../page/Link';
import { Skeleton, TroubleNote } from '../page/Trouble';
import { useScene } from '../map/scene';
import { useTitle } from '../page/useTitle';
import { isOpen, type Refused } from './jobs';
import { usePublishingWords } from './words';

interface Props {
  title: string;
  roles: readonly string[];
  denied: string;
  back: string;
  children: ComponentChildren;
}

/** A page of the desk; a user without the role reads how to sign in. */
export function ForRoles({ title, roles, denied, back, children }: Props) {
  const words = usePublishingWords();
  const { viewer, signedIn, error, loading, reload } = useViewer();
  useTitle(title);
  useScene({}, back);
  const may = viewer?.roles.some((role) => roles.includes(role)) ?? false;
  return (
    <>
      <h1>{title}</h1>
      {error && <TroubleNote error={error} retry={reload} />}
      {loading && <Skeleton />}
      {!loading && !may && !(error && signedIn) && (
        <div class="note">
          <p>{denied}</p>
          <Link class="button" to={`/account${query({ back })}`}>
            {words.signIn}
          </Link>
        </div>
      )}
      {may && children}
    </>
  );
}

/** The reason of a refused request: in the language of the page, and the server's English text. */
export function Refusals({ refused }: { refused: readonly Refused[] }) {
  const words = usePublishingWords();
  if (refused.length === 0) return null;
  return (
    <div class="note trouble" role="alert">
      {refused.map((each, at) => (
        <p key={at}>
          {words.reasons[each.code] ?? each.code} <Said text={each.message} />
        </p>
      ))}
    </div>
  );
}

/** English text of the server. */
export function Said({ text }: { text: string }) {
  const words = usePublishingWords();
  if (!text) return null;
  return (
    <details class="said">
      <summary>{words.details}</summary>
      <span lang="en">{text}</span>
    </details>
  );
}

interface JobProps {
  job: JobPartsFragment;
  error?: ApiError | null;
}

/** The job's kind, progress, and error. */
export function JobLine({ job, error }: JobProps) {
  const words = usePublishingWords();
  const failed = job.state === 'FAILED';
  return (
    <div class={failed ? 'note trouble' : 'note'} role={failed ? 'alert' : 'status'}>
      <p>
        {words.kinds[job.kind]}: {words.states[job.state]}
      </p>
      {isOpen(job) && (
        <progress
          aria-label={words.kinds[job.kind] ?? job.kind}
          {...(job.total ? { max: job.total, value: job.done } : {})}
        />
      )}
      {job.publishedEdition != null && <p>{words.published(job.publishedEdition)}</p>}
      {job.error && (
        <>
          <p>
            {words.errors[job.error.code]} {job.error.line != null && words.atLine(job.error.line)}
          </p>
          <Said text={job.error.message} />
        </>
      )}
      {error && <TroubleNote error={error} />}
      {isOpen(job) && (
        <button
          type="button"
          class="button quiet"
          onClick={() => {
            // The job itself shows its result; it is polled.
            ask(ActJobCancelDocument, { job: job.id }).catch(() => undefined);
          }}
        >
          {words.cancel}
        </button>
      )}
    </div>
  );
}
