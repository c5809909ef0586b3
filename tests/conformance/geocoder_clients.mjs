// Geocoder controls of other people, as they are published, ask our server from a page of another site:
// node geocoder_clients.mjs SERVER TEXT BEGINNING. KENSE_CHROMIUM names the browser.
// Prints what Leaflet's control got by each of its three providers, what MapLibre's control showed and chose, the hosts
// asked and what the console complained of.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { chromium } from 'playwright-core';

const [server, text, beginning] = process.argv.slice(2);
const FILES = {
  '/leaflet.js': 'leaflet/dist/leaflet.js',
  '/leaflet-control-geocoder.js': 'leaflet-control-geocoder/dist/Control.Geocoder.js',
  '/maplibre-gl-geocoder.js': '@maplibre/maplibre-gl-geocoder/dist/maplibre-gl-geocoder.js',
};
const PAGE = `<!doctype html><meta charset="utf-8"><title>elsewhere</title><link rel="icon" href="data:,">
<div id="map" style="width: 600px; height: 400px"></div><div id="box"></div>
${Object.keys(FILES).map((path) => `<script src="${path}"></script>`).join('\n')}`;
const site = createServer(async ({ url }, answer) => {
  const file = FILES[url];
  answer.setHeader('content-type', file ? 'text/javascript' : 'text/html');
  answer.end(file ? await readFile(new URL(`node_modules/${file}`, import.meta.url)) : PAGE);
});
await new Promise((begun) => site.listen(0, '127.0.0.1', begun));
const browser = await chromium.launch({ executablePath: process.env.KENSE_CHROMIUM, chromiumSandbox: false });
const page = await browser.newPage({ locale: 'ru-RU' });
const hosts = new Set();
const complaints = [];
page.on('request', (request) => request.url().startsWith('http') && hosts.add(new URL(request.url()).host));
page.on('console', (line) => line.type() === 'error' && complaints.push(line.text()));
page.on('pageerror', (error) => complaints.push(String(error)));
// `localhost` and `127.0.0.1` are two sites for a browser.
await page.goto(`http://localhost:${site.address().port}/`);

const leaflet = await page.evaluate(
  async ([from, asked, begun]) => {
    const { geocoders } = window['leaflet-control-geocoder'];
    const map = L.map('map').setView([52, 71], 8);
    const providers = {
      nominatim: geocoders.nominatim({ serviceUrl: `${from}/geocode/nominatim/` }),
      photon: geocoders.photon({
        serviceUrl: `${from}/geocode/photon/api/`,
        reverseUrl: `${from}/geocode/photon/reverse/`,
      }),
      pelias: geocoders.pelias({ serviceUrl: `${from}/geocode/pelias/v1` }),
    };
    const told = ({ name, html, center, bbox, properties }) => ({
      name,
      html,
      at: [center.lat, center.lng],
      holds: bbox.contains(center),
      properties,
    });
    const seen = {};
    for (const [name, provider] of Object.entries(providers)) {
      const forward = await provider.geocode(asked, { map });
      const reverse = await provider.reverse(forward[0].center, map.options.crs.scale(12));
      const abroad = await provider.reverse({ lat: 55.75, lng: 37.62 }, map.options.crs.scale(12));
      const suggested = await provider.suggest(begun, { map }).catch((error) => [{ refused: error.name }]);
      seen[name] = {
        forward: forward.map(told),
        reverse: reverse.map(told),
        abroad: abroad.length,
        suggested: suggested.map((each) => each.refused ?? each.name),
      };
    }
    return seen;
  },
  [server, text, beginning],
);

// The control itself, as a person uses it: type, see the list, take the first.
await page.evaluate((from) => {
  const collection = async (address) => (await fetch(address)).json();
  const forwardGeocode = async ({ query, limit }) => {
    const asked = new URLSearchParams({ q: query, format: 'geojson', polygon_geojson: 1, addressdetails: 1, limit });
    const { features } = await collection(`${from}/geocode/nominatim/search?${asked}`);
    return {
      type: 'FeatureCollection',
      features: features.map((feature) => ({
        ...feature,
        center: [(feature.bbox[0] + feature.bbox[2]) / 2, (feature.bbox[1] + feature.bbox[3]) / 2],
        place_name: feature.properties.display_name,
        text: feature.properties.display_name,
        place_type: ['place'],
      })),
    };
  };
  const reverseGeocode = async ({ query: [lon, lat] }) => {
    const asked = new URLSearchParams({ lat, lon });
    const { features } = await collection(`${from}/geocode/reverse?${asked}`);
    return {
      type: 'FeatureCollection',
      features: features.map((feature) => ({
        ...feature,
        center: feature.geometry.coordinates,
        place_name: feature.properties.geocoding.label,
        place_type: ['place'],
      })),
    };
  };
  const geocoder = new MaplibreGeocoder(
    { forwardGeocode, reverseGeocode },
    { marker: false, showResultMarkers: false, reverseGeocode: true },
  );
  window.chosen = new Promise((taken) => geocoder.on('result', ({ result }) => taken(result)));
  window.failed = [];
  geocoder.on('error', ({ error }) => window.failed.push(String(error)));
  window.geocoder = geocoder;
  geocoder.addTo('#box');
}, server);
const box = page.locator('#box input');
await box.fill(text);
await box.press('Enter');
await page.waitForFunction(() => document.querySelectorAll('#box .suggestions li').length > 0);
const shown = await page.locator('#box .suggestions li').allInnerTexts();
await page.locator('#box .suggestions li').first().click();
const chosen = await page.evaluate(() => window.chosen);
const reversed = await page.evaluate(
  ([lat, lon]) =>
    new Promise((taken) => {
      geocoder.on('results', (found) => taken(found.features[0].place_name));
      geocoder.query(`${lat}, ${lon}`);
    }),
  leaflet.nominatim.forward[0].at,
);
const failed = await page.evaluate(() => window.failed);
await browser.close();
site.close();
const maplibre = { shown, chosen: { name: chosen.place_name, center: chosen.center }, reversed, failed };
console.log(JSON.stringify({ leaflet, maplibre, hosts: [...hosts], complaints }));
