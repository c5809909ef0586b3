// What people do on the page, from opening it to the answer. Each journey throws when the page fails them.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { PHONE } from './browser.mjs';

const SERVICE = 'preschool-queue';
const KYNA = 'Settlement:akm-akkol-karasai-kyna';
const AXE = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const WORDS = {
  kk: {
    goTo: 'Мұнда барыңыз',
    service: 'балабақша кез',
    serviceLabel: 'Қандай қызмет керек',
    offline: 'Сервермен байланыс жоқ',
    explanation: 'Неге мұндай жауап',
    act: '1119',
    denied: 'Браузер қай жерде екеніңізді хабарламайды',
    here: 'Қайда екенімді анықтау',
    ambiguous: 'Бірнеше жердің атауы осындай',
    district: 'Қызылқоға ауданы',
    documents: 'Құжаттар',
    compare: 'Нұсқаларды салыстыру',
    before: 'Бұрын',
    line: 'Кына балабақша кезек',
    kindergarten: 'балабақша',
    queue: 'Балабақша кезегі',
    understood: 'Қалай түсіндік',
    asOf: '2012 жылғы мәлімет; содан бері расталмаған',
    byStandard: '(стандарт бойынша)',
    holidays: 'мереке – демалыс',
    why: 'Неге.',
    alsoPossible: 'Мұнда да жүгінуге болады',
    passage: 'Осы жерге сілтеме',
    theme: 'Мектепке дейінгі бала',
    synonyms: ['балабақша', 'садик', 'kindergarten'],
    notHeld: 'төлқұжат',
  },
  ru: {
    goTo: 'Вам сюда',
    service: 'детск',
    serviceLabel: 'Какая услуга нужна',
    offline: 'Нет связи с сервером',
    explanation: 'Почему такой ответ',
    act: '1119',
    denied: 'Браузер не сообщает, где вы',
    here: 'Определить, где я',
    ambiguous: 'Так называется несколько мест',
    district: 'Кызылкогинский район',
    documents: 'Документы',
    compare: 'Сравнить версии',
    before: 'Было',
    line: 'детский сад Кына',
    kindergarten: 'детский сад',
    queue: 'Очередь в детский сад',
    understood: 'Как мы поняли',
    asOf: 'Сведения на 2012 год; с тех пор не подтверждались',
    byStandard: '(по стандарту)',
    holidays: 'праздники – выходной',
    why: 'Почему.',
    alsoPossible: 'Также можно обратиться',
    save: 'В контакты',
    calendar: 'Часы в календарь',
    share: 'Поделиться',
    shared: 'Ссылка скопирована',
    meant: 'Такого названия мы не нашли',
    former: '«Целиноград» – прежнее название',
    notAPlace: 'похоже на услугу, а не на место',
    abroad: 'за пределами Казахстана',
  },
};

