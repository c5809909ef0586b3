// A legal act: its period in force, what repealed it, and the services based on it.
import { useLocation } from 'preact-iso';
import { ActDocument } from '../api/generated/graphql';
import { useQuery } from '../api/useQuery';
import { useScene } from '../map/scene';
import { langOf } from '../offices/OfficeCard';
import { Link } from '../page/Link';
import { idOf, slugOf } from '../page/address';
import { Skeleton, TroubleNote } from '../page/Trouble';
import { useTitle } from '../page/useTitle';
import { day } from '../words/format';
import { codeOf, useLanguage, useWords } from '../words/language';
import { Passage, placeIn } from './Passage';

export function ActPage({ id }: { id: string }) {
  const words = useWords();
  const language = useLanguage();
  const { query: params } = useLocation();
  const { data, error, reload } = useQuery(ActDocument, {
    id: idOf('LegalAct', id),
    language: codeOf(language),
  });
  const act = data?.legalAct ?? null;
  useTitle(act?.title ?? null);
  useScene({}, `act ${id}`);
  if (error) return <TroubleNote error={error} retry={reload} />;
  if (!act) return <Skeleton lines={8} />;
  const impact = data?.repealImpact ?? null;
  const place = placeIn(act.id, params);
  return (
    <article>
      <p class="kicker">{words.citation.act(act.number, day(language, act.adoptedOn))}</p>
      <h1>{act.title}</h1>
      {place && <Passage place={place} />}
      <dl class="facts-list">
        <dt>{words.acts.adoptedBy}</dt>
        <dd>{act.adoptedBy}</dd>
        <dt>{words.acts.force}</dt>
        <dd>
          {act.force.from && day(language, act.force.from)}
          {act.force.to && ` – ${day(language, act.force.to)}`} ({words.citation.status[act.status]})
        </dd>
        {act.repealedBy && (
          <>
            <dt>{words.acts.repealedBy}</dt>
            <dd>
              <Link to={`/acts/${slugOf(act.repealedBy.id)}`}>
                {words.citation.act(act.repealedBy.number, day(language, act.repealedBy.adoptedOn))}
              </Link>
            </dd>
          </>
        )}
      </dl>
      {act.url && (
        <p>
          <a href={act.url} rel="noopener noreferrer external">
            {words.acts.text}
          </a>
        </p>
      )}
      <section>
        <h2>{words.acts.impact}</h2>
        {impact?.totalCount === 0 && <p>{words.acts.noImpact}</p>}
        <ul class="rows">
          {(impact?.edges ?? []).map(({ node }) => (
            <li key={node.id}>
              <Link class="row" to={`/offices/${slugOf(node.id)}`}>
                <span lang={langOf(node, language)}>{node.name}</span>
              </Link>
            </li>
          ))}
        </ul>
        {impact && impact.totalCount > impact.edges.length && (
          <p class="detail">{words.places.shownOf(impact.edges.length, impact.totalCount)}</p>
        )}
      </section>
    </article>
  );
}
