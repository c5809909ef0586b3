// One office, fetched again by its global id when the language changes.
import { graphql } from 'relay-runtime';

export const office = graphql`
  fragment OfficeCard_office on Office
  @argumentDefinitions(language: { type: "LanguageCode", defaultValue: KK })
  @refetchable(queryName: "OfficeCardRefetchQuery") {
    kind
    name(language: $language)
    address(language: $language) {
      full
      settlement {
        ...PlaceName_unit @arguments(language: $language)
      }
    }
    contacts {
      kind
      value
      source {
        act { number adoptedOn }
        annex
        row
      }
    }
    location { latitude longitude precision errorMeters }
  }
`;
