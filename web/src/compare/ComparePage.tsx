import { useState } from 'react';
import { text } from '../i18n/text';
import { TypedField } from '../market/fields';
import { currencyOf } from '../run/front';
import { usePreview } from '../run/usePreview';
import { Empty, ProblemNotice } from '../shell/Notice';
import { Page } from '../shell/Page';
import { Link, navigate, useSearch } from '../shell/router';
import type { Placement } from '../api/types';
import { CAPACITIES, read, specOf, write, type Ask } from './ask';
import { CompareChart, TripLegend } from './CompareChart';
import { PointTable } from './PointTable';
import { pointsOf } from './points';
import { Verdict } from './Verdict';

const t = text.compare;
const MOST_DEARER = 100;

/** Price, carbon and distance in one picture, and in words why one of them is chosen. */
export default function ComparePage() {
  const ask = read(useSearch());
  const { placement, problem, busy, retry } = usePreview(specOf(ask));
  const set = (part: Partial<Ask>) => navigate(write({ ...ask, ...part }), { replace: true });
  return (
    <Page
      title={t.title}
      className="compare-page"
      aside={
        <p className="hint" role="status">
          {busy ? text.run.previewing : ''}
        </p>
      }
    >
      <p className="lead">{t.lead}</p>
      <Fields ask={ask} set={set} />
      {problem && <ProblemNotice problem={problem} onRetry={retry} />}
      {placement?.choice && <Picture key={ask.accelerators} ask={ask} set={set} placement={placement} />}
      {placement && !placement.choice && (
        <Empty title={t.empty}>
          <ul>
            {placement.nearestMisses.map((miss, i) => (
              <li key={i}>{miss.advice}</li>
            ))}
          </ul>
        </Empty>
      )}
    </Page>
  );
}

interface PictureProps extends FieldsProps {
  placement: Placement;
}

function Picture({ ask, set, placement }: PictureProps) {
  const [looked, setLooked] = useState<string>();
  const choice = placement.choice!;
  const points = pointsOf(placement);
  const shown = points.find(({ candidate }) => candidate.offer.id === looked)?.candidate ?? choice;
  const picking = { points, chosen: choice.offer.id, looked: shown.offer.id, onLook: setLooked };
  return (
    <div className="compare-both">
      <div>
        {points.length > 1 ? (
          <figure className="compare-figure">
            <CompareChart
              {...picking}
              currency={currencyOf(choice)}
              onLimit={(cost, grams) =>
                set({ maxCost: cost.toFixed(2), maxKilograms: (grams / 1000).toFixed(3) })
              }
            />
            <figcaption>
              <TripLegend hasUsers={ask.users !== ''} />
              <p className="hint">{t.how}</p>
            </figcaption>
          </figure>
        ) : (
          <p className="notice">{t.oneOnly}</p>
        )}
        <Slider ask={ask} set={set} />
      </div>
      <div>
        <Verdict placement={placement} choice={choice} looked={shown} />
        <PointTable {...picking} />
        <p>
          <Link href={`/run?spec=${encodeURIComponent(specOf(ask, 'my-workload'))}`}>{t.run}</Link>
        </p>
      </div>
    </div>
  );
}

interface FieldsProps {
  ask: Ask;
  set(part: Partial<Ask>): void;
}

function Slider({ ask, set }: FieldsProps) {
  return (
    <label className="compare-slider">
      <span>{ask.within === 0 ? t.cheapest : t.within(String(ask.within))}</span>
      <input
        type="range"
        name="within"
        min={0}
        max={MOST_DEARER}
        step={1}
        value={ask.within}
        onChange={(event) => set({ within: Number(event.target.value) })}
      />
    </label>
  );
}

function Fields({ ask, set }: FieldsProps) {
  const typed = (name: keyof Ask, label: string, hint: string, type: 'search' | 'number' = 'search') => (
    <TypedField
      name={name}
      type={type}
      label={label}
      placeholder={hint}
      value={String(ask[name])}
      onType={(value) => set({ [name]: type === 'number' && name === 'hours' ? Number(value) || 1 : value })}
    />
  );
  const limited = ask.maxCost !== '' || ask.maxKilograms !== '' || ask.maxRoundTrip !== '';
  return (
    <form className="filters" role="search" aria-label={t.fields} onSubmit={(e) => e.preventDefault()}>
      <div className="compare-fields">
        {typed('accelerators', t.accelerators, 'H100:8')}
        <label className="field">
          <span>{text.market.capacity}</span>
          <select
            name="capacity"
            value={ask.capacity}
            onChange={(event) => set({ capacity: event.target.value as Ask['capacity'] })}
          >
            {CAPACITIES.map((each) => (
              <option key={each} value={each}>
                {each === 'any' ? text.any : text.capacityType[each]}
              </option>
            ))}
          </select>
        </label>
        {typed('hours', t.hours, '24', 'number')}
        {typed('regions', t.regions, t.regionsHint)}
        {typed('users', text.map.users, text.map.usersHint)}
        {typed('maxCost', t.maxCost, t.noLimit, 'number')}
        {typed('maxKilograms', t.maxCarbon, t.noLimit, 'number')}
        {ask.users !== '' && typed('maxRoundTrip', t.maxTrip, t.noLimit, 'number')}
        {limited && (
          <button
            type="button"
            className="button"
            onClick={() => set({ maxCost: '', maxKilograms: '', maxRoundTrip: '' })}
          >
            {t.clear}
          </button>
        )}
      </div>
    </form>
  );
}
