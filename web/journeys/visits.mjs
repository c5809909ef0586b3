// node visits.mjs URL OFFICE: opens pages, that of an office first, as a visitor without an account does, and prints what the browser asked of the
// server: a JSON list of [method, path with its parameters], each once.
import { openBrowser } from './browser.mjs';

const [base, office] = process.argv.slice(2);
const PAGES = [
  office,
  '/ru',
  '/ru/services/preschool-queue',
  '/kk/answer?service=preschool-queue&place=Settlement:akm-akkol-karasai-kyna',
  '/en/places/District:akm-akkol',
];
const browser = await openBrowser(base);
const { page, context, go } = await browser.window({ map: false });
const asked = new Map();
page.on('request', (request) => {
  const { origin, pathname, search } = new URL(request.url());
  if (origin === base) asked.set(request.method() + pathname + search, [request.method(), pathname + search]);
});
for (const path of PAGES) {
  await go(path);
  await page.locator('main h1, main h2').first().waitFor();
  await page.waitForLoadState('networkidle');
}
await context.close();
await browser.close();
console.log(JSON.stringify([...asked.values()]));
