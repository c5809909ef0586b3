// The problems of an act, with what stays out of the registry because of them.
import type { ActStagedQuery } from '../api/generated/graphql';
import { usePublishingWords } from './words';

type Problem = NonNullable<ActStagedQuery['actJob']>['problems']['edges'][number]['node'];

export function Problems({ problems }: { problems: readonly Problem[] }) {
  const words = usePublishingWords();
  if (problems.length === 0) return null;
  return (
    <section>
      <h2>
        {words.problems}: {problems.length}
      </h2>
      <ul class="rows">
        {problems.map((problem, at) => (
          <li key={at}>
            {problem.where}
            {problem.isBlocked && <strong> · {words.blocked}</strong>}
            <span class="detail" lang="en">
              {problem.kind}: {problem.text}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
