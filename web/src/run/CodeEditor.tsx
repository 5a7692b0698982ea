import { acceptCompletion, autocompletion, type CompletionContext } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { yaml } from '@codemirror/lang-yaml';
import { bracketMatching, HighlightStyle, indentUnit, syntaxHighlighting } from '@codemirror/language';
import { lintGutter, setDiagnostics } from '@codemirror/lint';
import { EditorState } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { useEffect, useRef } from 'react';
import { text } from '../i18n/text';
import type { Complaint } from './locate';
import { suggest } from './suggest';

export interface EditorProps {
  value: string;
  complaints: Complaint[];
  /** Names of accelerators that the market has. */
  models: string[];
  onChange(value: string): void;
  onSubmit(): void;
}

/** Colours come from the stylesheet's tokens, so that the editor follows light and dark by itself. */
const highlight = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: 'var(--teal)' },
  { tag: [tags.string, tags.special(tags.string), tags.content], color: 'var(--ink)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--amber)' },
  { tag: tags.comment, color: 'var(--muted)', fontStyle: 'italic' },
  { tag: [tags.punctuation, tags.separator, tags.brace, tags.squareBracket], color: 'var(--muted)' },
]);

export default function CodeEditor({ value, complaints, models, onChange, onSubmit }: EditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const first = useRef(value);
  const handlers = useRef({ onChange, onSubmit, models });
  useEffect(() => {
    handlers.current = { onChange, onSubmit, models };
  });

  useEffect(() => {
    const editor = new EditorView({
      parent: host.current!,
      state: EditorState.create({
        doc: first.current,
        extensions: [
          keymap.of([
            {
              key: 'Mod-Enter',
              run: () => {
                handlers.current.onSubmit();
                return true;
              },
            },
            { key: 'Tab', run: acceptCompletion },
            ...defaultKeymap,
            ...historyKeymap,
            indentWithTab,
          ]),
          autocompletion({
            override: [(context) => completionOf(context, handlers.current.models)],
            icons: false,
          }),
          history(),
          lineNumbers(),
          lintGutter(),
          drawSelection(),
          highlightActiveLine(),
          bracketMatching(),
          indentUnit.of('  '),
          yaml(),
          syntaxHighlighting(highlight),
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({
            'aria-label': text.run.editor,
            'aria-describedby': 'editor-hint',
          }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) handlers.current.onChange(update.state.doc.toString());
          }),
        ],
      }),
    });
    view.current = editor;
    return () => {
      view.current = null;
      editor.destroy();
    };
  }, []);

  useEffect(() => {
    const editor = view.current;
    if (!editor || editor.state.doc.toString() === value) return;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: value } });
  }, [value]);

  useEffect(() => {
    const editor = view.current;
    if (!editor) return;
    const end = editor.state.doc.length;
    const diagnostics = complaints
      .filter((complaint) => complaint.line !== null)
      .map((complaint) => ({
        from: Math.min(complaint.from, end),
        to: Math.min(complaint.to, end),
        severity: 'error' as const,
        message: [complaint.message, complaint.advice].filter(Boolean).join(' '),
      }));
    editor.dispatch(setDiagnostics(editor.state, diagnostics));
  }, [complaints]);

  return <div ref={host} className="editor-code" />;
}

/** Unasked only once a word has begun, so that it is out of the way. */
function completionOf(context: CompletionContext, models: string[]) {
  const found = suggest(context.state.doc.toString(), context.pos, models);
  if (!found || (found.from === context.pos && !context.explicit)) return null;
  return {
    from: found.from,
    validFor: /^[\w.-]*$/,
    options: found.words.map((word) => ({
      label: word,
      apply: found.keys ? `${word}: ` : word,
    })),
  };
}
