// Opens the example map in a real browser: node example.mjs SERVER FOLDER. KENSE_CHROMIUM names the browser.
// Serves the folder from another origin. Prints the marks, what the console complained of, and the office that a click shows.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { chromium } from 'playwright-core';

const [server, folder] = process.argv.slice(2);
const kinds = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };
const site = createServer(async (request, answer) => {
  const path = new URL(request.url, 'http://site').pathname;
  const content = await readFile(join(folder, path)).catch(() => null);
  answer.writeHead(content === null ? 404 : 200, { 'content-type': kinds[extname(path)] ?? 'image/png' });
  answer.end(content);
});
await new Promise((begun) => site.listen(0, '127.0.0.1', begun));
const browser = await chromium.launch({ executablePath: process.env.KENSE_CHROMIUM, chromiumSandbox: false });
const page = await browser.newPage();
const complaints = [];
page.on('console', (line) => line.type() === 'error' && complaints.push(line.text()));
page.on('pageerror', (error) => complaints.push(String(error)));
await page.goto(`http://localhost:${site.address().port}/index.html?server=${server}`);
const marks = page.locator('path.leaflet-interactive');
await marks.first().waitFor();
const count = await marks.count();
// The nearest view of one office; a cluster opens at each click.
for (let step = 0; step < 12 && (await page.locator('#office h1').count()) === 0; step += 1) {
  await page.evaluate(() => { window.clicked = document.querySelector('path.leaflet-interactive'); });
  await marks.first().dispatchEvent('click');
  await page.waitForFunction(() => {
    const first = document.querySelector('path.leaflet-interactive');
    return document.querySelector('#office h1') || (first && first !== window.clicked);
  });
}
const shown = await page.locator('#office').innerText();
await browser.close();
site.close();
console.log(JSON.stringify({ count, complaints, shown }));
