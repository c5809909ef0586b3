// After an edit: who confirmed it and when. After an anonymous proposal: the secret that proves its author.
import { SentDocument } from '../api/generated/graphql';
import { useQuery } from '../api/useQuery';
import { keptSecrets } from '../offices/secrets';
import { Link } from '../page/Link';
import { slugOf } from '../page/address';
import { useEditingWords } from '../words/editing';
import { moment } from '../words/format';
import { useLanguage } from '../words/language';
import { useDeskWords } from './words';

export function Sent({ id, isProposal }: { id: string; isProposal: boolean }) {
  return isProposal ? <Proposed /> : <Confirmed id={id} />;
}

function Confirmed({ id }: { id: string }) {
  const words = useDeskWords();
  const language = useLanguage();
  const { data } = useQuery(SentDocument, { id });
  const last = data?.office?.history.edges[0]?.node;
  if (!last) return null;
  return <p class="detail">{words.confirmedBy(last.actor, moment(language, last.at))}</p>;
}

function Proposed() {
  const words = useDeskWords();
  const { evidenceShort } = useEditingWords();
  const last = keptSecrets().at(-1);
  if (!last) return null;
  return (
    <section class="note" aria-label={evidenceShort}>
      <p>{words.keepSecret}</p>
      <dl class="facts-list">
        <dt>{words.number}</dt>
        <dd>{slugOf(last.id)}</dd>
        <dt>{words.secret}</dt>
        <dd>
          <code>{last.secret}</code>
        </dd>
      </dl>
      <p>
        <Link to="/desk/proposals">{words.proposals}</Link>
      </p>
    </section>
  );
}
