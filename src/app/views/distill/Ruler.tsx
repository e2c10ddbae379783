/**
 * A slider as a ruler with a grip: a range input, so that keys and screen readers work as everywhere. The value before
 * this run's change stays as a dashed tick.
 */
import type { CSSProperties } from 'react';
import { useId } from 'react';
import '../../styles/grip.css';

interface RulerProps {
  readonly name: string;
  readonly help: string;
  readonly value: number;
  readonly least: number;
  readonly most: number;
  /** Stops of the grip between both ends. */
  readonly stops: number;
  /** Even steps of the logarithm. */
  readonly log?: boolean;
  readonly was?: number;
  readonly format: (value: number) => string;
  readonly onChange: (value: number) => void;
}

export function Ruler({ name, help, value, least, most, stops, log = false, was, format, onChange }: RulerProps) {
  const id = useId();
  const scale = (one: number): number => (log ? Math.log(one) : one);
  const shareOf = (one: number): number => {
    const share = (scale(one) - scale(least)) / (scale(most) - scale(least));
    return Math.min(1, Math.max(0, share));
  };
  const valueAt = (stop: number): number => {
    const at = scale(least) + (stop / stops) * (scale(most) - scale(least));
    return Number((log ? Math.exp(at) : at).toPrecision(3));
  };
  return (
    <div className="knob">
      <div className="knob-row">
        <label htmlFor={id}>{name}</label>
        <span className="knob-track">
          {was !== undefined && was !== value && (
            <i className="was" style={{ '--at': shareOf(was) } as CSSProperties} />
          )}
          <input
            id={id}
            type="range"
            className="grip"
            min={0}
            max={stops}
            value={Math.round(shareOf(value) * stops)}
            aria-valuetext={format(value)}
            aria-describedby={`${id}-help`}
            onChange={(event) => onChange(valueAt(Number(event.target.value)))}
          />
        </span>
        <output htmlFor={id}>{format(value)}</output>
      </div>
      <p className="label" id={`${id}-help`}>
        {help}
      </p>
    </div>
  );
}
