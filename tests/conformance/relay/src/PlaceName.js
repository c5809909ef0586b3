// The name of a unit of whatever level, with the units around it.
import { graphql } from 'relay-runtime';

export const unit = graphql`
  fragment PlaceName_unit on AdministrativeUnit
  @argumentDefinitions(language: { type: "LanguageCode", defaultValue: KK }) {
    level
    name(language: $language)
    ancestors { name(language: $language) }
    ... on Settlement { katoCode location { latitude longitude } }
  }
`;
