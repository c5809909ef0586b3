// What those who publish do: bring in an act and take it back, bring in an agency's list.
import assert from 'node:assert/strict';
import { PHONE } from './browser.mjs';
import { violations } from './first.mjs';

const ACT = process.env.KENSE_ACT; // a file
const LIST = process.env.KENSE_LIST; // a file
const SHEET = process.env.KENSE_SHEET; // a workbook of 1,000 lines

async function signedIn(open, path, token, options = {}) {
  const window = await open({ map: false, ...options });
  await window.page.addInitScript((kept) => sessionStorage.setItem('kense.token', kept), token);
  await window.go(path);
  return window;
}

async function isClean(page) {
  assert.deepEqual(await violations(page), []);
}

const says = (page, text) => page.getByRole('status').filter({ hasText: text }).last().waitFor();

export const publishing = {
  async 'a publisher brings in an act and takes it back'({ open, tokens }) {
    const { page, go } = await signedIn(open, '/ru/desk/acts', tokens.publisher);
    await page.locator('#act-file').setInputFiles(ACT);
    await page.getByText('прочитана').waitFor();
    await page.getByText(/^Строки текста: \d+$/).click();
    await page.locator('.account .row .kind').first().waitFor();
    const profile = page.locator('#profile');
    assert.match(await profile.inputValue(), /# guessed/);
    await profile.fill((await profile.inputValue()).replace(/^id: .*/m, 'id: [broken'));
    await page.getByRole('button', { name: 'Подготовить' }).click();
    await page.getByText('В профиле ошибка').waitFor();
    await isClean(page);
    await page.reload();
    await page.getByRole('button', { name: 'Подготовить' }).click();
    await says(page, 'подготовка: готово');
    await page.getByRole('link', { name: 'Проверить' }).click();
    await page.getByRole('heading', { name: 'По территориям и услугам' }).waitFor();
    await page.getByText('Все изменения').click();
    await page.getByText('Тестовая Аккольская районная поликлиника').first().waitFor();
    await isClean(page);
    await page.getByRole('button', { name: 'Опубликовать' }).click();
    await page.getByRole('button', { name: 'Да' }).click();
    await says(page, 'Опубликовано: издание 2');
    await go('/ru/desk/acts');
    await page.getByText('Подготовленных актов нет').waitFor();
    await page.getByRole('button', { name: 'Отменить последнюю публикацию' }).click();
    await says(page, 'Опубликовано: издание 3');
    await isClean(page);
  },

  async 'on a phone a publisher reads, stages, cancels and discards an act'({ open, tokens }) {
    const { page, go } = await signedIn(open, '/kk/desk/acts', tokens.publisher, { viewport: PHONE });
    await page.locator('#act-file').setInputFiles(ACT);
    await page.locator('#profile').waitFor();
    await page.getByRole('button', { name: 'Дайындау' }).click();
    await page.getByRole('button', { name: 'Тоқтату' }).click();
    await page.getByText('Тапсырма тоқтатылды').waitFor();
    await page.getByRole('button', { name: 'Дайындау' }).click();
    await says(page, 'дайындау: дайын');
    await isClean(page);
    await go('/kk/desk/acts');
    const staged = page.locator('section', { hasText: 'Дайындалған актілер' });
    await staged.getByRole('button', { name: 'Өшіру' }).click();
    await page.getByText('Дайындалған акт жоқ').waitFor();
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(wide <= 0, `${wide} px wider than the phone`);
    await isClean(page);
  },

  async 'a list is shown line by line, decided upon, and written'({ open, tokens }) {
    const { page } = await signedIn(open, '/kk/desk/import', tokens.editor, { viewport: PHONE });
    await page.locator('#list').setInputFiles(SHEET);
    await page.waitForFunction(() => document.querySelector('#csv').value.includes('Наименование'));
    assert.equal((await page.locator('#csv').inputValue()).split('\n').length, 1002);
    await page.locator('#list').setInputFiles(LIST);
    await page.waitForFunction(() => document.querySelector('#csv').value.includes('пн-пт 9:00-18:00'));
    await page.locator('#reason').fill('жылдық тізім');
    await page.locator('#evidence').fill('мекеменің хаты');
    await page.getByRole('button', { name: 'Нәтижесін көрсету' }).click();
    await page.getByText('Оқылған жолдар: 3').waitFor();
    const row = (outcome) => page.locator(`tr.${outcome}`);
    await row('refused').getByText('«phones» бағаны: бұл мән жарамайды').waitFor();
    await row('changed').getByText('Дс–Жм 09:00–18:00').waitFor();
    await isClean(page);
    await row('ambiguous').getByRole('combobox').selectOption({ label: 'Жаңа мекеме' });
    await row('created').waitFor();
    assert.ok(await page.getByRole('button', { name: 'Жазу: 2' }).isDisabled());
    await page.getByRole('checkbox').check();
    await page.getByRole('button', { name: 'Жазу: 2' }).click();
    await says(page, 'Жазылған жолдар: 2');
  },

  async 'who is no publisher is told how to come in'({ open, tokens }) {
    const { page, go } = await signedIn(open, '/ru/desk/acts', tokens.editor);
    await page.getByText('Это рабочее место издателя').waitFor();
    await isClean(page);
    await go('/ru/desk/nothing');
    await page.getByText('Такой страницы нет').waitFor();
  },
};
