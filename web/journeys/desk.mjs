// What editors and reviewers do at the desk: see what is missing, mend it, make, merge and close, decide, sign in.
import assert from 'node:assert/strict';
import { findings } from './axe.mjs';
import { PHONE } from './browser.mjs';

const WORDS = {
  kk: {
    title: 'Жұмыс үстелі',
    hours: /Жұмыс уақыты жоқ/,
    text: 'дс-жм 9:00-18:00',
    said: 'Дс–Жм 09:00–18:00',
    monday: 'Дс',
    saturday: 'Сб',
    open: 'жұмыс істейді',
    save: 'Сақтау',
    confirmed: /Растаған: editor/,
    why: 'неге қайтаратыныңызды',
    rejected: /Қайтарылды/,
    office: 'akm-akkol-kenes-akimat',
  },
  ru: {
    title: 'Рабочий стол',
    hours: /Нет часов работы/,
    text: 'пн-пт 9:00-18:00',
    said: 'Пн–Пт 09:00–18:00',
    monday: 'Пн',
    saturday: 'Сб',
    open: 'работает',
    save: 'Сохранить',
    confirmed: /Подтвердил\(а\) editor/,
    why: 'почему вы отклоняете',
    rejected: /Отклонено/,
    office: 'akm-akkol-naumovka-akimat',
  },
};
const SIZES = { kk: { viewport: PHONE, hasTouch: true, isMobile: true }, ru: {} };

/** A window of one who is signed in, without a way over the account page. */
async function signedIn(open, token, path, options = {}) {
  const window = await open({ map: false, ...options });
  await window.context.addInitScript(
    (given) => sessionStorage.getItem('kense.token') ?? sessionStorage.setItem('kense.token', given),
    token,
  );
  await window.go(path);
  return window;
}

const whyOf = async (page, reason) => {
  await page.locator('#reason').fill(reason);
  await page.locator('#evidence').fill('вывеска у входа');
};
const chosen = async (page, label, text, option) => {
  await page.getByRole('combobox', { name: label }).fill(text);
  await page.getByRole('option', { name: option }).first().click();
};

/** Journeys made in Kazakh on a phone and in Russian at a desk. */
export const atTheDesk = {
  async 'an editor sees what is missing in the territory and mends it'({ open, tokens, language }) {
    const words = WORDS[language];
    const { page, go } = await signedIn(open, tokens.editor, `/${language}/desk`, SIZES[language]);
    await page.getByRole('heading', { name: words.title }).waitFor();
    const filter = page.getByRole('checkbox', { name: words.hours });
    await filter.waitFor();
    const missing = async () => Number(/\d+$/.exec(await filter.locator('xpath=..').innerText())?.[0]);
    const before = await missing();
    await filter.check();
    await page.waitForURL('**/desk?fault=NO_HOURS');
    await page.locator('.card .tags').first().waitFor();
    const tags = await page.locator('.card .tags').allInnerTexts();
    assert.ok(tags.length > 0 && tags.every((each) => words.hours.test(each)));
    assert.deepEqual(await findings(page), []);
    await go(`/${language}/offices/${words.office}/edit`);
    await page.locator('#openingHours').fill(words.text);
    const monday = page.getByRole('checkbox', { name: `${words.monday}: ${words.open}` });
    assert.ok(await monday.isChecked());
    const saturday = page.getByRole('checkbox', { name: `${words.saturday}: ${words.open}` });
    assert.ok(!(await saturday.isChecked()));
    await saturday.check();
    assert.match(await page.locator('#openingHours').inputValue(), /09:00–18:00/);
    await saturday.uncheck();
    assert.equal(await page.locator('#openingHours').inputValue(), words.said);
    assert.deepEqual(await findings(page), []);
    await whyOf(page, 'проверено');
    await page.getByRole('button', { name: words.save }).click();
    await page.getByText(words.confirmed).waitFor();
    await go(`/${language}/desk`);
    await filter.waitFor();
    assert.equal(await missing(), before - 1);
  },

  async 'a reviewer decides by the keyboard what somebody proposed'({ open, tokens, language }) {
    const words = WORDS[language];
    const proposer = await open({ map: false, ...SIZES[language] });
    await proposer.go(`/${language}/offices/${words.office}/edit`);
    await proposer.page.locator('#location').fill('51.9, 70.9');
    await whyOf(proposer.page, 'был там вчера');
    await proposer.page.locator('.actions .button').first().click();
    const secret = proposer.page.locator('.note code');
    assert.match(await secret.innerText(), /^\S{20,}$/);
    assert.deepEqual(await findings(proposer.page), []);
    const { page } = await signedIn(open, tokens.reviewer, `/${language}/desk/review`, SIZES[language]);
    const row = page.locator('.queue-row').last();
    await row.focus();
    await page.keyboard.press('Enter');
    const card = page.locator('.queue .card').last();
    await card.getByText('был там вчера').waitFor();
    assert.deepEqual(await findings(page), []);
    const reject = card.locator('.button.danger');
    await reject.focus();
    await page.keyboard.press('Enter');
    await card.locator('#note-problems').getByText(words.why).waitFor();
    await page.waitForFunction(() => document.activeElement?.id === 'note');
    await page.keyboard.type('там пустырь');
    await reject.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('status').filter({ hasText: words.rejected }).waitFor();
    await proposer.go(`/${language}/desk/proposals`);
    await proposer.page.getByText('там пустырь').waitFor();
    assert.deepEqual(await findings(proposer.page), []);
  },
};

