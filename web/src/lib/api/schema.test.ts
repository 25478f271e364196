import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import openapiTS, { astToString, COMMENT_HEADER } from 'openapi-typescript';
import { expect, it } from 'vitest';

const here = (path: string) => new URL(path, import.meta.url);

it('has types that are those of the committed OpenAPI document', async () => {
  const fresh = COMMENT_HEADER + astToString(await openapiTS(here('../../../../docs/openapi.json')));
  // Where this fails, `npm run generate` writes them anew.
  expect(fresh === readFileSync(fileURLToPath(here('./schema.ts')), 'utf8')).toBe(true);
});
