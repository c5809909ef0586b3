// Contacts of an office, as links for phones.
import type { ContactKind } from '../api/generated/graphql';
import { phone } from '../words/format';
import { useWords } from '../words/language';
import { mailTo } from '../words/mail';
import { telephone } from './Doing';

export interface Contact {
  kind: ContactKind;
  value: string;
  e164?: string | null | undefined;
  purpose?: string | null | undefined;
}

export function Contacts({ contacts }: { contacts: readonly Contact[] }) {
  const words = useWords().office;
  if (contacts.length === 0) return null;
  return (
    <ul class="contacts">
      {contacts.map((contact) => (
        <li key={contact.kind + contact.value}>
          <span class="hidden">{words.contactKinds[contact.kind]}: </span>
          {contact.kind === 'FAX' && <span class="detail">{words.contactKinds.FAX} </span>}
          <ContactLink contact={contact} />
          {contact.purpose && <span class="detail"> {contact.purpose}</span>}
        </li>
      ))}
    </ul>
  );
}

function ContactLink({ contact }: { contact: Contact }) {
  const shown = phone(contact.value);
  switch (contact.kind) {
    case 'PHONE':
    case 'HOTLINE':
    case 'FAX':
      return <a href={telephone(contact)}>{shown}</a>;
    case 'EMAIL':
      return <a href={mailTo(contact.value)}>{contact.value}</a>;
    case 'WEBSITE':
      return (
        <a
          href={/^https?:/.test(contact.value) ? contact.value : `http://${contact.value}`}
          rel="noopener noreferrer external"
        >
          {contact.value.replace(/^https?:\/\//, '')}
        </a>
      );
    case 'MESSENGER':
      return /^https?:/.test(contact.value) ? (
        <a href={contact.value} rel="noopener noreferrer external">
          {contact.value.replace(/^https?:\/\//, '')}
        </a>
      ) : (
        <span>{contact.value}</span>
      );
  }
}
