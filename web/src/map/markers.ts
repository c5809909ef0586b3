// Draws the pins of the page on the map; a part of the map's chunk.
import { type Map as Globe, Marker } from 'maplibre-gl';
import './pins.css';
import { onPins, type Pin } from './pins';

/** Keeps the markers of a map in step with the page; returns a function that stops it. */
export function followPins(map: Globe): () => void {
  let markers: Marker[] = [];
  const stop = onPins(({ pins, onMoved }) => {
    for (const marker of markers) marker.remove();
    markers = pins.map((pin) => {
      const isMoved = onMoved !== null && pin.look === 'now';
      const marker = new Marker({ element: signOf(pin), anchor: 'bottom', draggable: isMoved })
        .setLngLat([pin.point.longitude, pin.point.latitude])
        .addTo(map);
      if (isMoved)
        marker.on('dragend', () => {
          const { lng, lat } = marker.getLngLat();
          onMoved({ latitude: lat, longitude: lng });
        });
      return marker;
    });
  });
  return () => {
    stop();
    for (const marker of markers) marker.remove();
  };
}

function signOf({ label, look }: Pin): HTMLElement {
  const sign = document.createElement('div');
  sign.className = `pin pin-${look}`;
  sign.setAttribute('role', 'img');
  sign.setAttribute('aria-label', label);
  if (look !== 'now') sign.textContent = label;
  return sign;
}
