// node screenshots.mjs URL FOLDER: the pictures of the README. KENSE_CHROMIUM and KENSE_TOKENS as for run.mjs.
import { openBrowser, drawn } from './browser.mjs';

const [base, folder] = process.argv.slice(2);
const { editor } = JSON.parse(process.env.KENSE_TOKENS);
const browser = await openBrowser(base);
const DESK = { viewport: { width: 1200, height: 750 } };
const PHONE = { viewport: { width: 390, height: 780 } };
const KYNA = 'Settlement:akm-akkol-karasai-kyna';

async function picture(name, size, path, prepare = async () => {}) {
  const { page, context, go } = await browser.window(size);
  await go(path);
  await page.locator('.skeleton').first().waitFor({ state: 'detached' });
  await page.locator('h1, h2').first().waitFor();
  await page.waitForTimeout(1500);
  await prepare(page, go);
  if (await page.locator('.map-canvas').count()) await drawn(page); // on a phone it is folded
  await page.waitForTimeout(800);
  await page.screenshot({ path: `${folder}/${name}.png` });
  await context.close();
}

async function conflict(page, go) {
  const save = (each) => each.getByRole('button', { name: 'Сохранить' }).click();
  await page.locator('textarea').fill(editor);
  await page.getByRole('button', { name: 'Войти' }).click();
  await page.getByText('редактор').waitFor();
  const path = '/ru/offices/akm-akkol-karasai-akimat/edit';
  await go(path);
  await page.locator('#addressRu').fill('020110, с. Карасай, ул. Мира, 3');
  await page.locator('#openingHours').fill('Mo-Fr 09:00-13:00');
  await page.locator('#reason').fill('проверено по вывеске');
  const other = await page.context().newPage();
  await other.goto(`${base}/ru/account`);
  await other.locator('textarea').fill(editor);
  await other.getByRole('button', { name: 'Войти' }).click();
  await other.getByText('редактор').waitFor();
  await other.goto(base + path);
  await other.locator('#addressRu').fill('020110, с. Карасай, ул. Мира, 1');
  await other.locator('#reason').fill('письмо акима');
  await save(other);
  await other.getByRole('status').filter({ hasText: 'версия 2' }).waitFor();
  await other.close();
  await save(page);
  await page.locator('.conflict').waitFor();
}

await picture('answer', DESK, `/ru/answer?service=preschool-queue&place=${KYNA}`);
await picture('phone', PHONE, `/kk/answer?service=preschool-queue&place=${KYNA}`);
await picture('coverage', DESK, '/kk/coverage?service=preschool-queue&within=Region:akm');
await picture(
  'service',
  DESK,
  '/ru/services/preschool-queue?compare=krg-2008-35-01-s03..gov-2012-1119-s01',
  (page) => page.locator('.diff').evaluate((table) => table.scrollIntoView({ block: 'start' })),
);
await picture('conflict', DESK, '/ru/account', conflict);
await browser.close();
