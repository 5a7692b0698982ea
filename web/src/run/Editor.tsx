import { lazy, Suspense } from 'react';
import { text } from '../i18n/text';
import type { EditorProps } from './CodeEditor';

const CodeEditor = lazy(() => import('./CodeEditor').catch(() => ({ default: PlainEditor })));

/** A plain text area until the editor's code is here, and without it; nothing typed is lost. */
export function Editor(props: EditorProps) {
  return (
    <div className="editor" data-testid="editor">
      <Suspense fallback={<PlainEditor {...props} />}>
        <CodeEditor {...props} />
      </Suspense>
    </div>
  );
}

function PlainEditor({ value, onChange }: EditorProps) {
  return (
    <textarea
      className="editor-plain"
      aria-label={text.run.editor}
      spellCheck={false}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
