// What a visit costs on a slow network: bytes, requests, first and largest contentful paint, what was asked twice.

/** 400 kbit/s and 400 ms: the network for which the page has a budget. */
export const SLOW = { downloadThroughput: 50_000, uploadThroughput: 50_000, latency: 400, offline: false };
/** Packed bytes of a first answer, without the map. */
export const MOST_BYTES = 150_000;
export const LONGEST_LCP_MS = 2_500;

/** Files that are of the map: they come after the words. */
const OF_THE_MAP = /\/assets\/(engine|maplibre)|^\/tiles\/|\/style\.json/;

/** Visits a path of an empty browser, throttled, until the map has begun to load or `until` ms have passed. */
export async function visit(window, path, network = SLOW, until = 12_000) {
  const session = await window.context.newCDPSession(window.page);
  await session.send('Network.enable');
  await session.send('Network.setCacheDisabled', { cacheDisabled: false });
  await session.send('Network.emulateNetworkConditions', network);
  const requests = new Map();
  session.on('Network.requestWillBeSent', ({ requestId, request }) => {
    const { pathname, search, protocol } = new URL(request.url);
    if (protocol.startsWith('http'))
      requests.set(requestId, { path: pathname + search, body: request.postData ?? '', bytes: 0 });
  });
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const known = requests.get(requestId);
    if (known) known.bytes = encodedDataLength;
  });
  await window.page.addInitScript(() => {
    globalThis.largest = [];
    new PerformanceObserver((list) => {
      for (const { startTime, size, element } of list.getEntries())
        globalThis.largest.push({ ms: startTime, size, what: element?.className || element?.tagName || '' });
    }).observe({ type: 'largest-contentful-paint', buffered: true });
  });
  await window.go(path);
  const begun = Date.now();
  const isMap = () => [...requests.values()].some((each) => OF_THE_MAP.test(each.path));
  while (!isMap() && Date.now() - begun < until) await window.page.waitForTimeout(50);
  await window.page.waitForTimeout(300);
  const seen = [...requests.values()];
  const { largest, first } = await window.page.evaluate(() => ({
    largest: globalThis.largest.at(-1) ?? null,
    first: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null,
  }));
  const keys = seen.map(({ path: asked, body }) => asked + body);
  const before = seen.filter((each) => !OF_THE_MAP.test(each.path));
  return {
    path,
    requests: before.length,
    bytes: before.reduce((sum, each) => sum + each.bytes, 0),
    files: before.map(({ path: asked, bytes }) => [bytes, asked]),
    twice: keys.filter((key, at) => keys.indexOf(key) !== at),
    fcpMs: first,
    lcpMs: largest?.ms ?? null,
    lcpOf: largest?.what ?? '',
  };
}
