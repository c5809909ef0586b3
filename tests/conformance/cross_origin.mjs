// A page of another site reads with headers of its own: node cross_origin.mjs SERVER HEADERS PATH...
// KENSE_CHROMIUM names the browser. Prints what the page saw of each answer, or why the browser refused it.
import { createServer } from 'node:http';
import { chromium } from 'playwright-core';

const [server, headers, ...paths] = process.argv.slice(2);
const site = createServer((_, answer) => answer.end('<!doctype html><title>elsewhere</title>'));
await new Promise((begun) => site.listen(0, '127.0.0.1', begun));
const browser = await chromium.launch({ executablePath: process.env.KENSE_CHROMIUM, chromiumSandbox: false });
const page = await browser.newPage();
// `localhost` and `127.0.0.1` are two sites for a browser.
await page.goto(`http://localhost:${site.address().port}/`);
const seen = await page.evaluate(
  async ([from, sent, asked]) => {
    const read = async (path, address, options) => {
      try {
        const answer = await fetch(address, options);
        await answer.arrayBuffer();
        const { headers: told, status } = answer;
        return { path, status, tag: told.get('etag'), request: told.get('x-request-id') };
      } catch (error) {
        return { path, failed: String(error) };
      }
    };
    const post = { 'content-type': 'application/json', ...sent };
    const body = JSON.stringify({ query: 'query Q { edition { number } }' });
    return [
      await read('POST /graphql', `${from}/graphql`, { method: 'POST', headers: post, body }),
      ...(await Promise.all(asked.map((path) => read(path, from + path, { headers: sent })))),
    ];
  },
  [server, JSON.parse(headers), paths],
);
await browser.close();
site.close();
console.log(JSON.stringify(seen));
