/** What is asked of the made-up server and what it answers with. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly errors: { field: string; code: string; message: string }[];
  constructor(status: number, code: string, errors: Refusal['errors'] = []) {
    super(code);
    this.status = status;
    this.code = code;
    this.errors = errors;
  }
}
export interface Call {
  method: string;
  parts: string[];
  query: URLSearchParams;
  body: Record<string, unknown>;
  /** How long a body is that is no JSON. */
  bytes: number;
  version: number | null;
}
export interface Reply {
  status?: number;
  body?: unknown;
  headers?: Record<string, string>;
  /** In place of a JSON body. */
  file?: { type: string; bytes: Uint8Array };
}
export const ok = (body: unknown): Reply => ({ body });

export function page<T>(rows: T[], query: URLSearchParams): Reply {
  const limit = Math.min(200, Number(query.get('limit') ?? 50));
  const start = Number(query.get('page') ?? 0);
  const isExact = rows.length < 10_000;
  return ok({
    data: rows.slice(start, start + limit),
    next: start + limit < rows.length ? String(start + limit) : null,
    total: { count: Math.min(rows.length, 10_000), is_exact: isExact },
  });
}
