// The desk of acts: uploaded files, staged acts, jobs; the address opens one of them.
import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { ApiError, ask } from '../api/client';
import {
  ActActivateDocument,
  ActDiscardDocument,
  ActRollbackDocument,
  ActsDeskDocument,
  type ActsDeskQuery,
} from '../api/generated/graphql';
import { forget, useQuery } from '../api/useQuery';
import { newKey } from '../offices/draft';
import { query, slugOf } from '../page/address';
import { Link } from '../page/Link';
import { Skeleton, TroubleNote } from '../page/Trouble';
import { moment, number } from '../words/format';
import { useLanguage } from '../words/language';
import { ActWork } from './ActWork';
import { ForRoles, JobLine, Refusals } from './Guard';
import { isOpen, type Refused, sendFile, useJob } from './jobs';
import { ReviewWork } from './ReviewWork';
import './publishing.css';
import { usePublishingWords } from './words';

const PUBLISHERS = ['publisher', 'admin'];

export function ActsPage() {
  const words = usePublishingWords();
  const { query: params } = useLocation();
  const { upload, review } = params;
  return (
    <ForRoles title={words.actsTitle} roles={PUBLISHERS} denied={words.publishersOnly} back="/desk/acts">
      {(upload ?? review) && (
        <p>
          <Link to="/desk/acts">← {words.toActs}</Link>
        </p>
      )}
      {upload ? (
        <ActWork key={upload} upload={`ActUpload:${upload}`} />
      ) : review ? (
        <ReviewWork key={review} act={`LegalAct:${review}`} />
      ) : (
        <Desk />
      )}
    </ForRoles>
  );
}

/** A job changed the data of the desk: drop all loaded answers. */
function useDesk() {
  const desk = useQuery(ActsDeskDocument, {});
  const renew = () => {
    forget();
    desk.reload();
  };
  return { ...desk, renew };
}

function Desk() {
  const words = usePublishingWords();
  const { data, error, loading, reload, renew } = useDesk();
  return (
    <>
      <p>{words.actsLead}</p>
      <SendFile />
      {error && <TroubleNote error={error} retry={reload} />}
      {loading && <Skeleton lines={6} />}
      {data && (
        <>
          <StagedActs data={data} onChange={renew} />
          <Uploads data={data} onChange={renew} />
          <Jobs data={data} onChange={renew} />
        </>
      )}
    </>
  );
}

