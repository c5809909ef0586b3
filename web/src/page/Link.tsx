// Links inside the page, in the language of the page.
import type { ComponentChildren } from 'preact';
import { useLanguage } from '../words/language';

interface Props {
  to: string;
  class?: string;
  lang?: string | undefined;
  'aria-current'?: 'page' | 'true' | undefined;
  children: ComponentChildren;
}

export function Link({ to, children, ...rest }: Props) {
  const language = useLanguage();
  return (
    <a {...rest} href={`/${language}${to}`}>
      {children}
    </a>
  );
}
