// A page of another site tries to change the registry from a visitor's browser: node cross_site.mjs URL DOCUMENT.
// KENSE_CHROMIUM names the browser. Prints what came of each way to send the document.
import { createServer } from 'node:http';
import { chromium } from 'playwright-core';

const [url, document] = process.argv.slice(2);
const site = createServer((_, answer) => answer.end('<!doctype html><title>elsewhere</title>'));
await new Promise((begun) => site.listen(0, '127.0.0.1', begun));
const browser = await chromium.launch({ executablePath: process.env.KENSE_CHROMIUM, chromiumSandbox: false });
const page = await browser.newPage();
// `localhost` and `127.0.0.1` are two sites for a browser.
await page.goto(`http://localhost:${site.address().port}/`);
const sent = await page.evaluate(
  async ([target, query]) => {
    const tried = async (options, address = target) => {
      try {
        const answer = await fetch(address, options);
        return answer.type === 'opaque' ? 'opaque' : answer.status;
      } catch (error) {
        return error.name;
      }
    };
    const body = JSON.stringify({ query });
    const json = { 'content-type': 'application/json' };
    return {
      json: await tried({ method: 'POST', headers: json, body }),
      plain: await tried({ method: 'POST', headers: { 'content-type': 'text/plain' }, body }),
      blind: await tried({ method: 'POST', mode: 'no-cors', body }),
      beacon: navigator.sendBeacon(target, new Blob([body], { type: 'text/plain' })),
      get: await tried({ mode: 'no-cors' }, `${target}?query=${encodeURIComponent(query)}`),
      events: await new Promise((ended) => {
        const source = new EventSource(`${target}?query=${encodeURIComponent(query)}`);
        source.onmessage = source.onopen = () => ended('opened');
        source.onerror = () => ended('refused');
      }),
      socket: await new Promise((ended) => {
        const socket = new WebSocket(target.replace('http', 'ws'), 'graphql-transport-ws');
        socket.onclose = () => ended('refused');
        socket.onopen = () => socket.send(JSON.stringify({ type: 'connection_init' }));
        socket.onmessage = ({ data }) => {
          const { type } = JSON.parse(data);
          if (type !== 'connection_ack') return ended(type);
          socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query } }));
        };
      }),
    };
  },
  [url, document],
);
// A form that sends itself, with a body that reads as JSON.
const shown = page.waitForNavigation({ timeout: 20_000 });
await page.evaluate(
  ([target, query]) => {
    const form = Object.assign(window.document.createElement('form'), {
      action: target,
      method: 'POST',
      enctype: 'text/plain',
    });
    const text = JSON.stringify({ query, x: '' });
    const field = window.document.createElement('input');
    [field.name, field.value] = [text.slice(0, -2), '"}'];
    form.append(field);
    window.document.body.append(form);
    form.submit();
  },
  [url, document],
);
sent.form = (await shown).status();
await browser.close();
site.close();
console.log(JSON.stringify(sent));
