// The desk: its navigation, and the page for an address.
import type { ComponentChildren } from 'preact';
import { mayEdit, useViewer } from '../account/useViewer';
import { Later } from '../page/Later';
import { Link } from '../page/Link';
import { NotFound, Skeleton } from '../page/Trouble';
import { useDeskWords } from './words';
import { ClosePage } from './ClosePage';
import { CreatePage } from './CreatePage';
import { MergePage } from './MergePage';
import { ProposalsPage } from './ProposalsPage';
import { ProvisionsPage } from './ProvisionsPage';
import { ReviewPage } from './ReviewPage';
import { SignedInPage } from './SignedInPage';
import { SignFirst } from './SignFirst';
import { TerritoryPage } from './TerritoryPage';
import './desk.css';

const importPage = () => import('../publishing/ImportPage').then((module) => module.ImportPage);
const actsPage = () => import('../publishing/ActsPage').then((module) => module.ActsPage);

export function Desk({ rest }: { rest: string[] }) {
  if (rest[0] === 'signed-in') return <SignedInPage />;
  return (
    <>
      <Ways at={rest[0] ?? ''} />
      {pageOf(rest)}
    </>
  );
}

function pageOf([noun, id, doing]: string[]): ComponentChildren {
  if (noun === undefined) return <TerritoryPage />;
  if (noun === 'review') return <ReviewPage />;
  if (noun === 'proposals') return <ProposalsPage />;
  if (noun === 'import' && !id) return <Later load={importPage} with={{}} />;
  if (noun === 'acts' && !id) return <Later load={actsPage} with={{}} />;
  if (noun !== 'offices' || !id) return <NotFound />;
  if (id === 'new' && !doing)
    return (
      <ForEditors>
        <CreatePage />
      </ForEditors>
    );
  if (doing === 'close')
    return (
      <ForEditors>
        <ClosePage id={id} />
      </ForEditors>
    );
  if (doing === 'merge')
    return (
      <ForEditors>
        <MergePage id={id} />
      </ForEditors>
    );
  if (doing === 'provisions')
    return (
      <ForEditors>
        <ProvisionsPage id={id} />
      </ForEditors>
    );
  return <NotFound />;
}

/** A page for accounts that change offices directly; others would only get refusals. */
function ForEditors({ children }: { children: ComponentChildren }) {
  const words = useDeskWords();
  const { viewer, signedIn, error, loading } = useViewer();
  if (loading) return <Skeleton />;
  if (!signedIn || error) return <SignFirst />;
  return mayEdit(viewer) ? <>{children}</> : <p class="note">{words.mayPropose}</p>;
}

function Ways({ at }: { at: string }) {
  const words = useDeskWords();
  const ways = [
    ['', words.territory],
    ['review', words.review],
    ['proposals', words.proposals],
    ['import', words.importing],
    ['acts', words.acts],
  ] as const;
  return (
    <nav class="desk-ways" aria-label={words.title}>
      {ways.map(([noun, name]) => (
        <Link
          key={noun}
          to={noun ? `/desk/${noun}` : '/desk'}
          aria-current={noun === at ? 'page' : undefined}
        >
          {name}
        </Link>
      ))}
    </nav>
  );
}
