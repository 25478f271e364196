import i18next from 'i18next';
import { beforeAll, expect, test } from 'vitest';
import { formatters } from '@/lib/format.ts';
import { textsIn } from '@/lib/i18n.ts';
import { dossierPage } from './dossier.ts';

beforeAll(() => i18next.init({ resources: {}, interpolation: { escapeValue: false } }));

const page = async (language: string) =>
  dossierPage(
    {
      exported_at: '2026-11-22T10:00:00Z',
      person: '0190',
      records: [{ id: '0190', version: 3, given_name: 'Ona <b>', city: null }],
      tables: [
        {
          name: 'event',
          about: '',
          rows: [
            { event_id: 'e1', occurred_at: '2026-01-01T10:00:00Z', type: 'older', revenue_minor: null },
            {
              event_id: 'e2',
              occurred_at: '2026-02-01T10:00:00Z',
              type: 'newer',
              revenue_minor: 1250,
              currency: 'EUR',
              properties: { gift: '<script>' },
            },
          ],
        },
        {
          name: 'saved_view',
          about: '',
          rows: [{ name: 'Ona alone', filter: 'email = "ona@example.com"' }],
        },
        {
          name: 'attachment',
          about: '',
          rows: [{ name: 'offer.pdf', hash: 'e3b0', added_at: '2026-02-01T10:00:00Z' }],
        },
      ],
    },
    {
      t: await textsIn(language),
      format: formatters({ language, timeZone: 'Europe/Vilnius' }),
      business: 'Linden & Home',
      name: 'Ona',
      fieldLabel: name => `[${name}]`,
      objectLabel: name => name,
      valueText: (_, value) => String(value),
    },
  );

test('the page says everything in the language of the person, newest first, and nothing in it is code', async () => {
  const text = await page('et');
  expect(text).toContain('<html lang="et">');
  expect(text).toContain('Linden &amp; Home');
  expect(text).toContain('[given_name]');
  expect(text).toContain('Ona &lt;b&gt;');
  expect(text).toContain('gift: &lt;script&gt;');
  expect(text).not.toContain('<script');
  expect(text.indexOf('newer')).toBeLessThan(text.indexOf('older'));
  expect(text).toContain('Sündmused (2 kannet)');
  expect(text).toMatch(/12,50\s€/);
  expect(text).not.toContain('[city]');
  expect(text).not.toContain('e2');
});

test('a column is called what it is in its table', async () => {
  const text = await page('en');
  expect(text).toMatch(
    /Lists kept by a filter[^]*<th>Name<\/th>[^]*Ona alone[^]*<th>File<\/th>[^]*offer\.pdf/,
  );
  expect(text).not.toContain('e3b0');
});
