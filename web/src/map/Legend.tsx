import { format } from '../i18n/format';
import { text } from '../i18n/text';
import { dollars, type Colour } from './places';

/** What the colours stand for, the best first. */
export function Legend({ colour, steps }: { colour: Colour; steps: number[] }) {
  const show = (value: number) =>
    colour === 'carbon' ? format.integer(value) : format.money(dollars(value));
  return (
    <ul className="legend" aria-label={text.map.colours[colour]}>
      {[...steps, null].map((step, i) => (
        <li key={i}>
          <svg viewBox="0 0 12 12" aria-hidden="true">
            <circle className={`spot spot-${i}`} cx="6" cy="6" r="5" />
          </svg>
          {step === null
            ? text.map.above(show(steps[i - 1] ?? 0))
            : text.map.below(show(step))}
        </li>
      ))}
      <li>
        <svg viewBox="0 0 12 12" aria-hidden="true">
          <circle className="spot spot-unknown" cx="6" cy="6" r="5" />
        </svg>
        {text.map.unknown}
      </li>
      <li className="legend-unit">
        {colour === 'carbon' ? text.map.carbonUnit : text.map.priceUnit}
      </li>
    </ul>
  );
}
