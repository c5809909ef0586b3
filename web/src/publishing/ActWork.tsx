// A file of an act: the kind of every line, its profile to be corrected, and staging it.
import { useEffect, useState } from 'preact/hooks';
import { ask } from '../api/client';
import {
  ActAccountDocument,
  ActProposeDocument,
  ActStageDocument,
  ActStagedDocument,
} from '../api/generated/graphql';
import { forget, useQuery } from '../api/useQuery';
import { newKey } from '../offices/draft';
import { query, slugOf } from '../page/address';
import { Link } from '../page/Link';
import { Skeleton, TroubleNote } from '../page/Trouble';
import { Account } from './Account';
import { JobLine, Refusals } from './Guard';
import { isOpen, useJob } from './jobs';
import { Problems } from './Problems';
import { usePublishingWords } from './words';

export function ActWork({ upload }: { upload: string }) {
  const words = usePublishingWords();
  const reading = useJob(null);
  const staging = useJob(null, forget);
  const [profile, setProfile] = useState<string | null>(null);
  const read = (given: string | null) => {
    reading.file(
      async () => (await ask(ActProposeDocument, { upload, profile: given, key: newKey() })).actPropose,
    );
  };
  useEffect(() => {
    read(null);
    // Once per file; it is read again on request.
  }, [upload]);
  const done = reading.job?.state === 'DONE' ? reading.job.id : null;
  const { data } = useQuery(ActAccountDocument, done ? { id: done, after: null } : null);
  const drafted = data?.actJob?.profile ?? null;
  useEffect(() => {
    if (drafted !== null) setProfile(drafted);
  }, [drafted]);
  const busy = [reading, staging].some(({ job, busy: filing }) => filing || (job !== null && isOpen(job)));
  return (
    <>
      <Refusals refused={[...reading.refused, ...staging.refused]} />
      {reading.error && !reading.job && <TroubleNote error={reading.error} />}
      {reading.job ? <JobLine job={reading.job} error={reading.error} /> : <Skeleton />}
      {done && <Account job={done} />}
      {profile !== null && (
        <form
          class="form"
          onSubmit={(event) => {
            event.preventDefault();
            staging.file(
              async () => (await ask(ActStageDocument, { upload, profile, key: newKey() })).actStage,
            );
          }}
        >
          <label>
            {words.profile}
            <textarea
              id="profile"
              class="code"
              rows={18}
              spellcheck={false}
              aria-describedby="profile-help"
              value={profile}
              onInput={(event) => {
                setProfile(event.currentTarget.value);
              }}
            />
          </label>
          <p id="profile-help" class="detail">
            {words.profileLead}
          </p>
          <p class="actions">
            <button
              type="button"
              class="button quiet"
              disabled={busy}
              onClick={() => {
                read(profile);
              }}
            >
              {words.readAgain}
            </button>
            <button type="submit" class="button" disabled={busy || !profile.trim()}>
              {words.stage}
            </button>
          </p>
        </form>
      )}
      {staging.error && !staging.job && <TroubleNote error={staging.error} />}
      {staging.job && <JobLine job={staging.job} error={staging.error} />}
      {staging.job?.state === 'DONE' && <Staged job={staging.job.id} act={staging.job.actId ?? null} />}
    </>
  );
}

function Staged({ job, act }: { job: string; act: string | null }) {
  const words = usePublishingWords();
  const { data, error, reload } = useQuery(ActStagedDocument, { id: job });
  return (
    <>
      {error && <TroubleNote error={error} retry={reload} />}
      {data?.actJob && <Problems problems={data.actJob.problems.edges.map(({ node }) => node)} />}
      {act && (
        <p class="actions">
          <Link class="button" to={`/desk/acts${query({ review: slugOf(act) })}`}>
            {words.review}
          </Link>
        </p>
      )}
    </>
  );
}
