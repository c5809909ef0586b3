// The places that a name may mean, of which a person chooses.
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
