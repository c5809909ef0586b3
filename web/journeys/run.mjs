// node run.mjs URL: makes all journeys in one browser and prints what came of each, a JSON object.
// KENSE_CHROMIUM names the browser; KENSE_TOKENS holds tokens of an editor, a reviewer and an expired one;
// KENSE_PROVIDER says where to run the identity provider that the server believes, and with which key. With
// KENSE_ACT, a file, and a token of a publisher the journeys are those of publishers alone: they change a registry.
import { openBrowser } from './browser.mjs';
import { atTheDesk, desk } from './desk.mjs';
import { editing } from './editors.mjs';
import { first } from './first.mjs';
import { plain, told, wordsOf } from './journeys.mjs';
import { publishing } from './publishers.mjs';
import { startProvider } from './provider.mjs';

const [base, only] = process.argv.slice(2);
const tokens = JSON.parse(process.env.KENSE_TOKENS ?? '{}');
const at = [
  '/ru',
  '/kk/answer?service=preschool-queue&place=Settlement:akm-akkol-karasai-kyna',
  '/kk/offices/akm-akkol-psc',
  '/ru/services/preschool-queue',
  '/kk/places/District:akm-akkol',
  '/en/coverage?within=Region:akm',
  '/ru/offices/akm-akkol-psc/edit',
  '/ru/positions',
  '/kk/desk',
  '/ru/desk/review',
  '/en/nearest?point=53.28,69.38',
  '/ru/answer?ask=детский сад Кына',
  '/kk/answer?ask=паспорт',
  '/en/services',
  '/ru/acts/gov-2012-1119?standard=1&annex=2&line=1543',
];
const ofPublishers = Object.entries(publishing).map(([name, make]) => [name, make, {}]);
const ofAll = () => [
  ...['kk', 'ru'].flatMap((language) =>
    Object.entries(told).map(([name, make]) => [
      `${name} (${language})`,
      make,
      { language, words: wordsOf(language) },
    ]),
  ),
  ...Object.entries(plain).map(([name, make]) => [name, make, { at }]),
  ...Object.entries(first).map(([name, make]) => [name, make, {}]),
  ...Object.entries(editing).map(([name, make]) => [name, make, {}]),
  // The last ones: they make offices and merge them.
  ...['kk', 'ru'].flatMap((language) =>
    Object.entries(atTheDesk).map(([name, make]) => [`${name} (${language})`, make, { language }]),
  ),
  ...Object.entries(desk).map(([name, make]) => [name, make, {}]),
];
const journeys = (process.env.KENSE_ACT ? ofPublishers : ofAll()).filter(
  ([name]) => !only || only.split('|').some((part) => name.includes(part)),
);

const provider = JSON.parse(process.env.KENSE_PROVIDER ?? 'null');
const running = provider && (await startProvider({ ...provider, page: base }));
const browser = await openBrowser(base, provider ? [new URL(provider.issuer).host] : []);
const results = {};
for (const [name, make, more] of journeys) {
  const windows = [];
  // In Kazakh the map flies from place to place. In Russian it jumps, as for whoever wants no motion: without
  // a graphics card each frame of a flight costs more than all the rest of a journey.
  const motion = more.language === 'ru' ? { reducedMotion: 'reduce' } : {};
  const open = async (options) => {
    const opened = await browser.window({ ...motion, ...options });
    windows.push(opened);
    return opened;
  };
  const started = performance.now();
  try {
    await make({ open, base, tokens, provider, ...more });
    results[name] = { failed: null, ms: Math.round(performance.now() - started) };
  } catch (error) {
    const shown = await windows
      .at(-1)
      ?.page.locator('body')
      .innerText()
      .catch(() => '');
    results[name] = {
      failed: `${error.stack}\n--- shown ---\n${(shown ?? '').slice(0, 1500)}`,
      ms: Math.round(performance.now() - started),
    };
  }
  await Promise.all(windows.map(({ context }) => context.close()));
}
await browser.close();
await running?.close();
console.log(
  JSON.stringify({ results, strangers: [...browser.seen.strangers], complaints: browser.seen.complaints }),
);
