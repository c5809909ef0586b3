// The actions of an editor on an office besides correcting its fields.
import { mayEdit, useViewer } from '../account/useViewer';
import { Link } from '../page/Link';
import { useDeskWords } from './words';

export function OfficeWays({ slug }: { slug: string }) {
  const words = useDeskWords();
  const { viewer } = useViewer();
  if (!mayEdit(viewer)) return null;
  return (
    <nav class="actions" aria-label={words.more}>
      {(['provisions', 'merge', 'close'] as const).map((doing) => (
        <Link key={doing} class="button quiet" to={`/desk/offices/${slug}/${doing}`}>
          {words[doing]}
        </Link>
      ))}
    </nav>
  );
}
