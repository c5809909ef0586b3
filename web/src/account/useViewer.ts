// The signed-in account, queried again when the token changes.
import { useEffect, useState } from 'preact/hooks';
import { ViewerDocument, type ViewerQuery } from '../api/generated/graphql';
import { forget, type Query, useQuery } from '../api/useQuery';
import { onSession, token } from './session';

export type Viewer = NonNullable<ViewerQuery['viewer']>;

export function useViewer(): Query<ViewerQuery> & { viewer: Viewer | null; signedIn: boolean } {
  const [signedIn, setSignedIn] = useState(token() !== null);
  const query = useQuery(ViewerDocument, signedIn ? {} : null);
  useEffect(
    () =>
      onSession(() => {
        setSignedIn(token() !== null);
        forget();
      }),
    [],
  );
  return { ...query, viewer: signedIn ? (query.data?.viewer ?? null) : null, signedIn };
}

export function mayEdit(viewer: Viewer | null): boolean {
  return viewer?.rights.includes('EDIT') ?? false;
}

export function mayReview(viewer: Viewer | null): boolean {
  return viewer?.rights.includes('REVIEW') ?? false;
}