/** Journeys made in Kazakh and in Russian. */
export const told = {
  async 'Kyna is answered in four actions of the keyboard'({ open, language, words }) {
    const { page, go, map } = await open();
    await go(`/${language}`);
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('role'));
    await page.waitForFunction(() => document.activeElement?.getAttribute('role') === 'combobox');
    // One: the name. Two: Enter takes the first suggestion, and the service is asked for.
    await page.keyboard.type('Кына');
    await page.getByRole('option', { name: /Кына/ }).first().waitFor();
    await page.keyboard.press('Enter');
    const service = page.getByRole('combobox', { name: words.serviceLabel });
    await service.waitFor();
    await page.waitForFunction(
      (label) => document.activeElement?.labels?.[0]?.textContent === label,
      words.serviceLabel,
    );
    assert.equal(await focused(), 'combobox');
    // Three: a word of the service. Four: Enter.
    await page.keyboard.type(words.service);
    await page
      .getByRole('option')
      .first() // of all services, until those that were asked for are there
      .filter({ hasText: /дошкольного|Мектепке дейінгі/ })
      .waitFor();
    await page.waitForTimeout(400);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: words.goTo }).waitFor();
    assert.match(page.url(), new RegExp(`/${language}/answer\\?service=[a-z-]+&place=`));
    if (page.url().includes(SERVICE)) {
      const phone = page.locator('.contacts a[href="tel:+77163834190"]');
      await phone.waitFor();
      assert.equal(await phone.innerText(), '+7 716 383 41 90');
    }
    assert.ok(page.url().includes(SERVICE), page.url());
    const marks = await map().features('scene-offices', 'scene-place');
    assert.ok(
      marks.some(({ what }) => what === 'place') && marks.some(({ what }) => what === 'office'),
      JSON.stringify(marks),
    );
  },

  async 'one line with a service and a place is answered'({ open, language, words }) {
    const { page, go } = await open({ map: false });
    await go(`/${language}`);
    await page.waitForFunction(() => document.activeElement?.getAttribute('role') === 'combobox');
    await page.keyboard.type(words.line);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: words.goTo }).waitFor();
    assert.equal(new URL(page.url()).searchParams.get('ask'), words.line);
    await page.getByRole('heading', { name: words.understood }).waitFor();
    await page.locator('.contacts a[href="tel:+77163834190"]').first().waitFor();
  },

  async 'a service with a fast Enter never becomes a place'({ open, language, words }) {
    const { page, go } = await open({ map: false });
    await go(`/${language}`);
    await page.waitForFunction(() => document.activeElement?.getAttribute('role') === 'combobox');
    await page.keyboard.type(words.kindergarten);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: words.understood }).waitFor();
    const asked = new URL(page.url()).searchParams;
    assert.deepEqual([...asked.keys()], ['ask']);
    assert.equal(await page.locator('article.answer').count(), 0);
    // The service is chosen, and the place is what is still asked for.
    await page.getByRole('combobox', { name: words.serviceLabel }).waitFor();
    await page.locator('.understood a.row', { hasText: words.queue }).click();
    await page.waitForURL(/service=preschool-queue/);
  },

  async 'an answer tells distance, documents, term, fee and its law'({ open, language, words }) {
    const { page, go } = await open({ map: false });
    await go(`/${language}/answer?service=${SERVICE}&place=${KYNA}`);
    const answer = page.locator('article.answer');
    await answer.getByRole('heading', { name: words.goTo }).waitFor();
    const shown = await answer.innerText();
    assert.match(shown, /18 км/);
    assert.ok(shown.includes(words.documents));
    await answer.getByText(words.explanation).click();
    await answer.locator('.steps .cite', { hasText: words.act }).first().waitFor();
    assert.ok((await answer.locator('.steps > li').count()) > 4);
    // One card says where to go; how old that is, what the hours rest on, and why the others are there.
    const card = answer.locator('.card.primary');
    assert.equal(await card.count(), 1);
    const said = await card.innerText();
    for (const text of [words.asOf, words.byStandard, words.why, words.holidays])
      assert.ok(said.includes(text), text);
    assert.doesNotMatch(shown, /unknown|PHONE|PH off|Mo-|openingHours/);
    await answer.getByRole('heading', { name: words.alsoPossible }).waitFor();
    assert.ok((await answer.locator('.call-centre a[href="tel:1414"]').count()) >= 2);
  },

  async 'an ambiguous name asks back'({ open, language, words }) {
    const { page, go } = await open({ map: false });
    await go(`/${language}/answer?service=${SERVICE}&name=Кенес`);
    await page.getByRole('heading', { name: words.ambiguous }).waitFor();
    const choices = page.locator('article.answer button.row');
    assert.ok((await choices.count()) >= 5);
    await choices.first().click();
    await page.getByRole('heading', { name: words.goTo }).waitFor();
    assert.match(decodeURIComponent(page.url()), /place=Settlement:/);
  },

  async 'a click on the map asks about that point'({ open, language, words }) {
    const { page, go, map } = await open();
    await go(`/${language}/answer?service=${SERVICE}#9/52.6/71.4`);
    await map().drawn();
    const box = await page.locator('.map-canvas').boundingBox();
    // Bare land: no mark within reach of the pointer.
    const spot = await page.evaluate(() => {
      const { map: globe } = document.querySelector('.map-canvas');
      const { clientWidth: width, clientHeight: height } = globe.getCanvas();
      for (let x = 120; x < width - 120; x += 37)
        for (let y = 120; y < height - 120; y += 37) {
          const around = globe.queryRenderedFeatures([
            [x - 14, y - 14],
            [x + 14, y + 14],
          ]);
          if (!around.some(({ layer }) => /offices|clusters|settlements/.test(layer.id))) return [x, y];
        }
      return null;
    });
    assert.ok(spot);
    await page.mouse.click(box.x + spot[0], box.y + spot[1]);
    await page.waitForURL(/point=/);
    await page.getByRole('heading', { name: words.goTo }).waitFor();
  },

  async 'the browser tells where somebody is, or refuses and the person is told'({ open, language, words }) {
    const allowed = await open({
      map: false,
      permissions: ['geolocation'],
      geolocation: { latitude: 52.06189, longitude: 72.01902 },
    });
    await allowed.go(`/${language}/answer?service=${SERVICE}`);
    await allowed.page.getByRole('button', { name: words.here }).click();
    await allowed.page.getByRole('heading', { name: words.goTo }).waitFor();
    const denied = await open({ map: false, permissions: [] });
    await denied.go(`/${language}/answer?service=${SERVICE}`);
    await denied.page.getByRole('button', { name: words.here }).click();
    await denied.page.getByRole('alert').filter({ hasText: words.denied }).waitFor();
  },

  async 'the nearest centres come by distance'({ open, language }) {
    const { page, go, map } = await open();
    await go(`/${language}/nearest?point=53.2833,69.3833`);
    const ways = page.locator('.card .way-line');
    await ways.nth(4).waitFor();
    const metres = (await ways.allInnerTexts()).map((text) => {
      const [, value, unit] = /(\d+(?:[,.]\d+)?)\s(км|м)(?![а-я])/.exec(text);
      return Number(value.replace(',', '.')) * (unit === 'км' ? 1000 : 1);
    });
    assert.deepEqual(
      metres,
      [...metres].sort((one, other) => one - other),
    );
    assert.ok((await page.locator('.card a[href^="tel:"]').count()) > 3);
    assert.ok((await map().features('scene-offices')).length >= 2);
  },

  async 'territory is walked from region to village'({ open, language }) {
    const { page, go } = await open({ map: false });
    await go(`/${language}/places`);
    for (const id of ['Region:akm', 'District:akm-akkol', 'RuralOkrug:akm-akkol-karasai', KYNA]) {
      await page.locator(`.rows a[href$="/places/${id}"]`).click();
      await page.waitForURL(`**/places/${id}`);
      await page.locator('.crumbs').waitFor();
    }
    assert.equal(await page.locator('h1').innerText(), 'Кына');
    assert.equal(await page.locator('.crumbs a').count(), 4);
    await page.goBack();
    await page.waitForURL(/RuralOkrug/);
  },

  async 'a service shows its standards and what one says otherwise'({ open, language, words }) {
    const { page, go } = await open({ map: false });
    await go(`/${language}/services/${SERVICE}`);
    await page.getByRole('link', { name: words.compare }).first().click();
    await page.getByRole('columnheader', { name: words.before }).waitFor();
    assert.match(page.url(), /compare=krg-2008-35-01-s03\.\.gov-2012-1119-s01/);
    assert.ok((await page.locator('.diff tbody tr').count()) > 8);
    await page.locator('a[href*="passport=krg-2008-35-01-s03"]').click();
    await page.getByText('баланың туу туралы куәлігі').first().waitFor();
  },

  async 'an office has one address, its data inside, its sources below'({ open, language, base }) {
    const html = await (await fetch(`${base}/${language}/offices/akm-akkol-psc`)).text();
    assert.match(html, new RegExp(`<html lang="${language}"`));
    const [, json] = /<script type="application\/ld\+json">(.*?)<\/script>/s.exec(html);
    const data = JSON.parse(json);
    assert.equal(data['@type'], 'GovernmentOffice');
    const { page, go } = await open({ map: false });
    await go(`/${language}/offices/akm-akkol-psc`);
    await page.locator('.contacts a[href="tel:+77163820996"]').first().waitFor();
    assert.deepEqual(JSON.parse(await page.locator('script[type="application/ld+json"]').innerText()), data);
    await page.locator('details.section > summary').click();
    await page.locator('tr.wins .cite').first().waitFor();
    const printed = page.locator('tr.wins .cite').first();
    await printed.locator('summary').click();
    const row = printed.locator('tr[aria-current="true"]');
    await row.waitFor();
    assert.ok((await row.locator('td').count()) >= 3);
    assert.equal(await printed.locator('tbody tr').count(), 3);
    assert.ok((await page.title()).endsWith('– Kense'));
  },

  async 'the map draws names in the letters of the language'({ open, language, words }) {
    const { page, go, map } = await open();
    await go(`/${language}`);
    const at = await page.evaluate(async () => {
      const query =
        '{ administrativeUnit(id: "District:aty-kyzylkoga") { location { longitude latitude } } }';
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch('/graphql', { method: 'POST', headers, body: JSON.stringify({ query }) });
      return (await answer.json()).data.administrativeUnit.location;
    });
    await map().look(8, at.longitude, at.latitude);
    const names = await map().features('district-names');
    const key = `name_${language}`;
    assert.ok(
      names.some((each) => each[key] === words.district),
      JSON.stringify(names.map((each) => each[key])),
    );
    // The name is made of pixels: without its layer the picture is another one, around its place.
    const ink = await page.evaluate(async () => {
      const { map: globe } = document.querySelector('.map-canvas');
      const at = globe
        .queryRenderedFeatures({ layers: ['district-names'] })
        .find(({ properties }) => properties.name_kk === 'Қызылқоға ауданы');
      const { x, y } = globe.project(at.geometry.coordinates);
      const ratio = devicePixelRatio;
      const shot = () =>
        new Promise((resolve) => {
          globe.once('render', () => {
            const gl = globe.painter.context.gl;
            const [w, h] = [180 * ratio, 80 * ratio];
            const pixels = new Uint8Array(w * h * 4);
            gl.readPixels(
              x * ratio - w / 2,
              gl.drawingBufferHeight - y * ratio - h / 2,
              w,
              h,
              gl.RGBA,
              gl.UNSIGNED_BYTE,
              pixels,
            );
            resolve(pixels);
          });
          globe.triggerRepaint();
        });
      const lit = await shot();
      globe.setLayoutProperty('district-names', 'visibility', 'none');
      await globe.once('idle');
      const dark = await shot();
      let differing = 0;
      for (let i = 0; i < lit.length; i += 4) if (Math.abs(lit[i] - dark[i]) > 40) differing += 1;
      return differing;
    });
    assert.ok(ink > 150, `${ink} pixels of ink`);
    if (language === 'kk') {
      const letters = await page.evaluate(() => {
        const { entries } = document.querySelector('.map-canvas').map.style.glyphManager;
        return Object.entries(entries).flatMap(([stack, { glyphs }]) =>
          stack.startsWith('Onest') ? Object.keys(glyphs.default ?? glyphs) : [],
        );
      });
      for (const letter of 'Ққғыө')
        assert.ok(
          letters.includes(letter) || letters.includes(String(letter.codePointAt(0))),
          letters.join(''),
        );
    }
  },

  async 'coverage is a layer of villages by distance'({ open, language }) {
    const { page, go, map } = await open();
    await go(`/${language}/coverage?service=${SERVICE}&within=Region:akm`);
    await page.locator('.figures dd').nth(3).waitFor();
    await page.waitForFunction(
      () =>
        document.querySelector('.map-canvas')?.map?.queryRenderedFeatures({ layers: ['coverage'] }).length >
        100,
    );
    const villages = await map().features('coverage');
    assert.ok(villages.every(({ served }) => typeof served === 'boolean'));
    assert.ok(villages.some(({ distance_m }) => distance_m > 0));
  },

  async 'nothing typed is lost while the server is gone'({ open, language, words }) {
    const { page, context, go } = await open({ map: false });
    await go(`/${language}`);
    const field = page.getByRole('combobox').first();
    await context.setOffline(true);
    await field.fill('Кына');
    await page.getByRole('alert').filter({ hasText: words.offline }).waitFor();
    assert.equal(await field.inputValue(), 'Кына');
    await context.setOffline(false);
    await page.getByRole('option', { name: /Кына/ }).first().waitFor();
  },
};

