// Actions on an office: call, route, save, share.
import { useState } from 'preact/hooks';
import type { OfficeCardFragment } from '../api/generated/graphql';
import { slugOf } from '../page/address';
import { linkTo, mapLinks } from '../page/operator';
import { useAnswerWords } from '../words/answering';
import { useLanguage } from '../words/language';
import { calendar } from './calendar';
import { offerFile } from './textFiles';
import { vcard } from './vcard';

interface Props {
  office: OfficeCardFragment;
  /** The address to share, where it is not the page of the office. */
  shared?: string | undefined;
}

export function Doing({ office, shared }: Props) {
  const words = useAnswerWords();
  const language = useLanguage();
  const slug = slugOf(office.id);
  const page = `${location.origin}/${language}/offices/${slug}`;
  const phone = office.contacts.find(({ kind }) => kind === 'PHONE');
  const { basis } = office.openNow;
  const events =
    basis &&
    calendar({
      id: slug,
      name: office.name,
      address: office.address?.full ?? null,
      openingHours: basis.openingHours,
      timeZone: basis.timeZone,
    });
  return (
    <div class="doing">
      <p class="actions">
        {phone && (
          <a class="button" href={telephone(phone)}>
            {words.call}
          </a>
        )}
        <Share title={office.name} address={shared ?? page} />
        <button
          type="button"
          class="button quiet"
          onClick={() => {
            offerFile(`${slug}.vcf`, 'text/vcard', vcard(office, page));
          }}
        >
          {words.save}
        </button>
        {events && (
          <button
            type="button"
            class="button quiet"
            onClick={() => {
              offerFile(`${slug}.ics`, 'text/calendar', events);
            }}
          >
            {words.calendar}
          </button>
        )}
      </p>
      <Directions office={office} />
    </div>
  );
}

/** The address of a number for a phone; RFC 3966: +77172551474;ext=12 is a number with its extension. */
export function telephone({ value, e164 }: { value: string; e164?: string | null | undefined }): string {
  return `tel:${e164 ? value : value.replace(/[^\d+]/g, '')}`;
}

/** A link to a route, where at least the settlement is known: the middle of a district would mislead. */
function Directions({ office }: { office: OfficeCardFragment }) {
  const words = useAnswerWords();
  const { location, address } = office;
  if (!location || ['OKRUG', 'DISTRICT', 'REGION'].includes(location.precision)) return null;
  const at = `${location.latitude.toString()},${location.longitude.toString()}`;
  const isDoor = location.precision === 'BUILDING';
  // Where only the settlement is known, the phone's map searches the address around it.
  const sought = isDoor || !address ? `${at}(${office.name})` : address.full;
  const links = mapLinks();
  return (
    <p class="detail directions">
      {matchMedia('(pointer: coarse)').matches && (
        <a class="button quiet" href={`geo:${at}?q=${encodeURIComponent(sought)}`}>
          {words.directions}
        </a>
      )}
      {links.length > 0 && words.onMaps}
      {links.map((link) => (
        <a key={link.name} href={linkTo(link, location)} rel="noopener noreferrer external">
          {link.name}
        </a>
      ))}
    </p>
  );
}

/** Shares an address by the device's share dialog; without one it is copied. */
export function Share({ title, address }: { title: string; address: string }) {
  const words = useAnswerWords();
  const [copied, setCopied] = useState(false);
  const share = async (): Promise<void> => {
    // Some browsers have it on secure origins only, although their types always declare it.
    const data = { title, url: address };
    const navigates = navigator as Partial<Navigator>;
    if (navigates.share) {
      await navigator.share(data).catch(() => {
        // the user cancelled
      });
      return;
    }
    await navigates.clipboard?.writeText(address);
    setCopied(navigates.clipboard !== undefined);
  };
  return (
    <button type="button" class="button quiet" onClick={() => void share()}>
      {copied ? words.shared : words.share}
    </button>
  );
}
