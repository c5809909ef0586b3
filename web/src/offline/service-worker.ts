// Keeps the page and the last answers for when the network is gone. What it hands out then says since when it is kept:
// the page tells people so. While the server answers, nothing comes from here but files whose names hold their hashes.
/// <reference lib="webworker" />
export {};
declare const self: ServiceWorkerGlobalScope;

const FILES = 'kense-files-1';
const PAGES = 'kense-pages-1';
const ANSWERS = 'kense-answers-1';
const MOST: Partial<Record<string, number>> = { [PAGES]: 30, [ANSWERS]: 60, [FILES]: 60 };
/** End of the redirect path of a sign-in, which contains a code. */
const HOLDS_A_CODE = '/desk/signed-in';
const KEPT_AT = 'kense-kept-at';

self.addEventListener('install', (event) => {
  event.waitUntil(self.skipWaiting());
});

self.addEventListener('activate', (event) => {
  event.waitUntil(
    (async () => {
      const names = await caches.keys();
      const old = names.filter((name) => name.startsWith('kense-') && !(name in MOST));
      await Promise.all(old.map((name) => caches.delete(name)));
      await self.clients.claim();
    })(),
  );
});

// Files that were loaded before this worker: taken from the browser's cache, not requested again.
self.addEventListener('message', (event) => {
  const { keep } = event.data as { keep?: string[] };
  if (!Array.isArray(keep)) return;
  const own = keep.filter((url) => new URL(url, self.location.href).origin === self.location.origin);
  event.waitUntil(Promise.all(own.map(keepLoaded)));
});

async function keepLoaded(url: string): Promise<void> {
  const isFile = new URL(url, self.location.href).pathname.startsWith('/assets/');
  const cache = await caches.open(isFile ? FILES : PAGES);
  if (await cache.match(url)) return;
  const response = await fetch(url, { cache: 'force-cache' });
  if (response.ok) await put(isFile ? FILES : PAGES, url, response);
}

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (request.mode === 'navigate' && /^\/((kk|ru|en)(\/|$)|$)/.test(url.pathname))
    event.respondWith(page(request));
  else if (url.pathname.startsWith('/assets/')) event.respondWith(file(request));
  else if (url.pathname === '/graphql' && isAnonymous(request)) event.respondWith(answer(request));
});

async function file(request: Request): Promise<Response> {
  const kept = await caches.match(request.url, { cacheName: FILES });
  if (kept) return kept;
  const response = await fetch(request);
  if (response.ok) await put(FILES, request.url, response.clone());
  return response;
}

async function page(request: Request): Promise<Response> {
  try {
    const response = await fetch(request);
    if (response.ok && !response.redirected) await put(PAGES, request.url, response.clone());
    return response;
  } catch (error) {
    const language = new URL(request.url).pathname.slice(0, 3);
    const cache = await caches.open(PAGES);
    const shells = await cache.keys();
    // Any page of the language contains the whole program; its server-rendered words are removed.
    const shell = shells.find(({ url }) => new URL(url).pathname.startsWith(language)) ?? shells[0];
    const same = await cache.match(request.url);
    const kept = same ?? (shell ? await cache.match(shell) : undefined);
    if (!kept) throw error;
    return marked(kept, same !== undefined);
  }
}

/** A cached page with the time of its storage. */
async function marked(kept: Response, isSame: boolean): Promise<Response> {
  const since = kept.headers.get(KEPT_AT) ?? '';
  let html = (await kept.text()).replace('<html', `<html data-offline="${since}"`);
  if (!isSame) html = html.replace(/<div id="told">.*?<\/main><\/div>/s, '');
  return new Response(html, { headers: kept.headers });
}

function isAnonymous(request: Request): boolean {
  // The console, too, is at this address: it navigates.
  return request.mode !== 'navigate' && !request.headers.has('authorization');
}

async function answer(request: Request): Promise<Response> {
  const body = request.method === 'POST' ? await request.clone().text() : request.url;
  const key = `/graphql?kept=${await digest(body)}`;
  try {
    const response = await fetch(request);
    // Only reads are cached: a change is never repeated, and data behind a secret is for one person.
    if (response.ok && !/\bmutation\b|"secret":/.test(body)) await put(ANSWERS, key, response.clone());
    return response;
  } catch (error) {
    const kept = await caches.match(key, { cacheName: ANSWERS });
    if (!kept) throw error;
    const headers = new Headers(kept.headers);
    headers.set('kense-offline-since', kept.headers.get(KEPT_AT) ?? '');
    return new Response(kept.body, { headers });
  }
}

/** Caches an answer with its time, and drops the oldest beyond the limit. */
async function put(name: string, url: string, response: Response): Promise<void> {
  if (new URL(url, self.location.href).pathname.endsWith(HOLDS_A_CODE)) return;
  const headers = new Headers(response.headers);
  headers.set(KEPT_AT, new Date().toISOString());
  headers.delete('content-encoding'); // what is kept is unpacked
  const cache = await caches.open(name);
  await cache.delete(url); // so that it becomes the youngest
  await cache.put(url, new Response(await response.blob(), { headers }));
  const keys = await cache.keys();
  const spare = keys.slice(0, Math.max(0, keys.length - (MOST[name] ?? 0)));
  await Promise.all(spare.map((key) => cache.delete(key)));
}

async function digest(text: string): Promise<string> {
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
