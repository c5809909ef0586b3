// What axe finds on the page as it is now, and whether it is wider than the window.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

const AXE = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export async function findings(page) {
  await page.locator('.skeleton').first().waitFor({ state: 'detached' });
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() =>
    globalThis.axe.run(document, { resultTypes: ['violations'] }),
  );
  const { pathname } = new URL(page.url());
  const found = violations.map(
    ({ id, nodes }) => `${pathname}: ${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`,
  );
  const wide = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  return wide > 0 ? [...found, `${pathname}: ${wide} px too wide`] : found;
}
