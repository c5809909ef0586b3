// node figures.mjs URL: what the first visit costs. Prints bytes by file and first contentful paint, of five visits the
// middle; then bytes, requests and paints of first visits over a slow network, and fails beyond their budget.
import { openBrowser, drawn, PHONE } from './browser.mjs';
import { LONGEST_LCP_MS, MOST_BYTES, visit } from './slow.mjs';

const [base] = process.argv.slice(2);
const browser = await openBrowser(base);
const visits = [];
for (let visit = 0; visit < 5; visit += 1) {
  const { page, context, go } = await browser.window();
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  const files = new Map();
  const names = new Map();
  session.on('Network.responseReceived', ({ requestId, response }) =>
    names.set(requestId, new URL(response.url).pathname),
  );
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const name = names.get(requestId);
    if (name) files.set(name, encodedDataLength);
  });
  await go('/ru');
  await drawn(page);
  const paints = await page.evaluate(() =>
    performance.getEntriesByType('paint').map(({ name, startTime }) => [name, startTime]),
  );
  const mapMs = await page.evaluate(() => performance.now());
  const worker = await page.evaluate(async () => {
    // A worker asks for its own script, out of sight of the page; its packed size is that of one more request.
    const [name] = performance
      .getEntriesByType('resource')
      .flatMap(({ name }) => (/worker/.test(name) ? [name] : []));
    if (!name) return 0;
    await fetch(name, { cache: 'reload' });
    return performance.getEntriesByName(name).at(-1)?.encodedBodySize ?? 0;
  });
  visits.push({ worker, files, paint: Object.fromEntries(paints)['first-contentful-paint'], mapMs });
  await context.close();
}
const slow = [];
for (const path of [
  '/ru',
  '/ru/answer?service=preschool-queue&place=Settlement:akm-akkol-karasai-kyna',
  '/kk/offices/akm-akkol-psc',
  '/ru/services/preschool-queue',
  '/ru/places/District:akm-akkol',
]) {
  const window = await browser.window({ viewport: PHONE, isMobile: true, hasTouch: true });
  slow.push(await visit(window, path));
  await window.context.close();
}
await browser.close();

const middle = (values) => values.sort((one, other) => one - other)[Math.floor(values.length / 2)];
const [{ files, worker }] = visits;
const own = [...files].filter(
  ([name]) => name === '/ru' || (name.startsWith('/assets/') && !name.includes('worker')),
);
const first = own;
const sum = (list) => list.reduce((total, [, bytes]) => total + bytes, 0);
for (const [name, bytes] of own) console.log(`${String(bytes).padStart(9)}  ${name}`);
console.log(
  `${String(sum(first)).padStart(9)}  first load, packed, without the worker of the map (limit 350,000)`,
);
console.log(`${String(worker).padStart(9)}  worker of the map`);
console.log(`${String(sum([...files]) - sum(own)).padStart(9)}  answers and tiles`);
console.log(
  `${String(Math.round(middle(visits.map(({ paint }) => paint)))).padStart(9)}  ms to the first contentful paint`,
);
console.log(
  `${String(Math.round(middle(visits.map(({ mapMs }) => mapMs)))).padStart(9)}  ms to the map drawn (software rendering)`,
);

console.log('\nFirst visits at 400 kbit/s and 400 ms, on a phone, before the map:');
console.log('    bytes  requests  twice   fcp ms   lcp ms');
for (const { path, bytes, requests, twice, fcpMs, lcpMs, lcpOf } of slow)
  console.log(
    `${String(bytes).padStart(9)}${String(requests).padStart(10)}${String(twice.length).padStart(7)}` +
      `${String(Math.round(fcpMs)).padStart(9)}${String(Math.round(lcpMs)).padStart(9)}  ${path} (${lcpOf})`,
  );
const missed = slow.filter(
  ({ bytes, lcpMs, twice }) => bytes > MOST_BYTES || lcpMs > LONGEST_LCP_MS || twice.length > 0,
);
for (const { path, twice, files } of missed) console.log(`missed: ${path}`, twice, files);
process.exitCode = missed.length > 0 ? 1 : 0;
