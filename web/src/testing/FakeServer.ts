import type { ProblemBody } from '../api/types';

export interface Received {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: Record<string, string>;
  body: string;
}

type Answer = (request: Received) => Response | Promise<Response>;

/** A server in memory. What nobody has taught it, it answers with 404. */
export class FakeServer {
  readonly received: Received[] = [];
  private readonly answers = new Map<string, Answer>();

  /** Teaches, or replaces, the answer to `GET /offers` and the like. */
  on(call: string, answer: Answer | object): this {
    const answers: Answer =
      typeof answer === 'function' ? (answer as Answer) : () => json(answer);
    this.answers.set(call, answers);
    return this;
  }

  calls(call: string): Received[] {
    return this.received.filter((each) => `${each.method} ${each.path}` === call);
  }

  readonly fetch: typeof fetch = async (input, init = {}) => {
    const url = new URL(String(input), 'http://localhost');
    const request: Received = {
      method: init.method ?? 'GET',
      path: url.pathname.replace('/api/v1', ''),
      query: url.searchParams,
      headers: (init.headers ?? {}) as Record<string, string>,
      body: typeof init.body === 'string' ? init.body : '',
    };
    this.received.push(request);
    await Promise.resolve();
    if (init.signal?.aborted) throw new DOMException('aborted', 'AbortError');
    const answer = this.answers.get(`${request.method} ${request.path}`);
    return answer ? answer(request) : problem(404, { title: 'Not Found', code: 'not_found' });
  };
}

export function json(body: object, status = 200): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json' },
  });
}

export function problem(status: number, body: ProblemBody): Response {
  return new Response(JSON.stringify({ status, ...body }), {
    status,
    headers: { 'content-type': 'application/problem+json' },
  });
}

export function unreachable(): Response {
  throw new TypeError('Failed to fetch');
}

/** An event stream that says all this, and then breaks off. */
export function events(...chunks: string[]): Response {
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      chunks.forEach((chunk) => controller.enqueue(encoder.encode(chunk)));
      controller.close();
    },
  });
  return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
}

export function event(name: string, id: number, data: object): string {
  return `event: ${name}\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`;
}

export const END = 'event: end\ndata: {}\n\n';
