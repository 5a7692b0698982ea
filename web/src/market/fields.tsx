import { useEffect, useId, useRef, useState } from 'react';
import type { FacetValue } from '../api/types';
import { format } from '../i18n/format';
import { text } from '../i18n/text';

const TYPING_PAUSE_MS = 250;

interface ChoiceProps<T extends string> {
  name: string;
  label: string;
  values: T[];
  value: T | undefined;
  show(value: T): string;
  onPick(value: T | undefined): void;
}

export function Choice<T extends string>({ name, label, values, value, show, onPick }: ChoiceProps<T>) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        name={name}
        value={value ?? ''}
        onChange={(event) => onPick((event.target.value || undefined) as T | undefined)}
      >
        <option value="">{text.any}</option>
        {values.map((each) => (
          <option key={each} value={each}>
            {show(each)}
          </option>
        ))}
      </select>
    </div>
  );
}

interface FacetFieldProps {
  name: string;
  label: string;
  values: FacetValue[] | undefined;
  value: string | undefined;
  show?(value: string): string;
  onPick(value: string | undefined): void;
}

export function FacetField({ values = [], value, show = String, ...rest }: FacetFieldProps) {
  const counts = new Map(values.map((facet) => [facet.value, facet.count]));
  if (value && !counts.has(value)) counts.set(value, 0);
  const sorted = [...counts.keys()].sort((a, b) => show(a).localeCompare(show(b)));
  return (
    <Choice
      {...rest}
      values={sorted}
      value={value}
      show={(each) => `${show(each)} (${format.integer(counts.get(each) ?? 0)})`}
    />
  );
}

interface TypedFieldProps {
  name: string;
  type: 'search' | 'number';
  label: string;
  placeholder?: string;
  value: string;
  /** Without a visible label, where a group already has one. */
  bare?: boolean;
  onType(value: string): void;
}

/** Applies what is typed after a short pause, and follows the address bar otherwise. */
export function TypedField({ name, type, label, placeholder, value, bare, onType }: TypedFieldProps) {
  const id = useId();
  const [draft, setDraft] = useState(value);
  const [applied, setApplied] = useState(value);
  const callback = useRef(onType);
  useEffect(() => {
    callback.current = onType;
  });
  if (applied !== value) {
    setApplied(value);
    setDraft(value);
  }
  useEffect(() => {
    if (draft.trim() === value) return;
    const timer = setTimeout(() => callback.current(draft.trim()), TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [draft, value]);
  const input = (
    <input
      id={id}
      name={name}
      type={type}
      min={type === 'number' ? 1 : undefined}
      inputMode={type === 'number' ? 'numeric' : undefined}
      value={draft}
      placeholder={placeholder}
      aria-label={bare ? label : undefined}
      onChange={(event) => setDraft(event.target.value)}
    />
  );
  if (bare) return input;
  return (
    <div className={`field field-${type}`}>
      <label htmlFor={id}>{label}</label>
      {input}
    </div>
  );
}
