// The position of an office: coordinates as text, and a pin that can be dragged on the map.
import { useDeskWords } from '../desk/words';
import { boundsOf, mapCentre, useScene } from '../map/scene';
import { usePins } from '../map/pins';
import { useEditingWords } from '../words/editing';
import { typedPoint } from './draft';

interface Props {
  text: string;
  isWrong: boolean;
  /** The initial view of the map. */
  around: { latitude: number; longitude: number } | null;
  onText: (text: string) => void;
}

export function PinField({ text, isWrong, around, onText }: Props) {
  const words = useDeskWords();
  const { fields, pointHelp } = useEditingWords();
  const point = typedPoint(text) ?? null;
  const put = (next: { latitude: number; longitude: number }) => {
    onText(`${next.latitude.toFixed(6)}, ${next.longitude.toFixed(6)}`);
  };
  useScene({ bounds: around ? boundsOf([around], 0.01) : null }, `pin ${JSON.stringify(around)}`);
  usePins(
    { pins: point ? [{ key: 'now', point, label: words.pinDrag, look: 'now' }] : [], onMoved: put },
    `${words.pinDrag} ${JSON.stringify(point)}`,
  );
  return (
    <>
      <label for="location">{fields.location}</label>
      <input
        id="location"
        value={text}
        inputMode="text"
        aria-invalid={isWrong}
        aria-describedby="location-help location-problems"
        onInput={(event) => {
          onText(event.currentTarget.value);
        }}
      />
      <p class="detail" id="location-help">
        {words.pinHelp} {pointHelp}
      </p>
      <button
        type="button"
        class="way"
        onClick={() => {
          const centre = mapCentre();
          if (centre) put(centre);
        }}
      >
        {words.pinHere}
      </button>
    </>
  );
}
