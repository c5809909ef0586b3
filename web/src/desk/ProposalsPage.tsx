// The user's own proposals, by account or by secret; open ones can be withdrawn.
import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { useViewer } from '../account/useViewer';
import { ask } from '../api/client';
import {
  OwnProposalsDocument,
  type ProblemFragment,
  type ProposalFragment,
  SecretProposalDocument,
  WithdrawDocument,
} from '../api/generated/graphql';
import { useQuery } from '../api/useQuery';
import { Problems } from '../offices/Problems';
import { keptSecrets } from '../offices/secrets';
import { Link } from '../page/Link';
import { idOf, query, slugOf } from '../page/address';
import { Skeleton, TroubleNote } from '../page/Trouble';
import { useTitle } from '../page/useTitle';
import { codeOf, useLanguage } from '../words/language';
import { ProposalFacts } from './Proposal';
import { ChangeTrouble } from './Signed';
import { useChange } from './useChange';
import { useDeskWords } from './words';

const SOME = 20;

export function ProposalsPage() {
  const words = useDeskWords();
  const { viewer, signedIn } = useViewer();
  useTitle(words.proposals);
  return (
    <>
      <h1>{words.proposals}</h1>
      {signedIn && viewer && <Own />}
      <BySecret />
    </>
  );
}

/** The proposals of the account, the newest first. */
function Own() {
  const words = useDeskWords();
  const language = useLanguage();
  const { query: params } = useLocation();
  const { data, error, loading, reload } = useQuery(OwnProposalsDocument, {
    last: SOME,
    before: params.before ?? null,
    language: codeOf(language),
  });
  if (error) return <TroubleNote error={error} retry={reload} />;
  if (loading) return <Skeleton lines={6} />;
  const page = data?.viewer?.corrections;
  if (!page) return null;
  return (
    <>
      {page.edges.length === 0 && <p class="note">{words.ownNone}</p>}
      {page.edges.toReversed().map(({ node }) => (
        <Mine key={node.id} proposal={node} secret={null} onWithdrawn={reload} />
      ))}
      {page.pageInfo.hasPreviousPage && (
        <Link
          class="button quiet"
          to={`/desk/proposals${query({ before: page.pageInfo.startCursor ?? null })}`}
        >
          {words.next}
        </Link>
      )}
    </>
  );
}

function BySecret() {
  const words = useDeskWords();
  const language = useLanguage();
  const [kept] = useState(keptSecrets);
  const last = kept.at(-1);
  const [number, setNumber] = useState(last ? slugOf(last.id) : '');
  const [secret, setSecret] = useState(last?.secret ?? '');
  const [asked, setAsked] = useState<{ id: string; secret: string } | null>(last ?? null);
  const { data, error, loading, reload } = useQuery(
    SecretProposalDocument,
    asked && { ...asked, language: codeOf(language) },
  );
  const field = (id: string, label: string, value: string, put: (value: string) => void) => (
    <div>
      <label for={id}>{label}</label>
      <input
        id={id}
        value={value}
        required
        autocomplete="off"
        spellcheck={false}
        onInput={(event) => {
          put(event.currentTarget.value);
        }}
      />
    </div>
  );
  return (
    <section>
      <h2>{words.bySecret}</h2>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          setAsked({ id: idOf('Correction', number.trim()), secret: secret.trim() });
        }}
      >
        {field('number', words.number, number, setNumber)}
        {field('secret', words.secret, secret, setSecret)}
        <p class="actions">
          <button type="submit" class="button quiet">
            {words.find}
          </button>
        </p>
      </form>
      {error?.trouble === 'notFound' || error?.trouble === 'refused' ? (
        <p class="note" role="alert">
          {words.notFound}
        </p>
      ) : (
        error && <TroubleNote error={error} retry={reload} />
      )}
      {asked && loading && <Skeleton />}
      {asked && data?.correction && (
        <Mine proposal={data.correction} secret={asked.secret} onWithdrawn={reload} />
      )}
    </section>
  );
}

interface MineProps {
  proposal: ProposalFragment;
  secret: string | null;
  onWithdrawn: () => void;
}

function Mine({ proposal, secret, onWithdrawn }: MineProps) {
  const words = useDeskWords();
  const { problems, trouble, busy, send } = useChange();
  const isOpen = proposal.status === 'SUBMITTED' || proposal.status === 'IN_REVIEW';
  const withdraw = () => {
    void send(async (key) => {
      const { correctionWithdraw } = await ask(WithdrawDocument, { id: proposal.id, secret, key });
      const userErrors = correctionWithdraw.userErrors.map((error): ProblemFragment => ({
        __typename: 'ValidationUserError',
        confirm: null,
        ...error,
      }));
      return { userErrors };
    }, onWithdrawn);
  };
  return (
    <article class="card">
      <h3>
        № {slugOf(proposal.id)}: {proposal.target.name}
      </h3>
      <ProposalFacts proposal={proposal} />
      {proposal.status === 'WITHDRAWN' && <p role="status">{words.withdrawn}</p>}
      <Problems field={`withdraw-${slugOf(proposal.id)}`} problems={problems} />
      {trouble && <ChangeTrouble trouble={trouble} />}
      {isOpen && (
        <p class="actions">
          <button type="button" class="button danger" disabled={busy} onClick={withdraw}>
            {words.withdraw}
          </button>
        </p>
      )}
    </article>
  );
}