export const desk = {
  async 'a pin is dragged on the map, or set by a click or by numbers'({ open, tokens }) {
    const { page, map } = await signedIn(open, tokens.editor, '/ru/offices/akm-akkol-psc/edit', {
      map: true,
      reducedMotion: 'reduce',
    });
    const field = page.locator('#location');
    const pin = page.locator('.pin-now');
    await pin.waitFor();
    await map().drawn();
    const before = await field.inputValue();
    const { x, y, width, height } = await pin.boundingBox();
    await page.mouse.move(x + width / 2, y + height / 2);
    await page.mouse.down();
    await page.mouse.move(x + width / 2 + 60, y + height / 2 - 30, { steps: 4 });
    await page.mouse.up();
    await page.waitForFunction((old) => document.querySelector('#location').value !== old, before);
    const dragged = await field.inputValue();
    const [lat, lon] = dragged.split(', ').map(Number);
    const [oldLat, oldLon] = before.split(', ').map(Number);
    assert.ok(lat > oldLat && lon > oldLon, `${before} became ${dragged}`);
    const box = await page.locator('.map-canvas').boundingBox();
    await page.mouse.click(box.x + box.width / 2 - 90, box.y + box.height / 2 + 80);
    await page.waitForFunction((old) => document.querySelector('#location').value !== old, dragged);
    assert.match(page.url(), /\/edit/);
    await field.fill('52.0, 70.95');
    // It is drawn anew where the numbers say.
    await page.waitForFunction(
      ([left, top]) => {
        const now = document.querySelector('.pin-now')?.getBoundingClientRect();
        return now && Math.abs(now.x - left) + Math.abs(now.y - top) > 5;
      },
      [x, y],
    );
  },

  async 'a new office is made, gets a service, and is closed'({ open, tokens }) {
    const { page, go } = await signedIn(open, tokens.editor, '/ru/desk/offices/new');
    await page.locator('#nameRu').fill('Отдел занятости города Акколь');
    await whyOf(page, 'открылся весной');
    await page.getByRole('button', { name: 'Создать' }).click();
    await page.locator('#category-problems p').waitFor();
    await page.waitForFunction(() => document.activeElement?.id === 'category');
    await page.locator('#category').selectOption('employment_department');
    assert.equal(await page.locator('#kind').inputValue(), 'DEPARTMENT');
    await chosen(page, 'Населённый пункт', 'Акколь', /Акколь/);
    await page.locator('#location').fill('51.9943, 70.9465');
    assert.deepEqual(await findings(page), []);
    await page.getByRole('button', { name: 'Создать' }).click();
    await page.getByText(/Подтвердил\(а\) editor/).waitFor();
    const address = new URL(page.url()).pathname.replace(/^\/ru\/offices\//, '');
    await page.getByRole('link', { name: 'Услуги учреждения' }).click();
    await chosen(page, 'Какая услуга нужна', 'детский сад', /детский сад/i);
    await page.getByLabel('принимает заявления').check();
    await whyOf(page, 'приказ отдела');
    assert.deepEqual(await findings(page), []);
    await page.getByRole('button', { name: 'Сохранить услугу' }).click();
    await page.getByRole('status').filter({ hasText: 'Сохранено.' }).waitFor();
    await page.getByRole('button', { name: /^Изменить: / }).waitFor();
    await go(`/ru/desk/offices/${address}/close`);
    await page.locator('#on').fill('1980-01-01');
    await whyOf(page, 'закрыт');
    await page.getByRole('button', { name: 'Закрыть' }).click();
    await page.locator('#on-problems').getByText('Это не тот день').waitFor();
    await page.waitForFunction(() => document.activeElement?.id === 'on');
    assert.deepEqual(await findings(page), []);
    await page.locator('#on').fill('2026-01-01');
    await page.getByRole('button', { name: 'Закрыть' }).click();
    await page.getByText('закрыто', { exact: false }).first().waitFor();
    await page.waitForURL(`**/ru/offices/${address}?sent=3`);
  },

  async 'two records of one office are merged side by side'({ open, tokens }) {
    const [into, from] = ['akm-akkol-education', 'akm-akkol-housing'];
    const { page, go } = await signedIn(open, tokens.editor, `/ru/desk/offices/${from}/merge?with=${into}`);
    await page.getByRole('table').waitFor();
    await page.getByRole('button', { name: 'Поменять местами' }).click();
    await page.waitForURL(`**/offices/${into}/merge?with=${from}`);
    await page.getByRole('table').waitFor();
    assert.deepEqual(await findings(page), []);
    await page.getByRole('button', { name: 'Объединить' }).click();
    await page.locator('#reason-problems p').waitFor();
    await page.waitForFunction(() => document.activeElement?.id === 'reason');
    await whyOf(page, 'один отдел');
    await page.getByRole('button', { name: 'Объединить' }).click();
    await page.waitForURL(`**/ru/offices/${into}?sent=*`);
    await go(`/ru/offices/${from}`);
    await page.waitForURL(`**/ru/offices/${into}`);
  },

  async 'who proposed without an account takes it back'({ open }) {
    const { page: own, go } = await open({ map: false });
    await go('/ru/offices/akm-akkol-psc/edit');
    await own.locator('#postalCode').fill('020199');
    await whyOf(own, 'на конверте');
    await own.getByRole('button', { name: 'Отправить на проверку' }).click();
    await own.getByRole('link', { name: 'Мои правки' }).click();
    await own.getByText('на конверте').waitFor();
    await own.getByRole('button', { name: 'Забрать правку' }).click();
    await own.getByText('Правка отозвана.').waitFor();
    await own.locator('#secret').fill('чужой секрет');
    await own.getByRole('button', { name: 'Показать' }).click();
    await own.getByRole('alert').getByText('с таким номером и секретом нет').waitFor();
  },

  async 'people sign in at their provider and find what they typed'({ open, provider }) {
    const { page, go } = await open({ map: false });
    await go('/ru/offices/akm-akkol-psc/edit');
    await page.locator('#addressRu').fill('г. Акколь, ул. Новая, 1');
    // What is typed is kept with the next frame; nobody leaves a page sooner.
    await page.waitForFunction(() => JSON.stringify({ ...sessionStorage }).includes('Новая'));
    await go('/ru/account?back=/offices/akm-akkol-psc/edit');
    await page.getByText('или вставьте токен').waitFor();
    assert.deepEqual(await findings(page), []);
    const host = new URL(provider.issuer).host;
    const signOn = () => page.getByRole('button', { name: `Войти через ${host}` }).click();
    await signOn();
    await page.getByLabel('Name').fill('aigul');
    const asked = new URL(page.url());
    assert.equal(asked.host, host);
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.waitForURL('**/ru/offices/akm-akkol-psc/edit');
    assert.equal(await page.locator('#addressRu').inputValue(), 'г. Акколь, ул. Новая, 1');
    await page.getByRole('button', { name: 'Сохранить' }).waitFor(); // an editor's button
    const kept = await page.evaluate(
      () => JSON.stringify({ ...sessionStorage }) + JSON.stringify({ ...localStorage }),
    );
    assert.ok(!kept.includes('verifier') && !kept.includes('refresh'), kept);
    assert.ok(!(await page.evaluate(() => JSON.stringify({ ...localStorage }))).includes('eyJ'));
    await go('/ru/desk');
    await page.getByText('aigul').waitFor();
    await page.getByText(/Вход действует до/).waitFor();
    // A code that no tab asked for is worth nothing.
    await go('/ru/desk/signed-in?code=stolen&state=guessed');
    await page.getByRole('alert').filter({ hasText: 'Войти не удалось' }).waitFor();
    assert.equal(new URL(page.url()).search, '');
    assert.deepEqual(await findings(page), []);
  },
};
