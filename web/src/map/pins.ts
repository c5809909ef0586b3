// Pins of a page on the map: the position of an office, and its proposed one; some can be dragged.
import { useEffect } from 'preact/hooks';

export interface Pin {
  key: string;
  point: { latitude: number; longitude: number };
  /** Its label, also for screen readers. */
  label: string;
  look: 'now' | 'before' | 'after';
}

export interface Pins {
  pins: readonly Pin[];
  /** Called with the point that the user chose by dragging a pin or clicking the map; without it pins are fixed. */
  onMoved: ((point: { latitude: number; longitude: number }) => void) | null;
}

const NONE: Pins = { pins: [], onMoved: null };
const listeners = new Set<(pins: Pins) => void>();
let shown: Pins = NONE;

/** Calls back with the present pins and each later set; returns a function that stops it. */
export function onPins(listener: (pins: Pins) => void): () => void {
  listeners.add(listener);
  listener(shown);
  return () => listeners.delete(listener);
}

/** Passes a click on the map to the page that sets a pin; false where no page does. */
export function takeClick(point: { latitude: number; longitude: number }): boolean {
  shown.onMoved?.(point);
  return shown.onMoved !== null;
}

function show(next: Pins): void {
  shown = next;
  for (const listener of listeners) listener(shown);
}

/** Shows pins while the component is mounted; `key` changes with the pins. */
export function usePins(next: Pins, key: string): void {
  useEffect(() => {
    show(next);
    // The key covers everything that matters of the pins.
  }, [key]);
  useEffect(
    () => () => {
      show(NONE);
    },
    [],
  );
}
