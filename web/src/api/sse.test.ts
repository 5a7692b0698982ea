import { describe, expect, test } from 'vitest';
import { END, event, events, problem } from '../testing/FakeServer';
import { readProblem } from './problem';
import { EventParser, follow, type ServerEvent, type StreamState } from './sse';

describe('the parser', () => {
  test('takes an event in pieces of any size', () => {
    const text = 'id: 4\r\nevent: log\r\ndata: {"line":"ü"}\r\n\r\n: a comment\n\ndata: a\ndata: b\n\n';
    for (let size = 1; size <= text.length; size++) {
      const parser = new EventParser();
      const found: ServerEvent[] = [];
      for (let at = 0; at < text.length; at += size) {
        found.push(...parser.feed(text.slice(at, at + size)));
      }
      expect(found).toEqual([
        { id: '4', event: 'log', data: '{"line":"ü"}' },
        { id: '4', event: 'message', data: 'a\nb' },
      ]);
    }
  });

  test('keeps back what is not finished', () => {
    const parser = new EventParser();
    expect(parser.feed('data: half')).toEqual([]);
    expect(parser.feed('\n')).toEqual([]);
    expect(parser.feed('\n')).toEqual([{ id: null, event: 'message', data: 'half' }]);
  });

  test('learns the pause that the server asks for', () => {
    const parser = new EventParser();
    parser.feed('retry: 250\n\n');
    expect(parser.retry).toBe(250);
  });
});

describe('following', () => {
  async function run(answers: (() => Response | Promise<Response>)[]) {
    const asked: (string | null)[] = [];
    const seen: string[] = [];
    const states: StreamState[] = [];
    const pauses: number[] = [];
    await follow({
      signal: new AbortController().signal,
      endEvent: 'end',
      open: async (lastEventId) => {
        asked.push(lastEventId);
        const answer = answers.shift();
        if (!answer) throw new Error('No more connections were expected.');
        return answer();
      },
      onEvent: (received) => seen.push(received.data),
      onState: (state) => states.push(state),
      wait: async (milliseconds) => {
        pauses.push(milliseconds);
      },
    });
    return { asked, seen, states, pauses };
  }

  test('resumes after a break where it stopped, and ends with the end', async () => {
    const { asked, seen, states } = await run([
      () => events(event('log', 1, { n: 1 }), event('log', 2, { n: 2 })),
      () => events(event('log', 3, { n: 3 }), END),
    ]);
    expect(asked).toEqual([null, '2']);
    expect(seen).toEqual(['{"n":1}', '{"n":2}', '{"n":3}', '{}']);
    expect(states).toEqual(['connecting', 'live', 'retrying', 'live', 'ended']);
  });

  test('waits longer each time that nobody answers', async () => {
    const away = () => Promise.reject(new TypeError('Failed to fetch'));
    const { pauses, states } = await run([away, away, away, () => events(END)]);
    expect(pauses).toEqual([1000, 2000, 4000]);
    expect(states.at(-1)).toBe('ended');
  });

  test('does not ask again for what does not exist', async () => {
    const refused = async () => {
      throw await readProblem(problem(404, { title: 'Not Found' }));
    };
    const { asked, states } = await run([refused]);
    expect(asked).toHaveLength(1);
    expect(states).toEqual(['connecting', 'ended']);
  });
});
