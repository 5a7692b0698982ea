import { useState, type FormEvent } from 'react';
import { useApi } from '../api/context';
import type { Policy, PolicyDraft, PolicyRules, Project } from '../api/types';
import { useAction } from '../api/useAction';
import { text } from '../i18n/text';
import { ProblemNotice } from '../shell/Notice';
import { DryRun } from './DryRun';
import { read, write } from './rules';
import { RuleForm } from './RuleForm';

const t = text.govern;

interface PolicyEditorProps {
  /** Null for a new one. */
  edited: Policy | null;
  projects: Project[];
  onSaved(): void;
  onCancel(): void;
}

/** The file is what is sent; the form is another way to write it. */
export function PolicyEditor({ edited, projects, onSaved, onCancel }: PolicyEditorProps) {
  const api = useApi();
  const [name, setName] = useState(edited?.name ?? '');
  const [project, setProject] = useState(edited?.project ?? '');
  const [enabled, setEnabled] = useState(edited?.enabled ?? true);
  const [note, setNote] = useState('');
  const [file, setFile] = useState(edited ? write(edited.rules) : '');
  const [tried, setTried] = useState<PolicyRules | null>(null);
  const { busy, refusal, act } = useAction();
  const rules = read(file);

  async function save(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (!rules) return;
    const draft: PolicyDraft = { name, project: project || null, enabled, note, rules };
    const saved = await act(() =>
      edited
        ? api.changePolicy(edited.id, { ...draft, version: edited.version })
        : api.createPolicy(draft),
    );
    if (saved) onSaved();
  }

  return (
    <section className="panel" aria-label={edited ? t.change(edited.name) : t.add}>
      <form className="override-form" onSubmit={(event) => void save(event)}>
        <h2>{edited ? t.change(edited.name) : t.add}</h2>
        <div className="override-fields">
          <label className="field">
            <span>{t.name}</span>
            <input required value={name} onChange={(e) => setName(e.target.value)} />
          </label>
          {!edited && (
            <label className="field">
              <span>{t.holdsFor}</span>
              <select value={project} onChange={(e) => setProject(e.target.value)}>
                <option value="">{t.whole}</option>
                {projects.map((each) => (
                  <option key={each.id} value={each.id}>
                    {each.name}
                  </option>
                ))}
              </select>
            </label>
          )}
          <label className="field">
            <span>{t.note}</span>
            <input value={note} onChange={(e) => setNote(e.target.value)} />
          </label>
          <label className="tick">
            <input
              type="checkbox"
              checked={enabled}
              onChange={(e) => setEnabled(e.target.checked)}
            />
            <span>{t.enabled}</span>
          </label>
        </div>
        <h3>{t.asForm}</h3>
        {rules ? (
          <RuleForm rules={rules} onChange={(next) => setFile(write(next))} />
        ) : (
          <p role="status">{t.unreadable}</p>
        )}
        <label className="field govern-file">
          <span>{t.asFile}</span>
          <textarea
            rows={10}
            spellCheck={false}
            placeholder={t.fileHint}
            value={file}
            onChange={(e) => setFile(e.target.value)}
          />
        </label>
        {refusal && <ProblemNotice problem={refusal} />}
        <p className="govern-buttons">
          <button type="submit" className="button button-primary" disabled={busy || !rules}>
            {t.save}
          </button>
          <button
            type="button"
            className="button"
            disabled={!rules}
            onClick={() => rules && setTried({ ...rules })}
          >
            {t.try}
          </button>
          <button type="button" className="button" onClick={onCancel}>
            {t.cancel}
          </button>
        </p>
      </form>
      {tried && <DryRun rules={tried} project={project || null} />}
    </section>
  );
}
