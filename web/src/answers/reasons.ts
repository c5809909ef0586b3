// The reason for an office, as one sentence of the registry's explanation.
import type { ResolutionFragment } from '../api/generated/graphql';
import type { Resolution } from './offices';

/** The step that leads to an office: the territory for which the acts name it. */
export function reasonOf(told: Resolution, provision: ResolutionFragment['provisions'][number]): string {
  const own = told.explanation.findIndex(({ text }) => text.startsWith(`${provision.office.name}:`));
  const before = told.explanation
    .slice(0, Math.max(own, 0))
    .filter(({ source, unit }) => source === null && unit !== null);
  // The first office has two such steps: where the place lies in the territory, and which office the acts
  // name.
  const step = before.length === 2 ? before[0] : before.at(-1);
  return step?.text ?? '';
}
