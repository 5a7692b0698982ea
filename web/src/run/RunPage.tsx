import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { stringify } from 'yaml';
import { AGREED_PRICE } from '../api/client';
import { useConnection } from '../api/context';
import { asProblem, type Problem } from '../api/problem';
import type { Facets } from '../api/types';
import { useResource } from '../api/useResource';
import { text } from '../i18n/text';
import { Empty, ProblemNotice } from '../shell/Notice';
import { Page } from '../shell/Page';
import { navigate, useSearch } from '../shell/router';
import { Complaints } from './Complaints';
import { Editor } from './Editor';
import { FileForm } from './FileForm';
import { locate } from './locate';
import { PlacementView } from './PlacementView';
import { fromOffer, TEMPLATES } from './templates';
import { usePreview, type Preview } from './usePreview';

export default function RunPage() {
  const { api, session } = useConnection();
  const [file, setFile] = useDraft();
  const preview = usePreview(file);
  const facets = useResource('facets', (signal) => api.facets(signal));
  const models = useMemo(() => modelsOf(facets.data), [facets.data]);
  const [submitting, setSubmitting] = useState(false);
  const [refusal, setRefusal] = useState<{ of: string; problem: Problem } | null>(null);
  const keyOf = useIdempotencyKey();

  const refused = refusal?.of === file && !refusal.problem.signedOut ? refusal.problem : null;
  const problem = refused ?? preview.problem;
  const moved = movedTo(problem);
  const badFile = problem !== null && isAboutTheFile(problem);
  const complaints = useMemo(
    () => (problem && badFile && !preview.busy ? locate(file, problem) : []),
    [file, problem, badFile, preview.busy],
  );

  async function submit(accepted?: string) {
    if (submitting || file.trim() === '') return;
    setSubmitting(true);
    try {
      const workload = await api.submit(file, keyOf(file), accepted ?? shownPrice(file, preview));
      session.forgetDraft();
      navigate(`/workloads/${encodeURIComponent(workload.id)}`);
    } catch (cause) {
      setRefusal({ of: file, problem: asProblem(cause) });
      setSubmitting(false);
    }
  }

  return (
    <Page
      title={text.run.title}
      className="run"
      aside={
        <p className="hint" role="status" data-testid="preview-state">
          {stateOf(preview)}
        </p>
      }
    >
      <div className="run-columns">
        <section className="run-editor" aria-label={text.run.editor}>
          <div className="run-bar">
            <label className="field field-row">
              <span>{text.run.template}</span>
              <select
                name="template"
                value=""
                onChange={(event) => {
                  const picked = TEMPLATES.find((each) => each.id === event.target.value);
                  if (picked) setFile(picked.text);
                }}
              >
                <option value="">{text.run.templateNone}</option>
                {TEMPLATES.map((template) => (
                  <option key={template.id} value={template.id}>
                    {template.name}
                  </option>
                ))}
              </select>
            </label>
            <button
              type="button"
              className="button button-primary"
              data-testid="submit"
              disabled={submitting || file.trim() === ''}
              onClick={() => void submit()}
            >
              {submitting ? text.run.submitting : text.run.submit}
            </button>
          </div>
          <details className="panel">
            <summary>{text.runForm.title}</summary>
            <FileForm file={file} models={models} onChange={setFile} />
          </details>
          <Editor
            value={file}
            models={models}
            complaints={complaints}
            onChange={setFile}
            onSubmit={() => void submit()}
          />
          <p className="hint" id="editor-hint">
            {text.run.editorHint} {text.run.modelHint}
          </p>
          {moved && (
            <div className="notice notice-warn" role="alert" data-testid="price-moved">
              <div>
                <strong>{text.run.priceMoved}</strong>
                <p>{problem?.errors[0]?.message}</p>
              </div>
              <button
                type="button"
                className="button"
                disabled={submitting}
                onClick={() => void submit(moved)}
              >
                {text.run.acceptPrice(moved)}
              </button>
            </div>
          )}
          {problem && badFile && !moved && !preview.busy && (
            <Complaints problem={problem} complaints={complaints} />
          )}
          {problem && !badFile && (
            <ProblemNotice problem={problem} onRetry={refused ? undefined : preview.retry} />
          )}
        </section>
        <section
          className="run-preview"
          aria-label={text.run.preview}
          aria-busy={preview.busy}
          data-testid="preview"
          data-fresh={!preview.busy && !preview.problem && preview.placement !== null}
        >
          <PreviewBody file={file} preview={preview} />
        </section>
      </div>
    </Page>
  );
}

/** For completion alone: without them one types as before. */
function modelsOf(facets: Facets | null): string[] {
  return (facets?.accelerators ?? []).map(({ value }) => value).filter((it) => it !== 'none');
}

/** What the preview showed for an hour, so that a dearer machine is not leased unasked. */
function shownPrice(file: string, { placement, of }: Preview): string | undefined {
  const shown = of === file ? placement?.startable?.pricePerHour : undefined;
  return shown && `${shown.amount} ${shown.currency}`;
}

function isAboutTheFile({ status, signedOut }: Problem): boolean {
  return status >= 400 && status < 500 && !signedOut;
}

/** The price that the server asks about. */
function movedTo(problem: Problem | null): string | null {
  if (problem?.code !== 'price_moved') return null;
  const advice = problem.errors[0]?.advice ?? '';
  return advice.split(`${AGREED_PRICE}: `)[1] ?? null;
}

function PreviewBody({ file, preview }: { file: string; preview: Preview }) {
  const { placement } = preview;
  if (file.trim() === '') return <Empty title={text.run.emptyFile} />;
  if (!placement) {
    if (preview.problem && isAboutTheFile(preview.problem)) return <Empty title={text.run.fix} />;
    return null;
  }
  return (
    <div className={preview.problem ? 'outdated' : undefined}>
      <PlacementView placement={placement} />
    </div>
  );
}

function stateOf(preview: Preview): string {
  if (preview.busy) return text.run.previewing;
  return preview.problem && preview.placement ? text.run.stale : '';
}

/** The text under the pen: kept over a reload, and started from a market offer or an old workload. */
function useDraft(): [string, (file: string) => void] {
  const { api, session } = useConnection();
  const search = useSearch();
  const [file, setFile] = useState(() => {
    const params = new URLSearchParams(search);
    if (params.has('from')) return '';
    const spec = params.get('spec');
    if (spec) return asFile(readable(spec));
    return fromOffer(params) ?? session.draft() ?? TEMPLATES[0]?.text ?? '';
  });
  const from = new URLSearchParams(search).get('from');
  useEffect(() => {
    if (!from) return;
    const abort = new AbortController();
    api
      .workload(from, abort.signal)
      .then((workload) => setFile(asFile(workload.spec)))
      .catch(() => undefined);
    return () => abort.abort();
  }, [api, from]);
  const set = (next: string) => {
    session.keepDraft(next);
    setFile(next);
  };
  return [file, set];
}

/** What another page made comes as JSON; anything else is shown as it is. */
function readable(spec: string): unknown {
  try {
    return JSON.parse(spec);
  } catch {
    return spec;
  }
}

function asFile(spec: unknown): string {
  return typeof spec === 'string' ? spec : stringify(spec, { lineWidth: 100 });
}

/** One key for one text: pressing the button again, or after a lost answer, submits nothing twice. */
function useIdempotencyKey(): (file: string) => string {
  const held = useRef({ file: '', key: '' });
  return useCallback((file) => {
    if (held.current.file !== file) held.current = { file, key: newKey() };
    return held.current.key;
  }, []);
}

/** randomUUID exists only on https and localhost; getRandomValues exists everywhere. */
function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
