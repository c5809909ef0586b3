// Pins that a page puts on the map: where an office stands, where it should stand; some can be dragged.
import { useEffect } from 'preact/hooks';

export interface Pin {
  key: string;
  point: { latitude: number; longitude: number };
  /** What it is called, also to who listens. */
  label: string;
  look: 'now' | 'before' | 'after';
}

export interface Pins {
  pins: readonly Pin[];
  /** Takes the point that a person chose by dragging a pin or by a click on the map; without it pins stay. */
  onMoved: ((point: { latitude: number; longitude: number }) => void) | null;
}

const NONE: Pins = { pins: [], onMoved: null };
const listeners = new Set<(pins: Pins) => void>();
let shown: Pins = NONE;

/** Calls back with the pins of now and of later; hands back how to stop. */
export function onPins(listener: (pins: Pins) => void): () => void {
  listeners.add(listener);
  listener(shown);
  return () => listeners.delete(listener);
}

/** Gives a click on the map to the page that sets a pin; false where none does. */
export function takeClick(point: { latitude: number; longitude: number }): boolean {
  shown.onMoved?.(point);
  return shown.onMoved !== null;
}

function show(next: Pins): void {
  shown = next;
  for (const listener of listeners) listener(shown);
}

/** Shows pins while the component is there; `key` says when they are others. */
export function usePins(next: Pins, key: string): void {
  useEffect(() => {
    show(next);
    // The key says everything of the pins that matters.
  }, [key]);
  useEffect(
    () => () => {
      show(NONE);
    },
    [],
  );
}
