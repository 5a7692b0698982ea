import { useId, useState } from 'react';
import { text } from '../i18n/text';
import { treeOf, valueOf, withValue, type FileField } from './fileFields';
import { GRAMMAR, type Grammar } from './grammar';

const t = text.runForm;

type FieldName = keyof typeof t.fields;

const FIELDS: Record<FieldName, FileField> = {
  kind: { path: ['kind'], kind: 'words' },
  name: { path: ['name'], kind: 'words' },
  accelerators: { path: ['resources', 'accelerators'], kind: 'words' },
  cpus: { path: ['resources', 'cpus'], kind: 'words' },
  memory: { path: ['resources', 'memory'], kind: 'words' },
  capacity: { path: ['resources', 'capacity'], kind: 'words' },
  nodes: { path: ['nodes'], kind: 'number' },
  model: { path: ['model', 'name'], kind: 'words' },
  image: { path: ['image'], kind: 'words' },
  regions: { path: ['placement', 'regions', 'allow'], kind: 'list' },
  providers: { path: ['placement', 'providers', 'allow'], kind: 'list' },
  objective: { path: ['placement', 'objective'], kind: 'words' },
  within: { path: ['placement', 'within_price_pct'], kind: 'number' },
  maxPrice: { path: ['limits', 'max_price_hour'], kind: 'words' },
  maxCost: { path: ['limits', 'max_cost'], kind: 'words' },
  maxCarbon: { path: ['limits', 'max_carbon'], kind: 'words' },
  maxDuration: { path: ['limits', 'max_duration'], kind: 'words' },
};

interface FileFormProps {
  file: string;
  models: string[];
  onChange(file: string): void;
}

/** The same file as fields. What is typed here is written there, and the other way round. */
export function FileForm({ file, models, onChange }: FileFormProps) {
  const tree = treeOf(file);
  const list = useId();
  if (!tree) return <p role="status">{text.govern.unreadable}</p>;
  return (
    <div className="run-form" data-testid="run-form">
      {(Object.keys(FIELDS) as FieldName[]).map((name) => (
        <Entry
          key={name}
          name={name}
          value={valueOf(tree, FIELDS[name])}
          list={name === 'accelerators' ? list : undefined}
          onType={(typed) => onChange(withValue(file, FIELDS[name], typed))}
        />
      ))}
      <datalist id={list}>
        {models.map((model) => (
          <option key={model} value={model} />
        ))}
      </datalist>
    </div>
  );
}

interface EntryProps {
  name: FieldName;
  /** Null for what only the file can say. */
  value: string | null;
  list: string | undefined;
  onType(typed: string): void;
}

function Entry({ name, value, list, onType }: EntryProps) {
  const words = choices(FIELDS[name].path);
  // What is typed may be no whole entry yet: `H100, ` would come back without its comma.
  const [draft, setDraft] = useState({ of: value, typed: value ?? '' });
  if (draft.of !== value) setDraft({ of: value, typed: value ?? '' });
  return (
    <label className="field">
      <span>{t.fields[name]}</span>
      {words && value !== null && (value === '' || words.includes(value)) ? (
        <select value={value} onChange={(event) => onType(event.target.value)}>
          <option value="">{t.unsaid}</option>
          {words.map((word) => (
            <option key={word} value={word}>
              {word}
            </option>
          ))}
        </select>
      ) : (
        <input
          value={value === null ? t.inFile : draft.typed}
          disabled={value === null}
          list={list}
          spellCheck={false}
          placeholder={t.hints[name] ?? ''}
          onChange={(event) => setDraft({ of: value, typed: event.target.value })}
          onBlur={() => draft.typed !== value && onType(draft.typed)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && draft.typed !== value) onType(draft.typed);
          }}
        />
      )}
    </label>
  );
}

function choices(path: readonly string[]): readonly string[] | null {
  let place: Grammar | readonly string[] | null | undefined = GRAMMAR;
  for (const key of path) {
    place = place && !Array.isArray(place) ? (place as Grammar)[key] : null;
  }
  return Array.isArray(place) ? (place as readonly string[]) : null;
}
