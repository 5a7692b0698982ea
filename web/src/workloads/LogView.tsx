import { useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { useApi } from '../api/context';
import { asProblem, type Problem } from '../api/problem';
import type { LogLine } from '../api/types';
import { format } from '../i18n/format';
import { text } from '../i18n/text';
import { ProblemNotice } from '../shell/Notice';
import { useVisibleRange } from '../shell/useVisibleRange';
import { findLines, withoutColours } from './logLines';
import { useLog } from './useLog';

/** Must equal --log-line in the stylesheet. */
const LINE_HEIGHT = 20;

interface LogViewProps {
  workload: string;
  name: string;
  ended: boolean;
}

export function LogView({ workload, name, ended }: LogViewProps) {
  const { log, state, problem } = useLog(workload);
  const { lines } = log;
  const written = lines.length + log.dropped;
  const scroller = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const range = useVisibleRange(list, lines.length, LINE_HEIGHT, scroller);
  const [following, setFollowing] = useState(true);
  const [search, setSearch] = useState('');
  const [at, setAt] = useState(0);
  const wanted = useDeferredValue(search);
  const found = useMemo(() => findLines(lines, wanted), [lines, wanted]);
  const current = found.length > 0 ? found[at % found.length] : undefined;

  useEffect(() => {
    const element = scroller.current;
    if (following && element) element.scrollTop = element.scrollHeight;
  }, [following, lines.length]);

  function go(step: number) {
    if (found.length === 0) return;
    const next = (at + step + found.length) % found.length;
    setAt(next);
    setFollowing(false);
    const element = scroller.current;
    if (element) element.scrollTop = (found[next] ?? 0) * LINE_HEIGHT - element.clientHeight / 2;
  }

  return (
    <section className="log" aria-labelledby="log-title">
      <div className="log-bar">
        <h2 id="log-title">{text.workload.log}</h2>
        <span className={`stream stream-${state}`} role="status" data-testid="log-state">
          {problem ? text.log.refused : text.log.state[state]}
        </span>
        <span className="hint">{text.log.lines(format.integer(written), written)}</span>
        <SearchField
          value={search}
          matches={wanted ? found.length : null}
          onChange={(value) => {
            setSearch(value);
            setAt(0);
          }}
          onStep={go}
        />
        {state !== 'ended' && (
          <button type="button" className="button" onClick={() => setFollowing(!following)}>
            {following ? text.log.pause : text.log.follow}
          </button>
        )}
        <Download workload={workload} name={name} />
      </div>
      {problem && <ProblemNotice problem={problem} />}
      {log.dropped > 0 && <p className="hint">{text.log.dropped(format.integer(log.dropped))}</p>}
      <div
        ref={scroller}
        className={`log-lines ${ended ? 'log-ended' : ''}`}
        role="log"
        aria-label={text.workload.log}
        aria-live="off"
        tabIndex={0}
        data-testid="log"
        onScroll={(event) => {
          const { scrollTop, scrollHeight, clientHeight } = event.currentTarget;
          const atEnd = scrollHeight - scrollTop - clientHeight < LINE_HEIGHT * 2;
          if (!atEnd && following) setFollowing(false);
        }}
      >
        {lines.length === 0 && (
          <p className="log-empty">{ended ? text.log.empty : text.log.waiting}</p>
        )}
        <div ref={list} style={{ height: lines.length * LINE_HEIGHT }}>
          <div style={{ transform: `translateY(${range.start * LINE_HEIGHT}px)` }}>
            {lines.slice(range.start, range.end).map((line, i) => (
              <Line key={line.seq} line={line} current={range.start + i === current} />
            ))}
          </div>
        </div>
      </div>
    </section>
  );
}

function Line({ line, current }: { line: LogLine; current: boolean }) {
  return (
    <div
      className={`log-line log-${line.stream} ${current ? 'log-current' : ''}`}
      data-testid="log-line"
      data-stream={line.stream}
      data-seq={line.seq}
    >
      <time dateTime={line.at}>{format.time(line.at)}</time>
      {line.node !== null && <b className="log-node">{line.node}</b>}
      <span>{withoutColours(line.line)}</span>
    </div>
  );
}

interface SearchFieldProps {
  value: string;
  matches: number | null;
  onChange(value: string): void;
  onStep(step: number): void;
}

function SearchField({ value, matches, onChange, onStep }: SearchFieldProps) {
  return (
    <span className="log-search">
      <input
        type="search"
        name="log-search"
        aria-label={text.log.search}
        placeholder={text.log.search}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') onStep(event.shiftKey ? -1 : 1);
        }}
      />
      <span role="status">{matches === null ? '' : text.log.matches(format.integer(matches), matches)}</span>
      <button
        type="button"
        className="button"
        aria-label={text.log.previous}
        disabled={!matches}
        onClick={() => onStep(-1)}
      >
        ↑
      </button>
      <button
        type="button"
        className="button"
        aria-label={text.log.next}
        disabled={!matches}
        onClick={() => onStep(1)}
      >
        ↓
      </button>
    </span>
  );
}

function Download({ workload, name }: { workload: string; name: string }) {
  const api = useApi();
  const [problem, setProblem] = useState<Problem | null>(null);
  async function download() {
    try {
      save(await api.logText(workload), `${name || workload}.log`);
      setProblem(null);
    } catch (cause) {
      setProblem(asProblem(cause));
    }
  }
  return (
    <>
      <button type="button" className="button" onClick={() => void download()}>
        {text.log.download}
      </button>
      {problem && <ProblemNotice problem={problem} />}
    </>
  );
}

function save(content: string, name: string) {
  const address = URL.createObjectURL(new Blob([content], { type: 'text/plain' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
