// What those who keep the registry right do: change an office, meet a conflict, go back, propose and review.
import assert from 'node:assert/strict';

const OFFICE = 'akm-akkol-education';

async function signedIn(open, go, token) {
  const window = await open({ map: false });
  await window.go('/ru/account');
  await window.page.locator('textarea').fill(token);
  await window.page.getByRole('button', { name: 'Войти', exact: true }).click();
  await window.page.getByText('редактор').waitFor();
  await window.go(go);
  return window;
}

async function fill(page, field, value, reason = 'проверено по вывеске') {
  await page.locator(`#${field}`).fill(value);
  await page.locator('#reason').fill(reason);
  await page.locator('#evidence').fill('вывеска у входа');
}

const save = (page) => page.getByRole('button', { name: 'Сохранить' }).click();

export const editing = {
  async 'an editor changes an office, is held to its rules, and goes back'({ open, tokens }) {
    const { page } = await signedIn(open, `/ru/offices/${OFFICE}/edit`, tokens.editor);
    await fill(page, 'openingHours', 'каждый день');
    await save(page);
    await page.locator('#openingHours-problems p').first().waitFor();
    assert.equal(await page.locator('#openingHours').inputValue(), 'каждый день');
    await fill(page, 'openingHours', 'Mo-Fr 09:00-18:30');
    await page.getByRole('button', { name: 'Проверить' }).click();
    await page.getByText('Ошибок нет').waitFor();
    await save(page);
    await page.getByRole('status').filter({ hasText: 'Сохранено: версия 2' }).waitFor();
    await page.getByText('Пн–Пт 09:00–18:30').first().waitFor();
    await page.locator('details.section > summary').click();
    await page.getByText('проверено по вывеске').waitFor();
    await page.getByRole('button', { name: 'Вернуть эту версию: 1' }).click();
    await page.locator('.history input').fill('ошибка');
    await page.getByRole('button', { name: 'Вернуть эту версию: 1' }).click();
    await page.getByRole('status').filter({ hasText: 'версия 3' }).waitFor();
    await page.getByText('по стандарту услуги').first().waitFor();
  },

  async 'two editors of one office lose nothing in a conflict'({ open, tokens }) {
    const path = '/ru/offices/akm-akkol-karasai-akimat/edit';
    const one = await signedIn(open, path, tokens.editor);
    const other = await signedIn(open, path, tokens.editor);
    await one.page.locator('#addressRu').waitFor();
    await fill(other.page, 'addressRu', '020110, с. Карасай, ул. Мира, 3');
    await other.page.locator('#openingHours').fill('Mo-Fr 09:00-13:00');
    await fill(one.page, 'addressRu', '020110, с. Карасай, ул. Мира, 1');
    await save(one.page);
    await one.page.getByRole('status').filter({ hasText: 'версия 2' }).waitFor();
    await save(other.page);
    const conflict = other.page.locator('.conflict');
    await conflict.waitFor();
    const shown = await conflict.innerText();
    assert.match(shown, /ул\. Мира, 1/);
    assert.match(shown, /ул\. Мира, 3/);
    assert.match(shown, /изменили оба/);
    assert.match(shown, /Mo-Fr 09:00-13:00/);
    await conflict
      .locator('fieldset', { hasText: 'Адрес на русском' })
      .getByLabel('Сейчас в реестре')
      .check();
    await conflict.getByRole('button', { name: 'Продолжить' }).click();
    assert.equal(await other.page.locator('#addressRu').inputValue(), '020110, с. Карасай, ул. Мира, 1');
    assert.equal(await other.page.locator('#openingHours').inputValue(), 'Mo-Fr 09:00-13:00');
    await save(other.page);
    await other.page.getByRole('status').filter({ hasText: 'версия 3' }).waitFor();
  },

  async 'a token that ends while somebody types takes nothing away'({ open, tokens }) {
    const { page, go } = await signedIn(open, `/ru/offices/${OFFICE}/edit`, tokens.editor);
    await fill(page, 'addressRu', 'г. Акколь, ул. Бегильдинова, 12');
    // The server refuses the token from now on, as it does one that has expired.
    const refuse = (route) =>
      route.continue({
        headers: { ...route.request().headers(), authorization: `Bearer ${tokens.expired}` },
      });
    await page.route(/\/graphql(\?|$)/, refuse);
    await save(page);
    await page.getByRole('alert').filter({ hasText: 'Токен больше не действует' }).waitFor();
    await page.unroute(/\/graphql(\?|$)/, refuse);
    await page.getByRole('link', { name: 'Войти снова' }).click();
    await page.getByRole('heading', { name: 'Вход' }).waitFor();
    await go(`/ru/offices/${OFFICE}/edit`);
    await page.getByText('Мы сохранили то, что вы ввели раньше').waitFor();
    assert.equal(await page.locator('#addressRu').inputValue(), 'г. Акколь, ул. Бегильдинова, 12');
    assert.equal(await page.locator('#reason').inputValue(), 'проверено по вывеске');
  },

  async 'who knows where an office stands sets its point'({ open, tokens }) {
    const path = '/ru/offices/akm-akkol-enbek-akimat/edit';
    const { page, go } = await signedIn(open, path, tokens.editor);
    await fill(page, 'location', '', 'там больше не принимают');
    await save(page);
    await page.getByRole('status').filter({ hasText: 'версия 2' }).waitFor();
    await go('/ru/positions');
    const card = page.locator('.card', { hasText: 'Енбекского' });
    await card.getByText('положение убрал человек').waitFor();
    await card.getByRole('link', { name: 'Указать точку' }).click();
    await fill(page, 'location', 'у школы', 'видел сам');
    await save(page);
    await page.locator('#location-problems').getByText('Это не точка').waitFor();
    assert.equal(await page.locator('#location').inputValue(), 'у школы');
    await fill(page, 'location', '51.8213, 70.9803', 'видел сам');
    await save(page);
    await page.getByRole('status').filter({ hasText: 'версия 3' }).waitFor();
    await go('/ru/positions');
    await page.getByText('Всё найдено').waitFor();
  },

  async 'anybody proposes, a reviewer accepts'({ open, tokens }) {
    const path = '/ru/offices/akm-akkol-psc';
    const { page, go } = await open({ map: false });
    await go(`${path}/edit`);
    await fill(page, 'openingHours', 'Mo-Fr 09:00-19:00', 'был там вчера');
    await page.getByRole('button', { name: 'Отправить на проверку' }).click();
    await page.getByRole('status').filter({ hasText: 'отправлена на проверку' }).waitFor();
    const reviewer = await signedIn(open, '/ru/corrections', tokens.reviewer);
    const card = reviewer.page.locator('.card', { hasText: 'Аккольский районный отдел' });
    await card.getByText('был там вчера').waitFor();
    await card.getByRole('button', { name: 'Принять' }).click();
    await card.waitFor({ state: 'detached' });
    await reviewer.go(path);
    await reviewer.page.getByText('Пн–Пт 09:00–19:00').first().waitFor();
  },
};
