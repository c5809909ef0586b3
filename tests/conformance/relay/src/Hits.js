// Hits of a search: a union of all that can be found.
import { graphql } from 'relay-runtime';

export const query = graphql`
  query HitsQuery($text: String!) {
    search(text: $text, first: 10) {
      edges {
        matchType
        matchedText
        node {
          __typename
          ... on Office { ...OfficeCard_office @alias(as: "office") }
          ... on PublicService { service: name }
          ... on AdministrativeUnit { ...PlaceName_unit @alias(as: "place") }
          ... on LegalAct { act: title }
        }
      }
    }
  }
`;
