/**
 * Stands in for the server while one looks at the screens: the REST contract over a made-up business, and the built application
 * under the same content security policy as the real one.
 *
 *   node mock/server.ts --rows 50 --port 8080 [--fresh] [--role member] [--slow 800]
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import type { DebugEntry } from '../src/lib/api/types.ts';
import { answer, business, options } from './answers.ts';
import { Refusal } from './reply.ts';

const dist = join(import.meta.dirname, '../dist');
const policy =
  "default-src 'self'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'";

function live(topic: string, response: ServerResponse) {
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
  const timer = setInterval(() => {
    const source = business.sources.find(candidate => topic === `source:${candidate.id}`);
    if (source?.kind === 'web') {
      const entry: DebugEntry = { ...business.debug(source)[0]!, at: new Date().toISOString() };
      response.write(`event: debug\ndata: ${JSON.stringify(entry)}\n\n`);
    } else response.write(': still here\n\n');
  }, 5000);
  response.on('close', () => clearInterval(timer));
}

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
};
async function file(path: string, response: ServerResponse) {
  const wanted = join(dist, normalize(path));
  const isFile = extname(path) !== '' && wanted.startsWith(dist);
  try {
    const content = await readFile(isFile ? wanted : join(dist, 'index.html'));
    response.writeHead(200, {
      'Content-Type': types[extname(isFile ? path : '.html')] ?? types['.html'],
      'Content-Security-Policy': policy,
    });
    response.end(content);
  } catch {
    response.writeHead(404).end();
  }
}

async function bodyOf(request: IncomingMessage): Promise<{ body: Record<string, unknown>; bytes: number }> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const bytes = Buffer.concat(chunks);
  const isFile = request.headers['content-type'] === 'application/octet-stream';
  const body = bytes.length && !isFile ? (JSON.parse(bytes.toString()) as Record<string, unknown>) : {};
  return { body, bytes: bytes.length };
}

async function serve(request: IncomingMessage, response: ServerResponse) {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  if (!pathname.startsWith('/api/v1/')) return file(pathname, response);
  if (pathname === '/api/v1/live') return live(searchParams.get('topic') ?? '', response);
  const method = request.method ?? 'GET';
  const write = (status: number, type: string, body: unknown, headers: Record<string, string> = {}) =>
    response
      .writeHead(status, { 'Content-Type': type, ...headers })
      .end(body === undefined ? undefined : JSON.stringify(body));
  try {
    const version = /^"(\d+)"$/.exec(request.headers['if-match'] ?? '');
    const { body, bytes } = await bodyOf(request);
    if (method !== 'GET' && request.headers['x-kith-request'] !== '1') throw new Refusal(403, 'csrf');
    const parts = pathname.slice('/api/v1/'.length).split('/');
    if (Number(options.slow)) await new Promise(resolve => setTimeout(resolve, Number(options.slow)));
    const reply = answer({
      method,
      parts,
      query: searchParams,
      body,
      bytes,
      version: version ? Number(version[1]) : null,
    });
    if (reply.file) {
      response.writeHead(200, { 'Content-Type': reply.file.type, ...reply.headers }).end(reply.file.bytes);
      return;
    }
    write(reply.status ?? 200, 'application/json', reply.body, reply.headers);
  } catch (error) {
    const refusal = error instanceof Refusal ? error : new Refusal(500, 'internal');
    if (!(error instanceof Refusal)) console.error(error);
    const { status, code, errors } = refusal;
    write(status, 'application/problem+json', {
      type: `urn:kith:problem:${code}`,
      title: code,
      status,
      detail: code,
      code,
      request_id: business.id(),
      errors,
    });
  }
}

createServer((request, response) => void serve(request, response)).listen(
  Number(options.port),
  '127.0.0.1',
  () => {
    console.log(`http://127.0.0.1:${options.port}`);
  },
);
