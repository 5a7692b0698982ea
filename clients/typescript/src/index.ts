import type { components, paths } from './contract.js';
import type { Answer, Asked, Body, Method, Operation, PathOf } from './operations.js';
import { Problem, problemOf } from './problem.js';

export type { components, operations, paths } from './contract.js';
export { Problem, type FieldProblem } from './problem.js';

/** What the API speaks of, by its name in the contract: `Schema<'Workload'>`. */
export type Schema<N extends keyof components['schemas']> = components['schemas'][N];

export interface Settings {
  /** Of the broker, such as `https://compute.example.org`. */
  address: string;
  /** An API token, or what an issuer vouches with. */
  token: string;
  /** By id or alias, for who belongs to several. */
  organization?: string;
  /** By id; what is made belongs to it. */
  project?: string;
  /** In place of the global one. */
  fetch?: typeof fetch;
}

type Call<O> = {} extends Asked<O> ? [asked?: Asked<O>] : [asked: Asked<O>];

/** The REST API of a broker. Paths, parameters, bodies and answers are those of the contract. */
export class Tradewind {
  readonly #settings: Settings;

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  get<P extends PathOf<'get'>>(path: P, ...asked: Call<Operation<P, 'get'>>): Promise<Answer<Operation<P, 'get'>>> {
    return this.#json('get', path, asked[0]);
  }

  post<P extends PathOf<'post'>>(path: P, ...asked: Call<Operation<P, 'post'>>): Promise<Answer<Operation<P, 'post'>>> {
    return this.#json('post', path, asked[0]);
  }

  put<P extends PathOf<'put'>>(path: P, ...asked: Call<Operation<P, 'put'>>): Promise<Answer<Operation<P, 'put'>>> {
    return this.#json('put', path, asked[0]);
  }

  delete<P extends PathOf<'delete'>>(
    path: P,
    ...asked: Call<Operation<P, 'delete'>>
  ): Promise<Answer<Operation<P, 'delete'>>> {
    return this.#json('delete', path, asked[0]);
  }

  /** Every item of a list, page after page: `for await (const offer of client.all('/api/v1/offers'))`. */
  async *all<P extends PathOf<'get'>>(path: P, ...asked: Call<Operation<P, 'get'>>): AsyncGenerator<Item<P>> {
    const first: Asked<unknown> = asked[0] ?? {};
    let cursor: string | null | undefined;
    do {
      const query = cursor ? { ...first.query, cursor } : first.query;
      const page: { items: Item<P>[]; nextCursor?: string | null } = await this.#json('get', path, { ...first, query });
      yield* page.items;
      cursor = page.nextCursor;
    } while (cursor);
  }

  /** The reply as it comes: for files and event streams. A refusal is a `Problem` here too. */
  async raw(method: Method, path: keyof paths, asked: Asked<unknown> = {}): Promise<Response> {
    const { address, fetch: fetched = globalThis.fetch } = this.#settings;
    const body = written(asked.body);
    const reply = await fetched(address.replace(/\/+$/, '') + filled(path, asked), {
      method: method.toUpperCase(),
      headers: this.#headers(asked, body),
      ...(body === undefined ? {} : { body: body.text }),
      ...(asked.signal === undefined ? {} : { signal: asked.signal }),
    });
    if (!reply.ok) throw await problemOf(reply);
    return reply;
  }

  #headers(asked: Asked<unknown>, body: Written | undefined): Record<string, string> {
    const { token, organization, project } = this.#settings;
    const headers: Record<string, string> = { Accept: 'application/json, */*;q=0.5', Authorization: `Bearer ${token}` };
    if (organization) headers['Tradewind-Organization'] = organization;
    if (project) headers['Tradewind-Project'] = project;
    if (body) headers['Content-Type'] = body.type;
    for (const [name, value] of Object.entries(asked.header ?? {})) if (value != null) headers[name] = String(value);
    return headers;
  }

  async #json<T>(method: Method, path: keyof paths, asked: Asked<unknown> | undefined): Promise<T> {
    const reply = await this.raw(method, path, asked);
    const text = await reply.text();
    if (text === '') return undefined as T;
    try {
      return JSON.parse(text) as T;
    } catch {
      throw new Problem(reply.status, 'not_json', 'The answer is no JSON; use raw() for files and streams.');
    }
  }
}

type Item<P extends PathOf<'get'>> = Answer<Operation<P, 'get'>> extends { items: (infer I)[] } ? I : never;

interface Written {
  type: string;
  text: string;
}

/** Text is a workload's file, which is YAML; all else is JSON. */
function written(body: Body<unknown> | undefined): Written | undefined {
  if (body === undefined) return undefined;
  return typeof body === 'string'
    ? { type: 'application/yaml', text: body }
    : { type: 'application/json', text: JSON.stringify(body) };
}

function filled(path: string, asked: Asked<unknown>): string {
  const named: Record<string, unknown> = asked.path ?? {};
  const whole = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(named[name])));
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(asked.query ?? {})) if (value != null) query.set(name, String(value));
  return query.size === 0 ? whole : `${whole}?${query}`;
}
