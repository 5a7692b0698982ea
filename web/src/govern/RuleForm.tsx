import { useState } from 'react';
import type { CapacityType, PolicyRules } from '../api/types';
import { text } from '../i18n/text';
import * as rule from './rules';

const t = text.govern;
const CAPACITY: CapacityType[] = ['on_demand', 'spot', 'reserved'];

interface RuleFormProps {
  rules: PolicyRules;
  onChange(rules: PolicyRules): void;
}

/** The rules of a policy as fields; what a field cannot say stays in the file as it is. */
export function RuleForm({ rules, onChange }: RuleFormProps) {
  return (
    <div className="override-fields">
      {rule.BOTH_WAYS.map((name) => (
        <fieldset key={name} className="govern-pair">
          <legend>{t.rules[name]}</legend>
          <Words
            label={t.allow}
            value={rule.side(rules, name, 'allow')}
            onChange={(items) => onChange(rule.withSide(rules, name, 'allow', items))}
          />
          <Words
            label={t.deny}
            value={rule.side(rules, name, 'deny')}
            onChange={(items) => onChange(rule.withSide(rules, name, 'deny', items))}
          />
        </fieldset>
      ))}
      {rule.LISTS.map((name) => (
        <Words
          key={name}
          label={t.rules[name]}
          value={rule.list(rules[name])}
          onChange={(items) => onChange(rule.withRule(rules, name, items))}
        />
      ))}
      <Choices
        legend={t.rules.capacity}
        all={CAPACITY}
        name={(type) => text.capacityType[type]}
        chosen={rule.list(rules.capacity)}
        onChange={(items) => onChange(rule.withRule(rules, 'capacity', items))}
      />
      {rule.CEILINGS.map((name) => (
        <label key={name} className="field">
          <span>{t.rules[name]}</span>
          <input
            value={rule.words(rules[name])}
            placeholder={t.hints[name]}
            onChange={(event) => onChange(rule.withRule(rules, name, event.target.value))}
          />
        </label>
      ))}
      <HoursFields rules={rules} onChange={onChange} />
    </div>
  );
}

interface WordsProps {
  label: string;
  value: string[];
  onChange(items: string[]): void;
}

/** What is typed stands until it says something else than the rules do. */
function Words({ label, value, onChange }: WordsProps) {
  const [typed, setTyped] = useState('');
  const same = rule.split(typed).join() === value.join();
  return (
    <label className="field">
      <span>{label}</span>
      <input
        value={same ? typed : value.join(', ')}
        onChange={(event) => {
          setTyped(event.target.value);
          onChange(rule.split(event.target.value));
        }}
      />
    </label>
  );
}

interface ChoicesProps<T extends string> {
  legend: string;
  all: readonly T[];
  name(item: T): string;
  chosen: string[];
  onChange(items: T[]): void;
}

function Choices<T extends string>({ legend, all, name, chosen, onChange }: ChoicesProps<T>) {
  return (
    <fieldset className="govern-choices">
      <legend>{legend}</legend>
      {all.map((item) => (
        <label key={item} className="tick">
          <input
            type="checkbox"
            checked={chosen.includes(item)}
            onChange={(event) =>
              onChange(
                all.filter((each) =>
                  each === item ? event.target.checked : chosen.includes(each),
                ),
              )
            }
          />
          <span>{name(item)}</span>
        </label>
      ))}
    </fieldset>
  );
}

const OFFICE: rule.Hours = {
  zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  days: ['mon', 'tue', 'wed', 'thu', 'fri'],
  from: '08:00',
  to: '18:00',
};

function HoursFields({ rules, onChange }: RuleFormProps) {
  const hours = rule.hoursOf(rules);
  const set = (next: rule.Hours | undefined) => onChange(rule.withRule(rules, 'hours', next));
  return (
    <fieldset className="govern-pair">
      <legend>{t.rules.hours}</legend>
      <label className="tick">
        <input
          type="checkbox"
          checked={hours !== null}
          onChange={(event) => set(event.target.checked ? OFFICE : undefined)}
        />
        <span>{t.hoursOnly}</span>
      </label>
      {hours && (
        <>
          <Choices
            legend={t.days}
            all={rule.DAYS}
            name={(day) => t.day[day]}
            chosen={hours.days}
            onChange={(days) => set({ ...hours, days })}
          />
          {(['from', 'to'] as const).map((end) => (
            <label key={end} className="field">
              <span>{t[end]}</span>
              <input
                type="time"
                value={hours[end]}
                onChange={(event) => set({ ...hours, [end]: event.target.value })}
              />
            </label>
          ))}
          <label className="field">
            <span>{t.zone}</span>
            <input
              value={hours.zone}
              onChange={(event) => set({ ...hours, zone: event.target.value })}
            />
          </label>
        </>
      )}
    </fieldset>
  );
}
