// Marks of a viewport by `officePins`, one office by `office`. Leaflet is the global `L`.
const server = new URLSearchParams(location.search).get('server') ?? 'http://127.0.0.1:8000';
const shown = document.getElementById('office');

async function ask(query, variables, signal) {
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ query, variables });
  const answer = await fetch(`${server}/graphql`, { method: 'POST', headers, body, signal });
  const { data, errors } = await answer.json();
  if (errors) throw new Error(errors[0].message);
  return data;
}

const PINS = `query Pins($box: BoundingBoxInput!, $zoom: Int!) {
  officePins(boundingBox: $box, zoom: $zoom) {
    count
    location { latitude longitude precision errorMeters }
    office { id }
  }
}`;
const OFFICE = `query Office($id: ID!) {
  office(id: $id) {
    name(language: RU)
    address(language: RU) { full }
    contacts { kind value }
    openNow { state }
    location { precision errorMeters }
    provenance(fields: ["name_ru"]) { source { text } }
  }
}`;

/** A paragraph of text: what a server says is never taken for HTML. */
function line(tag, text) {
  const made = document.createElement(tag);
  made.textContent = text;
  return made;
}

async function show(id) {
  const { office } = await ask(OFFICE, { id });
  const open = { OPEN: 'открыто', CLOSED: 'закрыто', BREAK: 'перерыв' };
  const isExact = ['BUILDING', 'STREET'].includes(office.location?.precision);
  const lines = [
    line('h1', office.name),
    line('p', office.address?.full ?? 'Адрес неизвестен'),
    ...office.contacts.map(({ value }) => line('p', value)),
    // A value that a later server adds is as unknown as UNKNOWN.
    line('p', `Сейчас: ${open[office.openNow.state] ?? 'часы неизвестны'}`),
  ];
  if (!isExact) lines.push(line('p', `Положение приблизительно: ±${Math.round(office.location?.errorMeters ?? 0)} м`));
  for (const { source } of office.provenance) if (source) lines.push(line('small', source.text));
  shown.replaceChildren(...lines);
}

const map = L.map('map', { zoomControl: true }).setView([48.2, 67], 5);
map.attributionControl.addAttribution('Kense');
fetch(`${server}/tiles/offices.json`)
  .then((answer) => answer.json())
  .then(({ attribution }) => map.attributionControl.addAttribution(attribution))
  .catch(() => {});
const marks = L.layerGroup().addTo(map);
let asking = new AbortController();

async function draw() {
  asking.abort();
  asking = new AbortController();
  const bounds = map.getBounds();
  const box = {
    west: Math.max(-180, bounds.getWest()),
    south: Math.max(-90, bounds.getSouth()),
    east: Math.min(180, bounds.getEast()),
    north: Math.min(90, bounds.getNorth()),
  };
  const { officePins } = await ask(PINS, { box, zoom: map.getZoom() }, asking.signal);
  marks.clearLayers();
  for (const { count, location: at, office } of officePins) {
    const radius = office ? 6 : 8 + Math.min(16, Math.sqrt(count));
    const isExact = ['BUILDING', 'STREET'].includes(at.precision);
    const mark = L.circleMarker([at.latitude, at.longitude], { radius, dashArray: isExact ? null : '3' });
    mark.bindTooltip(office ? office.id : String(count), { permanent: !office, direction: 'center' });
    mark.on('click', () => (office ? show(office.id).catch(tell) : map.setView(mark.getLatLng(), map.getZoom() + 2)));
    mark.addTo(marks);
  }
}

function tell(error) {
  if (error.name !== 'AbortError') shown.replaceChildren(line('p', `Сервер не отвечает: ${error.message}`));
}

const redraw = () => draw().catch(tell);
map.on('moveend', redraw);
redraw();
