// Opens pages of another site that hold the components: node embedded.mjs FOLDER AXE PAGE...
// KENSE_CHROMIUM names the browser. Serves the folder from another origin, clicks the map of each page, and prints
// what the elements showed, the marks of the map, what was sent with a token or a cookie, and complaints.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { chromium } from 'playwright-core';

const [folder, axeFile, ...pages] = process.argv.slice(2);
const kinds = { '.html': 'text/html', '.js': 'text/javascript', '.mjs': 'text/javascript', '.css': 'text/css' };
const axe = await readFile(axeFile, 'utf8');
const site = createServer(async (request, answer) => {
  const path = new URL(request.url, 'http://site').pathname;
  const content = await readFile(join(folder, path)).catch(() => null);
  answer.writeHead(content === null ? 404 : 200, { 'content-type': kinds[extname(path)] ?? 'image/png' });
  answer.end(content);
});
await new Promise((begun) => site.listen(0, '127.0.0.1', begun));
const browser = await chromium.launch({ executablePath: process.env.KENSE_CHROMIUM, chromiumSandbox: false });
const seen = {};
for (const name of pages) {
  const page = await browser.newPage();
  const complaints = [];
  const credentials = [];
  page.on('console', (line) => line.type() === 'error' && complaints.push(line.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', async (request) => {
    const headers = await request.allHeaders().catch(() => ({}));
    if (headers.authorization || headers.cookie) credentials.push(request.url());
  });
  await page.goto(`http://localhost:${site.address().port}/${name}.html`);
  const inFrame = (await page.locator('iframe').count()) > 0;
  const element = (inFrame ? page.frameLocator('iframe') : page).locator('kense-nearest, kense-answer');
  // Not the words for whoever runs no script, which stand in the element and are hidden by its shadow root.
  const cards = element.locator('[part=card]');
  await cards.first().waitFor();
  const shown = await element.evaluate((found) => found.shadowRoot.querySelector('[part=result]').innerText);
  const marks = page.locator('path.leaflet-interactive, .maplibregl-marker');
  const map = page.locator('#map');
  let moved = null;
  if (await map.count()) {
    await marks.first().waitFor();
    await map.click({ position: { x: 100, y: 60 } });
    await page.waitForFunction(() => document.querySelector('[point]')?.getAttribute('point') !== '53.28,69.38');
    moved = await page.locator('[point]').getAttribute('point');
    await cards.first().waitFor();
  }
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() =>
    globalThis.axe.run('kense-nearest, kense-answer, iframe', { resultTypes: ['violations'] }),
  );
  seen[name] = {
    shown,
    marks: await marks.count(),
    moved,
    complaints,
    credentials,
    violations: violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`),
  };
  await page.close();
}
await browser.close();
site.close();
console.log(JSON.stringify(seen));
