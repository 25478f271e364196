/**
 * The one way to the server. Answers are JSON; failures are thrown as `ApiProblem`, which carries the stable code that the screens
 * translate. A write that the server recorded as a change set returns its id, by which it can be undone.
 */
export interface FieldProblem {
  field: string;
  code: string;
  message: string;
}

export class ApiProblem extends Error {
  override name = 'ApiProblem';
  readonly status: number;
  readonly code: string;
  readonly requestId: string | null;
  readonly fields: FieldProblem[];
  readonly retryAfterSeconds: number | null;

  constructor(
    status: number,
    code: string,
    detail: string,
    requestId: string | null = null,
    fields: FieldProblem[] = [],
    retryAfterSeconds: number | null = null,
  ) {
    super(detail);
    this.status = status;
    this.code = code;
    this.requestId = requestId;
    this.fields = fields;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** What a status says by itself, for an answer without a code or with one that these screens do not know yet. */
export const codeOfStatus: Record<number, string> = {
  400: 'malformed',
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not_found',
  409: 'conflict',
  413: 'too_large',
  422: 'invalid',
  429: 'too_many_requests',
  503: 'unavailable',
};

export type Query = Record<string, string | number | boolean | null | undefined>;
export interface Options {
  query?: Query;
  body?: unknown;
  /** The version that the change is based on: sent as `If-Match`. */
  version?: number;
  signal?: AbortSignal;
}
export interface Answer<T> {
  data: T;
  changeSet: string | null;
}

const base = '/api/v1';
let signedOut: () => void = () => {};

/** What happens when the server no longer knows the session. */
export function onSignedOut(handler: () => void) {
  signedOut = handler;
}

export function url(path: string, query: Query = {}): string {
  const text = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') text.set(name, String(value));
  }
  const suffix = text.toString();
  return base + path + (suffix ? `?${suffix}` : '');
}

async function problemOf(response: Response): Promise<ApiProblem> {
  const retryAfter = Number(response.headers.get('Retry-After'));
  let body: { code?: string; detail?: string; title?: string; request_id?: string; errors?: FieldProblem[] } =
    {};
  try {
    body = (await response.json()) as typeof body;
  } catch {
    // A proxy's own error page: the status says what can be said.
  }
  return new ApiProblem(
    response.status,
    body.code ?? codeOfStatus[response.status] ?? 'internal',
    body.detail ?? body.title ?? response.statusText,
    body.request_id ?? response.headers.get('X-Request-Id'),
    body.errors ?? [],
    retryAfter > 0 ? retryAfter : null,
  );
}

export async function send<T>(method: string, path: string, options: Options = {}): Promise<Answer<T>> {
  const headers: Record<string, string> = { Accept: 'application/json' };
  if (method !== 'GET') headers['X-Kith-Request'] = '1';
  if (options.body !== undefined) headers['Content-Type'] = 'application/json';
  if (options.version !== undefined) headers['If-Match'] = `"${options.version}"`;
  let response: Response;
  try {
    response = await fetch(url(path, options.query), {
      method,
      headers,
      credentials: 'same-origin',
      body: options.body === undefined ? undefined : JSON.stringify(options.body),
      signal: options.signal,
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiProblem(0, 'offline', 'The server could not be reached.');
  }
  if (!response.ok) {
    const problem = await problemOf(response);
    if (problem.code === 'unauthenticated' && path !== '/session') signedOut();
    throw problem;
  }
  const data: unknown = response.status === 204 ? undefined : await response.json();
  return { data: data as T, changeSet: response.headers.get('Kith-Change-Set') };
}

export async function get<T>(path: string, query?: Query, signal?: AbortSignal): Promise<T> {
  return (await send<T>('GET', path, { query, signal })).data;
}
