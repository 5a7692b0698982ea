/** What is wrong with one field of a request, and what to do. */
export interface FieldProblem {
  field: string;
  message: string;
  advice?: string;
}

/** A refusal in the API's own words (RFC 9457). `code` is stable; `message` is for people. */
export class Problem extends Error {
  override readonly name = 'Problem';

  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
    readonly errors: readonly FieldProblem[] = [],
  ) {
    super(detail);
  }
}

export async function problemOf(reply: Response): Promise<Problem> {
  try {
    const told = (await reply.json()) as { code?: string; detail?: string; errors?: FieldProblem[] };
    return new Problem(reply.status, told.code ?? 'unknown', told.detail ?? reply.statusText, told.errors ?? []);
  } catch {
    return new Problem(reply.status, 'unknown', `The broker, or what stands before it, answered ${reply.status}.`);
  }
}
