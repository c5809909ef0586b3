// Opens GraphiQL in a real browser and runs a query: node browser.mjs URL QUERY. KENSE_CHROMIUM names the browser.
// Prints the hosts asked, what the console complained of, and the result that is shown.
import { chromium } from 'playwright-core';

const [url, query] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath: process.env.KENSE_CHROMIUM, chromiumSandbox: false });
const page = await browser.newPage();
const hosts = new Set();
const complaints = [];
page.on('request', (request) => {
  const asked = new URL(request.url());
  if (asked.protocol.startsWith('http') || asked.protocol.startsWith('ws')) hosts.add(asked.host);
});
page.on('console', (line) => line.type() === 'error' && complaints.push(line.text()));
page.on('pageerror', (error) => complaints.push(String(error)));
await page.goto(`${url}?query=${encodeURIComponent(query)}`, { waitUntil: 'networkidle' });
await page.getByRole('button', { name: /execute query/i }).click();
const result = page.locator('.graphiql-response, .result-window').first();
await page.waitForFunction(() => /"data"/.test(document.querySelector('.result-window, .graphiql-response')?.innerText ?? ''));
const shown = await result.innerText();
await browser.close();
console.log(JSON.stringify({ hosts: [...hosts], complaints, shown }));
