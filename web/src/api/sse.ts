import { Problem } from './problem';

export interface ServerEvent {
  id: string | null;
  event: string;
  data: string;
}

/** Cuts a text/event-stream into events. Chunks may end anywhere, also between CR and LF. */
export class EventParser {
  private rest = '';
  private id: string | null = null;
  private event = '';
  private data: string[] = [];
  /** The pause that the server asked for, in milliseconds. */
  retry: number | null = null;

  feed(chunk: string): ServerEvent[] {
    const text = this.rest + chunk;
    const events: ServerEvent[] = [];
    let from = 0;
    for (let i = 0; i < text.length; i++) {
      const c = text[i];
      if (c !== '\n' && c !== '\r') continue;
      if (c === '\r' && i + 1 === text.length) break;
      this.line(text.slice(from, i), events);
      if (c === '\r' && text[i + 1] === '\n') i++;
      from = i + 1;
    }
    this.rest = text.slice(from);
    return events;
  }

  private line(line: string, events: ServerEvent[]): void {
    if (line === '') {
      if (this.data.length > 0) {
        events.push({ id: this.id, event: this.event || 'message', data: this.data.join('\n') });
      }
      this.event = '';
      this.data = [];
      return;
    }
    const colon = line.indexOf(':');
    if (colon === 0) return;
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'data') this.data.push(value);
    else if (field === 'event') this.event = value;
    else if (field === 'id') this.id = value;
    else if (field === 'retry' && /^\d+$/.test(value)) this.retry = Number(value);
  }
}

export type StreamState = 'connecting' | 'live' | 'retrying' | 'ended';

export interface FollowOptions {
  open(lastEventId: string | null, signal: AbortSignal): Promise<Response>;
  onEvent(event: ServerEvent): void;
  onState?(state: StreamState, problem?: Problem): void;
  /** The name of the event after which there is nothing more. */
  endEvent?: string;
  lastEventId?: string | null;
  signal: AbortSignal;
  wait?(milliseconds: number, signal: AbortSignal): Promise<void>;
}

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 15_000;

/**
 * Follows a stream to its end, and resumes after a break with Last-Event-ID. EventSource hides why it
 * was refused and then asks forever, so this reads the stream itself. Resolves when the stream has
 * ended, was aborted, or was refused for good (4xx; a session that ran out may come back).
 */
export async function follow(options: FollowOptions): Promise<void> {
  const { signal, onState = () => undefined, wait = pause } = options;
  let lastEventId = options.lastEventId ?? null;
  let pauseMs = FIRST_PAUSE_MS;
  onState('connecting');
  while (!signal.aborted) {
    let problem: Problem | undefined;
    try {
      const response = await options.open(lastEventId, signal);
      onState('live');
      pauseMs = FIRST_PAUSE_MS;
      const ended = await read(response, (event, retry) => {
        if (event.id !== null) lastEventId = event.id;
        if (retry !== null) pauseMs = retry;
        options.onEvent(event);
        return event.event === options.endEvent;
      });
      if (ended) return onState('ended');
    } catch (cause) {
      if (signal.aborted) return;
      problem = cause instanceof Problem ? cause : undefined;
      if (problem && problem.status >= 400 && problem.status < 500 && !problem.signedOut) {
        return onState('ended', problem);
      }
    }
    if (signal.aborted) return;
    onState('retrying', problem);
    await wait(pauseMs, signal);
    pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
  }
}

async function read(
  response: Response,
  take: (event: ServerEvent, retry: number | null) => boolean,
): Promise<boolean> {
  if (!response.body) return false;
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  const parser = new EventParser();
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return false;
    for (const event of parser.feed(decoder.decode(value, { stream: true }))) {
      if (take(event, parser.retry)) {
        await reader.cancel();
        return true;
      }
    }
  }
}

export function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
