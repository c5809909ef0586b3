// What a map shows of a viewport, a page at a time.
import { graphql } from 'relay-runtime';

export const query = graphql`
  query ViewportQuery($box: BoundingBoxInput!, $count: Int!) {
    ...Viewport_offices @arguments(box: $box, count: $count)
  }
`;

export const offices = graphql`
  fragment Viewport_offices on Query
  @argumentDefinitions(box: { type: "BoundingBoxInput!" }, count: { type: "Int", defaultValue: 50 }, cursor: { type: "String" })
  @refetchable(queryName: "ViewportPaginationQuery") {
    offices(filter: { boundingBox: $box }, first: $count, after: $cursor) @connection(key: "Viewport_offices") {
      edges {
        node {
          id
          ...OfficeCard_office
        }
      }
    }
  }
`;
