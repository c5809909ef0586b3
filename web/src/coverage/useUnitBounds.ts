// The bounds of a region, for the camera.
import { CountriesDocument } from '../api/generated/graphql';
import { useQuery } from '../api/useQuery';
import { boundsOfGeometry, type Scene } from '../map/scene';

export function useUnitBounds(id: string | null): Scene['bounds'] {
  const { data } = useQuery(CountriesDocument, id ? {} : null);
  const region = data?.regions?.find((each) => each.id === id);
  const geometry = region?.boundary ?? region?.approximateArea;
  return geometry ? boundsOfGeometry(geometry) : null;
}
