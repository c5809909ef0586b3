// The legend: kinds by colour, precision by shape.
import type { OfficeKind } from '../api/generated/graphql';
import { useWords } from '../words/language';
import { KIND_COLOURS } from './colours';

const KINDS: OfficeKind[] = ['PSC_BRANCH', 'AKIMAT', 'DEPARTMENT', 'TERRITORIAL_BODY', 'ORGANISATION'];

export function Legend() {
  const words = useWords();
  return (
    <details class="legend">
      <summary>{words.map.legend}</summary>
      <ul>
        {KINDS.map((kind) => (
          <li key={kind}>
            <Mark shape="full" colour={KIND_COLOURS[kind]} />
            {words.officeKinds[kind]}
          </li>
        ))}
      </ul>
      <h3>{words.precision.title}</h3>
      <ul>
        <li>
          <Mark shape="full" colour="#22333b" />
          {words.precision.BUILDING}, {words.precision.STREET}
        </li>
        <li>
          <Mark shape="ring" colour="#22333b" />
          {words.precision.SETTLEMENT}
        </li>
        <li>
          <Mark shape="soft" colour="#22333b" />
          {words.precision.OKRUG}
        </li>
        <li>
          <Mark shape="count" colour="#3f545c" />
          {words.map.cluster}
        </li>
        <li>
          <Mark shape="dashed" colour="#8a949b" />
          {words.map.approximate}
        </li>
      </ul>
      <p>{words.map.ground}.</p>
    </details>
  );
}

export type Shape = 'full' | 'ring' | 'soft' | 'count' | 'dashed';

/** A mark as on the map, for legends and lists. */
export function Mark({ shape, colour }: { shape: Shape; colour: string }) {
  return (
    <svg class="mark" viewBox="0 0 20 20" width="18" height="18" aria-hidden="true">
      {shape === 'full' && <circle cx="10" cy="10" r="6.5" fill={colour} />}
      {shape === 'ring' && <circle cx="10" cy="10" r="5.5" fill="#fff" stroke={colour} stroke-width="3" />}
      {shape === 'soft' && (
        <>
          <circle cx="10" cy="10" r="9" fill={colour} opacity="0.18" />
          <circle cx="10" cy="10" r="6" fill={colour} opacity="0.25" />
        </>
      )}
      {shape === 'count' && (
        <>
          <circle cx="10" cy="10" r="8" fill={colour} />
          <text x="10" y="13.500" text-anchor="middle" font-size="9" font-weight="600" fill="#fff">
            9
          </text>
        </>
      )}
      {shape === 'dashed' && (
        <rect
          x="2"
          y="4"
          width="16"
          height="12"
          rx="3"
          fill="none"
          stroke={colour}
          stroke-width="1.500"
          stroke-dasharray="3 2.500"
        />
      )}
    </svg>
  );
}
