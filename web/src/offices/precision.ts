// How a position is drawn: a house is a full disc, a settlement a ring, anything wider a soft spot.
import type { PointFragment } from '../api/generated/graphql';
import type { Shape } from '../map/Legend';

export function shapeOf(location: PointFragment | null | undefined): Shape {
  if (!location) return 'dashed';
  if (location.precision === 'BUILDING' || location.precision === 'STREET') return 'full';
  return location.precision === 'SETTLEMENT' ? 'ring' : 'soft';
}
