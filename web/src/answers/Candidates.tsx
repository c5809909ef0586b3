// The possible places of a name, for the user to choose from.
import type { ResolutionFragment } from '../api/generated/graphql';
import { around } from '../places/unit';

interface Props {
  found: Pick<ResolutionFragment, 'candidates'>;
  onCandidate: (id: string) => void;
}

export function Candidates({ found, onCandidate }: Props) {
  if (found.candidates.length === 0) return null;
  return (
    <ul class="rows">
      {found.candidates.map((candidate) => (
        <li key={candidate.id}>
          <button
            type="button"
            class="row"
            onClick={() => {
              onCandidate(candidate.id);
            }}
          >
            {candidate.name}
            <span class="detail">{around(candidate)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
