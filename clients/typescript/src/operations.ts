import type { paths } from './contract.js';

/** How a path of the contract is typed: what it wants and what it answers. */
export type Method = 'get' | 'post' | 'put' | 'delete';

/** Paths that know the method. */
export type PathOf<M extends Method> = {
  [P in keyof paths]: paths[P] extends Record<M, { responses: unknown }> ? P : never;
}[keyof paths];

export type Operation<P extends keyof paths, M extends Method> = paths[P] extends Record<M, infer O> ? O : never;

type Content<O> = O extends { requestBody?: { content: infer C } | undefined } ? C : never;

/** JSON, or the text of a YAML file where the path reads one. */
export type Body<O> = unknown extends O
  ? unknown
  :
      | (Content<O> extends { 'application/json': infer J } ? J : never)
      | (Content<O> extends { 'application/yaml': unknown } ? string : never);

type Parameters<O> = O extends { parameters: infer X } ? Omit<X, 'cookie'> : unknown;

type Sent<O> = O extends { requestBody: unknown }
  ? { body: Body<O> }
  : O extends { requestBody?: infer B }
    ? [B] extends [undefined]
      ? unknown
      : { body?: Body<O> }
    : unknown;

/** What a call brings. */
export type Asked<O> = unknown extends O
  ? {
      path?: Record<string, unknown> | undefined;
      query?: Record<string, unknown> | undefined;
      header?: Record<string, unknown> | undefined;
      body?: unknown;
      signal?: AbortSignal | undefined;
    }
  : Parameters<O> & Sent<O> & { signal?: AbortSignal };

type Success = 200 | 201 | 202 | 204;

type Replies<O> = O extends { responses: infer R }
  ? { [C in keyof R & Success]: R[C] extends { content: { 'application/json': infer J } } ? J : undefined }
  : never;

/** What comes back. */
export type Answer<O> = Replies<O>[keyof Replies<O>];