function SendFile() {
  const words = usePublishingWords();
  const language = useLanguage();
  const { route } = useLocation();
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<ApiError | null>(null);
  const send = async (file: File | undefined) => {
    if (!file) return;
    setBusy(true);
    setTrouble(null);
    try {
      const id = await sendFile(file);
      forget();
      route(`/${language}/desk/acts${query({ upload: slugOf(id) })}`);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setTrouble(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <div class="form">
      <label>
        {words.upload}
        <input
          id="act-file"
          type="file"
          disabled={busy}
          aria-describedby="act-file-help"
          onChange={(event) => void send(event.currentTarget.files?.[0])}
        />
      </label>
      <p id="act-file-help" class="detail">
        {words.uploadHelp}
      </p>
      {busy && <p role="status">{words.sending}</p>}
      {trouble && <TroubleNote error={trouble} />}
    </div>
  );
}

interface Part {
  data: ActsDeskQuery;
  onChange: () => void;
}

function useDiscard(onChange: () => void) {
  const [refused, setRefused] = useState<readonly Refused[]>([]);
  const [trouble, setTrouble] = useState<ApiError | null>(null);
  const discard = (what: { upload?: string; act?: string }) => {
    ask(ActDiscardDocument, { upload: what.upload ?? null, act: what.act ?? null }).then(
      ({ actDiscard }) => {
        setRefused(actDiscard.userErrors);
        onChange();
      },
      (error: unknown) => {
        if (error instanceof ApiError) setTrouble(error);
      },
    );
  };
  const told = (
    <>
      <Refusals refused={refused} />
      {trouble && <TroubleNote error={trouble} />}
    </>
  );
  return { discard, told };
}

function StagedActs({ data, onChange }: Part) {
  const words = usePublishingWords();
  const staged = data.stagedActs?.edges ?? [];
  const { discard, told } = useDiscard(onChange);
  const [asked, setAsked] = useState<string | null>(null);
  const publishing = useJob(null, onChange);
  return (
    <section>
      <h2>{words.staged}</h2>
      {staged.length === 0 && <p>{words.noStaged}</p>}
      {told}
      <Refusals refused={publishing.refused} />
      {publishing.error && !publishing.job && <TroubleNote error={publishing.error} />}
      {publishing.job && <JobLine job={publishing.job} error={publishing.error} />}
      {staged.map(({ node }) => (
        <article key={node.actId} class="card">
          <h3>{slugOf(node.actId)}</h3>
          <p class="detail">
            {node.textName} · {words.problemCount(node.problems)}
          </p>
          {node.isBehind && <p class="detail">{words.behind}</p>}
          {asked === node.actId ? (
            <div class="actions" role="group" aria-label={words.confirmActivate}>
              <p>{words.confirmActivate}</p>
              <button
                type="button"
                class="button"
                onClick={() => {
                  setAsked(null);
                  publishing.file(async () => {
                    const variables = { act: node.actId, key: newKey() };
                    return (await ask(ActActivateDocument, variables)).actActivate;
                  });
                }}
              >
                {words.yes}
              </button>
              <button
                type="button"
                class="button quiet"
                onClick={() => {
                  setAsked(null);
                }}
              >
                {words.no}
              </button>
            </div>
          ) : (
            <p class="actions">
              <Link class="button quiet" to={`/desk/acts${query({ review: slugOf(node.actId) })}`}>
                {words.review}
              </Link>
              <button
                type="button"
                class="button"
                disabled={publishing.busy || (publishing.job !== null && isOpen(publishing.job))}
                onClick={() => {
                  setAsked(node.actId);
                }}
              >
                {words.activate}
              </button>
              <button
                type="button"
                class="button quiet"
                onClick={() => {
                  discard({ act: node.actId });
                }}
              >
                {words.discard}
              </button>
            </p>
          )}
        </article>
      ))}
    </section>
  );
}

function Uploads({ data, onChange }: Part) {
  const words = usePublishingWords();
  const language = useLanguage();
  const uploads = data.actUploads?.edges ?? [];
  const { discard, told } = useDiscard(onChange);
  return (
    <section>
      <h2>{words.uploads}</h2>
      {uploads.length === 0 && <p>{words.noUploads}</p>}
      {told}
      {uploads.map(({ node }) => (
        <article key={node.id} class="card">
          <h3>{node.name}</h3>
          <p class="detail">
            {number(language, Math.ceil(node.bytes / 1024))} KB · {moment(language, node.sentAt)}
          </p>
          <p class="actions">
            <Link class="button quiet" to={`/desk/acts${query({ upload: slugOf(node.id) })}`}>
              {words.open}
            </Link>
            <button
              type="button"
              class="button quiet"
              onClick={() => {
                discard({ upload: node.id });
              }}
            >
              {words.discard}
            </button>
          </p>
        </article>
      ))}
    </section>
  );
}

function Jobs({ data, onChange }: Part) {
  const words = usePublishingWords();
  const language = useLanguage();
  const jobs = data.actJobs?.edges.map(({ node }) => node) ?? [];
  const open = jobs.find(isOpen) ?? null;
  const followed = useJob(open?.id ?? null, onChange);
  const back = useJob(null, onChange);
  return (
    <section>
      <h2>{words.jobs}</h2>
      {jobs.length === 0 && <p>{words.noJobs}</p>}
      {followed.job && isOpen(followed.job) && <JobLine job={followed.job} error={followed.error} />}
      {jobs.length > 0 && (
        <ul class="rows">
          {jobs.map((job) => (
            <li key={job.id} class="job">
              {words.kinds[job.kind]}: {words.states[job.state]}
              <span class="detail">
                {[
                  job.actId ? slugOf(job.actId) : job.upload?.name,
                  moment(language, job.askedAt),
                  job.error && words.errors[job.error.code],
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </span>
            </li>
          ))}
        </ul>
      )}
      <p class="detail">{words.rollbackLead}</p>
      <p class="actions">
        <button
          type="button"
          class="button quiet"
          disabled={back.busy || (back.job !== null && isOpen(back.job))}
          onClick={() => {
            back.file(async () => (await ask(ActRollbackDocument, { key: newKey() })).actRollback);
          }}
        >
          {words.rollback}
        </button>
      </p>
      <Refusals refused={back.refused} />
      {back.job && <JobLine job={back.job} error={back.error} />}
    </section>
  );
}
