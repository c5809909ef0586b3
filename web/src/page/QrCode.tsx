// The address of a page as a QR code, for paper; its library is loaded when the page is idle.
import { useEffect, useState } from 'preact/hooks';

/** Modules of white around it that readers need (ISO/IEC 18004). */
const QUIET = 4;

export function QrCode({ text, label }: { text: string; label: string }) {
  const [code, setCode] = useState<{ path: string; size: number } | null>(null);
  useEffect(() => {
    let gone = false;
    const timer = setTimeout(() => {
      void import('uqr').then(
        ({ encode }) => {
          const { data, size } = encode(text, { ecc: 'M', border: QUIET });
          const path = data.flatMap((row, y) =>
            row.flatMap((dark, x) => (dark ? [`M${x.toString()} ${y.toString()}h1v1h-1z`] : [])),
          );
          if (!gone) setCode({ path: path.join(''), size });
        },
        () => {
          // The printed page also shows the address as text.
        },
      );
    }, 500);
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [text]);
  if (!code) return null;
  const side = code.size.toString();
  return (
    <svg
      class="qr"
      role="img"
      aria-label={label}
      viewBox={`0 0 ${side} ${side}`}
      shape-rendering="crispEdges"
    >
      <path d={code.path} />
    </svg>
  );
}
