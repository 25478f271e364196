/** As much of OpenAPI 3.1 as is read here. */
export interface Parameter {
  name: string;
  in: string;
  description?: string;
}
interface Content {
  [mediaType: string]: { schema?: unknown };
}
export interface Operation {
  summary?: string;
  description?: string;
  tags?: string[];
  parameters?: Parameter[];
  requestBody?: { content?: Content };
  responses?: Record<string, { description?: string; content?: Content }>;
}
export interface Document {
  info: { title: string; version: string; description?: string };
  paths: Record<string, Record<string, unknown>>;
  components?: Record<string, Record<string, unknown>>;
}

const methods = ['get', 'post', 'put', 'patch', 'delete'];

/** Every operation with the group that it is told in: its first tag, else the first part of its path. */
export function operationsOf(document: Document) {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    methods
      .filter(method => item[method])
      .map(method => {
        const operation = item[method] as Operation;
        const first = path.split('/').find(part => part && part !== 'api' && part !== 'v1');
        return { path, method, operation, group: operation.tags?.[0] ?? first ?? '' };
      }),
  );
}

/** What a `$ref` into the document's components points at; anything else is itself. One step: what is inside stays named. */
export function resolved<T>(document: Document, value: T): T {
  const reference = (value as { $ref?: unknown } | null)?.$ref;
  if (typeof reference !== 'string') return value;
  const [, , kind, name] = reference.split('/');
  return (document.components?.[kind ?? '']?.[name ?? ''] ?? value) as T;
}
