// One Chromium for all journeys; every page of it notes what it asked of other hosts and what it complained of.
import { chromium } from 'playwright-core';

export const DESKTOP = { width: 1366, height: 820 };
export const PHONE = { width: 360, height: 740 };

/** Opens windows of a browser at an address; `seen` gathers what no journey may cause, but for hosts of `friends`. */
export async function openBrowser(base, friends = []) {
  const browser = await chromium.launch({
    executablePath: process.env.KENSE_CHROMIUM,
    chromiumSandbox: false,
  });
  const host = new URL(base).host;
  const seen = { strangers: new Set(), complaints: [] };

  /** Without `map` the browser has no WebGL: the page works on, and journeys that look at no map are quick. */
  async function window({ map = true, ...options } = {}) {
    const context = await browser.newContext({
      viewport: DESKTOP,
      locale: 'ru-RU',
      serviceWorkers: 'block', // a worker would answer in the place of what journeys put in the way
      ...options,
    });
    if (!map) await context.addInitScript(withoutWebgl);
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    page.on('request', (request) => {
      const asked = new URL(request.url());
      if (/^(http|ws)/.test(asked.protocol) && asked.host !== host && !friends.includes(asked.host))
        seen.strangers.add(asked.host);
    });
    page.on('console', (line) => {
      // What software rendering says of itself, and a network or a token that a journey takes away on purpose.
      if (
        /GPU stall|ERR_INTERNET_DISCONNECTED|ERR_FAILED|blocked by Playwright|status of 40[014]/.test(
          line.text(),
        )
      )
        return;
      if (['error', 'warning'].includes(line.type())) seen.complaints.push(`${page.url()}: ${line.text()}`);
    });
    page.on('pageerror', (error) => seen.complaints.push(`${page.url()}: ${String(error)}`));
    const go = (path) => page.goto(base + path);
    return { page, context, go, map: () => mapOf(page) };
  }
  return { window, seen, close: () => browser.close() };
}

function withoutWebgl() {
  const { getContext } = HTMLCanvasElement.prototype;
  HTMLCanvasElement.prototype.getContext = function (kind, ...more) {
    return kind.startsWith('webgl') ? null : getContext.call(this, kind, ...more);
  };
}

/** Waits until the map has drawn all it was told to. */
export async function drawn(page) {
  await page.waitForFunction(
    () => {
      const { map } = document.querySelector('.map-canvas') ?? {};
      return map?.loaded() && map.areTilesLoaded() && !map.isMoving();
    },
    undefined,
    { timeout: 60_000 },
  ); // drawn by the processor, which others use, too
}

function mapOf(page) {
  return {
    drawn: () => drawn(page),
    /** Properties of what is drawn in layers. */
    async features(...layers) {
      await drawn(page);
      return page.evaluate(
        (names) =>
          document
            .querySelector('.map-canvas')
            .map.queryRenderedFeatures({ layers: names })
            .map((feature) => feature.properties),
        layers,
      );
    },
    async look(zoom, longitude, latitude) {
      await drawn(page);
      await page.evaluate(
        ([z, lng, lat]) => document.querySelector('.map-canvas').map.jumpTo({ zoom: z, center: [lng, lat] }),
        [zoom, longitude, latitude],
      );
      await drawn(page);
    },
  };
}