/** What is said of one state of an office, of hours that are intricate, and of a refusal. */
const SAID = {
  kk: {
    opens: 'дүйсенбі күні сағат 9:00-да ашылады',
    until: '18:30-ға дейін',
    weeks: 'айдың 2-ші және 4-ші Дс 18:00–20:00',
    busy: 'Сұрау тым жиі жіберілді',
  },
  ru: {
    opens: 'откроется в понедельник в 9:00',
    until: 'до 18:30',
    weeks: '2-й и 4-й Пн месяца 18:00–20:00',
    busy: 'Слишком много запросов подряд',
  },
  en: {
    opens: 'opens on Monday at 9:00',
    until: 'until 18:30',
    weeks: '2nd and 4th Mo of the month 18:00–20:00',
    busy: 'Too many requests in a row',
  },
};

/** Journeys that are the same in every language. */
export const plain = {
  async 'from the answer one calls, goes, keeps and tells others'({ open }) {
    const [language, words] = ['ru', WORDS.ru];
    const { page, context, go } = await open({ map: false });
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await go(`/${language}/answer?service=${SERVICE}&place=${KYNA}`);
    const card = page.locator('.card.primary');
    await card.waitFor();
    assert.equal(await card.locator('.doing a.button').getAttribute('href'), 'tel:+77163834190');
    const route = await card.getByRole('link', { name: 'OpenStreetMap' }).getAttribute('href');
    assert.match(route, /^https:\/\/www\.openstreetmap\.org\/directions\?to=5[\d.]+,7[\d.]+$/);
    const kept = async (name) => {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        card.getByRole('button', { name }).click(),
      ]);
      return readFile(await download.path(), 'utf8');
    };
    const contact = await kept(words.save);
    assert.match(contact, /^BEGIN:VCARD\r\nVERSION:3\.0\r\n/);
    assert.match(contact, /TEL;TYPE=WORK,VOICE:\+77163834190\r\n/);
    assert.ok(contact.split('\r\n').every((line) => Buffer.byteLength(line) <= 75));
    const events = await kept(words.calendar);
    assert.equal(events.match(/BEGIN:VEVENT/g).length, 2);
    assert.match(
      events,
      /DTSTART;TZID=Asia\/Almaty:\d{8}T090000\r\nDTEND;TZID=Asia\/Almaty:\d{8}T130000\r\n/,
    );
    assert.match(events, /RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR\r\n/);
    assert.match(events, /TZOFFSETTO:\+0500/);
    await card.getByRole('button', { name: words.share }).click();
    await card.getByRole('button', { name: words.shared }).waitFor();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), page.url());
    // What is wrong is one tap away from the form, at its field.
    await card.locator('.wrong a').nth(1).click();
    await page.waitForURL(/\/edit\?wrong=contacts/);
    await page.waitForFunction(() => document.activeElement?.closest('.contact-line') !== null);
    assert.notEqual(await page.locator('#reason').inputValue(), '');
  },

  async 'a citation opens what is printed, and has an address'({ open }) {
    const [language, words] = ['kk', WORDS.kk];
    const { page, go } = await open({ map: false });
    await go(`/${language}/answer?service=${SERVICE}&place=${KYNA}`);
    const cite = page.locator('.card.primary .reason > .cite');
    await cite.locator('summary').click();
    const row = cite.locator('tr[aria-current="true"]');
    await row.waitFor();
    assert.match(await row.innerText(), /с\. Карасай, с\. Кына/);
    assert.equal(await cite.locator('tbody tr').count(), 3);
    assert.ok((await cite.locator('thead th').count()) > 4);
    assert.match(await cite.locator('a[rel~="external"]').getAttribute('href'), /adilet\.zan\.kz/);
    await cite.getByRole('link', { name: words.passage }).click();
    await page.waitForURL(/\/acts\/gov-2012-1119\?standard=1&annex=2&line=1543/);
    await page.locator('tr[aria-current="true"]').waitFor();
  },

  async 'services are found by theme and by what people call them'({ open }) {
    const [language, words] = ['kk', WORDS.kk];
    const { page, go } = await open({ map: false });
    await go(`/${language}/services`);
    await page.getByRole('heading', { level: 2, name: words.theme }).waitFor();
    const field = page.getByRole('searchbox');
    for (const asked of words.synonyms) {
      await field.fill(asked);
      await page.locator('.theme a.row', { hasText: words.queue }).waitFor();
    }
    await field.fill(words.notHeld);
    await page.locator('.note a[href="https://egov.kz"]').waitFor();
    await field.fill('йцукен');
    await page.locator('.note', { hasText: 'egov.kz' }).waitFor();
  },

  async 'a place that is misspelt, former or a service is asked back'({ open }) {
    const [language, words] = ['ru', WORDS.ru];
    const { page, go } = await open({ map: false });
    await go(`/${language}/answer?service=${SERVICE}&name=Кыны`);
    await page.getByRole('heading', { name: words.meant }).waitFor();
    await page
      .locator('article.answer button.row', { hasText: 'Кына' })
      .or(page.locator('article.answer button.row', { hasText: 'Қына' }))
      .first()
      .click();
    await page.getByRole('heading', { name: words.goTo }).waitFor();
    await go(`/${language}/answer?service=${SERVICE}&name=Целиноград`);
    await page.locator('.note', { hasText: words.former }).waitFor();
    await go(`/${language}/answer?service=${SERVICE}&name=${words.kindergarten}`);
    await page.getByRole('heading', { name: words.notAPlace }).waitFor();
    await go(`/${language}/nearest?name=Целиноград`);
    await page.locator('.note', { hasText: words.former }).waitFor();
    await go(`/${language}/nearest?point=55.75,37.61`);
    await page.locator('.note', { hasText: words.abroad }).waitFor();
  },

  async 'many offices at one point are a list that is searched and filtered by keyboard'({ open }) {
    const { page, go } = await open({ map: false });
    // The middle of Kokshetau, where acts name no street.
    await go('/kk/here?point=53.2824,69.3969');
    const rows = page.locator('.rows li');
    await rows.first().waitFor();
    const all = await rows.count();
    assert.ok(all > 5, `${String(all)} offices`);
    await page.locator('#here-text').focus();
    await page.keyboard.type('ххх');
    await rows.first().waitFor({ state: 'detached' });
    for (let key = 0; key < 3; key += 1) await page.keyboard.press('Backspace');
    await rows.first().waitFor();
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'here-kind');
    await page.keyboard.press('ArrowDown');
    await page.waitForFunction((most) => document.querySelectorAll('.rows li').length < most, all);
    assert.ok((await rows.count()) > 0);
    assert.ok(new URL(page.url()).search.length < 30);
  },

  async 'on a phone the map is a strip below the answer, whose code comes when it opens'({ open }) {
    const { page, go, map } = await open({ hasTouch: true, isMobile: true, viewport: PHONE });
    const asked = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await go(`/ru/answer?service=${SERVICE}&place=${KYNA}`);
    await page.locator('.office.primary').waitFor();
    const strip = page.locator('.map-strip');
    assert.equal(await strip.getAttribute('aria-expanded'), 'false');
    const below = (await strip.boundingBox()).y;
    assert.ok(below > (await page.locator('h1').first().boundingBox()).y);
    assert.ok(below < PHONE.height); // it is seen at once, at the lower edge
    assert.deepEqual(
      asked.filter((path) => path.includes('/tiles/') || path.includes('engine')),
      [],
    );
    await strip.click();
    await page.locator('.map-loading').filter({ hasText: /./ }).waitFor();
    assert.ok((await map().features('ground-land')).length > 0);
    await strip.click();
    await page.locator('.map-canvas').waitFor({ state: 'detached' });
  },

  async 'hours, ages and refusals are said in words of each language'({ open }) {
    const { page, go } = await open({ map: false, hasTouch: true, isMobile: true, viewport: PHONE });
    await page.clock.setFixedTime(new Date('2026-11-27T17:00:00+05:00')); // a Friday
    const basis = {
      basis: 'STANDARD',
      openingHours: 'Mo[2,4] 18:00-20:00',
      purpose: 'GENERAL',
      timeZone: 'Asia/Almaty',
    };
    let state = null;
    await page.route(/\/graphql(\?|$)/, async (route) => {
      const answer = await route.fetch();
      const json = await answer.json();
      if (state === null)
        json.errors = [{ message: 'too many requests', extensions: { code: 'RATE_LIMITED' } }];
      else if (json.data?.office?.openNow) Object.assign(json.data.office.openNow, { basis, ...state });
      await route.fulfill({ response: answer, json });
    });
    for (const [language, said] of Object.entries(SAID)) {
      const shown = page.locator('.office-page > .open-now');
      const path = `/${language}/offices/akm-akkol-psc`;
      state = { state: 'CLOSED', nextChangeAt: '2026-11-30T09:00:00+05:00' };
      await go(path);
      await shown.filter({ hasText: said.opens }).filter({ hasText: said.weeks }).waitFor();
      // A telephone takes the point itself, beside the maps of the operator.
      const door = await page.locator('.directions a.button').getAttribute('href');
      assert.match(door, /^geo:5[\d.]+,7[\d.]+\?q=/);
      state = { state: 'OPEN', nextChangeAt: '2026-11-27T18:30:00+05:00' };
      await go(path);
      await shown.filter({ hasText: said.until }).waitFor();
      state = null;
      await go(path);
      const told = page.getByRole('alert').filter({ hasText: said.busy });
      await told.waitFor();
      assert.doesNotMatch(await told.innerText(), /too many requests$/);
    }
  },

  async 'a line of another kind leads where it is answered'({ open }) {
    const { page, go } = await open({ map: false });
    await go('/ru/answer?ask=паспорт Семей');
    await page.locator('.understood a[href="https://egov.kz"]').waitFor();
    assert.match(await page.locator('.understood').innerText(), /в реестре нет: Паспорт.*1414/);
    await go('/ru/answer?ask=ЦОН Семей телефон');
    await page.waitForURL(/\/ru\/nearest\?name=/);
    assert.match(await page.locator('.understood').innerText(), /Не учтено: телефон/);
    await page.locator('.card').first().waitFor();
    await go('/ru/answer?ask=Болашак');
    await page.locator('.understood a.row').nth(1).waitFor();
    assert.match(await page.locator('.understood').innerText(), /и название услуги, и название места/);
    await go('/ru/answer?ask=апостель Астана');
    await page.locator('.understood').getByRole('link', { name: 'апостиль Астана' }).click();
    await page.waitForURL(/ask=%D0%B0%D0%BF%D0%BE%D1%81%D1%82%D0%B8%D0%BB%D1%8C/);
    await go('/en/answer?ask=йцукен');
    await page.getByText('Neither a service nor a place was found').waitFor();
    await go('/ru/answer?ask=акимат Кына');
    await page.locator('.understood a[href$="/offices/akm-akkol-karasai-akimat"]').click();
    await page.waitForURL('**/ru/offices/akm-akkol-karasai-akimat');
  },

  async 'no page has a finding of axe, at the desk and on a phone'({ open, at }) {
    const findings = [];
    for (const size of [undefined, { viewport: PHONE, hasTouch: true, isMobile: true }]) {
      const { page, go } = await open({ map: false, ...size });
      for (const path of at) {
        await go(path);
        await page.locator('h1, h2').first().waitFor();
        await page.locator('.skeleton').first().waitFor({ state: 'detached' });

        await page.evaluate(AXE);
        const { violations } = await page.evaluate(() =>
          globalThis.axe.run(document, { resultTypes: ['violations'] }),
        );
        for (const { id, nodes } of violations)
          findings.push(`${path}: ${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
        const wide = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        if (wide > 0) findings.push(`${path}: ${wide} px too wide at ${String(page.viewportSize()?.width)}`);
      }
    }
    assert.deepEqual(findings, []);
  },

  async 'whoever wants no motion sees none'({ open }) {
    const { page, go } = await open({ map: false, reducedMotion: 'reduce' });
    await page.route(/\/graphql(\?|$)/, async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 2500));
      await route.continue();
    });
    await go('/ru/offices/akm-akkol-psc');
    const bar = page.locator('.skeleton .bar').first();
    await bar.waitFor();
    assert.equal(await bar.evaluate((element) => getComputedStyle(element).animationName), 'none');
  },

  async 'a printed answer is the answer alone, its reasons open'({ open }) {
    const { page, go } = await open({ map: false });
    await go(`/ru/answer?service=${SERVICE}&place=${KYNA}`);
    await page.locator('article.answer .card').first().waitFor();
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    await page.emulateMedia({ media: 'print' });
    assert.equal(await page.locator('.head').isVisible(), false);
    assert.equal(await page.locator('.map').isVisible(), false);
    assert.ok(await page.locator('.steps .cite').first().isVisible());
    assert.ok(await page.locator('.printed').last().isVisible());
    await page.locator('.printed .qr path').waitFor();
    assert.equal(await page.locator('.checklist input[type="checkbox"]').first().isVisible(), true);
    assert.doesNotMatch(await page.locator('.printed p').innerText(), /\.\./);
  },

  async 'the language of the address is remembered'({ open }) {
    const { page, go } = await open({ map: false, locale: 'en-GB' });
    await go('/');
    await page.waitForURL('**/en');
    await page.getByRole('link', { name: 'Қаз' }).click();
    await page.waitForURL('**/kk');
    assert.equal(await page.locator('html').getAttribute('lang'), 'kk');
    await go('/offices/akm-akkol-psc?sent=');
    await page.waitForURL('**/kk/offices/akm-akkol-psc*');
    await page.getByRole('heading', { level: 1, name: 'Ақкөл аудандық бөлімі' }).waitFor();
  },

  async 'an address holds the state, the camera with it'({ open }) {
    const { page, go, map } = await open();
    await go(`/ru/answer?service=${SERVICE}&place=${KYNA}`);
    await page.locator('article.answer .card').first().waitFor();
    await map().drawn();
    const box = await page.locator('.map-canvas').boundingBox();
    await page.mouse.move(box.x + 400, box.y + 400);
    await page.mouse.wheel(0, -300);
    await page.waitForURL(/#\d/);
    await map().drawn();
    const camera = () => page.evaluate(() => document.querySelector('.map-canvas').map.getZoom().toFixed(1));
    const before = await camera();
    await page.reload();
    await page.locator('article.answer .card').first().waitFor();
    await map().drawn();
    assert.equal(await camera(), before);
  },

  async 'what is unknown is told and leads on'({ open }) {
    const { page, go } = await open({ map: false });
    const answer = await go('/ru/offices/no-such-office');
    assert.equal(answer.status(), 404);
    await page.getByRole('alert').filter({ hasText: 'Такой записи нет' }).waitFor();
    await go('/ru/nonsense');
    await page.getByRole('heading', { name: 'Такой страницы нет' }).waitFor();
    await go(`/ru/answer?service=${SERVICE}&name=Жоқжер`);
    await page.getByRole('heading', { name: 'Такого места мы не знаем' }).waitFor();
  },

  async 'an address that says nothing readable is told in words'({ open }) {
    const { page, go } = await open({ map: false });
    const told = page.getByRole('heading', { name: 'Такой страницы нет' });
    for (const part of ['100%', '%ff', '%E0%A4%A', '100%/edit', '%c0%ae']) {
      for (const noun of ['offices', 'places', 'services', 'acts']) {
        const answer = await go(`/ru/${noun}/${part}`);
        assert.equal(answer.status(), 404, `/ru/${noun}/${part}`);
        await told.waitFor();
      }
    }
    // The same by a link within the page, and back to what was there.
    await go('/ru');
    await page.getByRole('combobox').first().waitFor();
    await page.evaluate(() => {
      const link = Object.assign(document.createElement('a'), { href: '/ru/offices/100%' });
      document.querySelector('main').append(link);
      link.click();
    });
    await told.waitFor();
    await page.goBack();
    await page.getByRole('combobox').first().waitFor();
    for (const path of ['/ru/offices/%00', `/ru/offices/${'a'.repeat(10_000)}`, '/ru/offices/a%2Fb']) {
      await go(path);
      await page.getByRole('alert').filter({ hasText: 'Такой записи нет' }).waitFor();
    }
    const lost = await go('/nothing%');
    assert.equal(lost.status(), 404);
    await page.getByRole('heading').first().waitFor();
  },

  async 'the map marks a centroid otherwise than a door'({ open }) {
    const { page, go, map } = await open();
    await go('/ru#7/52/70');
    const vague = await map().features('offices-vague');
    const towns = await map().features('offices-settlement');
    assert.ok(
      vague.length > 0 && vague.every(({ precision }) => ['OKRUG', 'DISTRICT', 'REGION'].includes(precision)),
    );
    assert.ok(towns.length > 0 && towns.every(({ precision }) => precision === 'SETTLEMENT'));
    assert.ok((await map().features('clusters')).every(({ count }) => count > 1));
    assert.ok((await map().features('units-line')).length > 3);
    // Boundaries of districts ship; those of okrugs are guessed from their villages.
    for (const [id, layer] of [
      ['District:akm-akkol', 'outline-certain'],
      ['RuralOkrug:akm-akkol-karasai', 'outline-rough'],
    ]) {
      await go(`/ru/places/${id}`);
      await page.waitForFunction((drawn) => {
        const { map: globe } = document.querySelector('.map-canvas') ?? {};
        return globe?.loaded() && globe.queryRenderedFeatures({ layers: [drawn] }).length > 0;
      }, layer);
    }
  },
};

export function wordsOf(language) {
  return WORDS[language];
}
