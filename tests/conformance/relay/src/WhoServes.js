// Who serves a place, and why: the answer is one of several outcomes, each shown in its own way.
import { graphql } from 'relay-runtime';

export const query = graphql`
  query WhoServesQuery($service: ID!, $place: PlaceInput!, $asOf: Date) {
    officeFor(serviceId: $service, place: $place, asOf: $asOf) {
      outcome
      lawStatus
      place { ...PlaceName_unit }
      candidates { ...PlaceName_unit }
      provisions {
        roles
        office { ...OfficeCard_office }
      }
      alternatives(first: 3) {
        distanceMeters
        node { ...OfficeCard_office }
      }
      explanation { text(language: RU) }
    }
  }
`;
