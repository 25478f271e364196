import { describe, expect, it } from 'vitest';
import { extensionOf, kindOf, sizeOf, stemOf, type Attachment } from './attachments.ts';
import { formatters } from './format.ts';

const file = (name: string, media_type = 'application/octet-stream'): Attachment => ({
  id: '1',
  object: 'person',
  record: '2',
  field: null,
  name,
  bytes: 1,
  media_type,
  is_picture: media_type.startsWith('image/'),
  sha256: '',
  author: { kind: 'user', id: null, name: 'Ona' },
  version: 1,
  added_at: '2026-11-26T10:00:00.000Z',
});

describe('what kind of file it is', () => {
  it('its bytes say before its name does', () => {
    expect(kindOf(file('photo.exe', 'image/png'))).toBe('picture');
    expect(kindOf(file('photo.png'))).toBe('file');
    expect(kindOf(file('offer.txt', 'application/pdf'))).toBe('pdf');
  });
  it('its name says otherwise', () => {
    expect(kindOf(file('Offer.DOCX'))).toBe('document');
    expect(kindOf(file('list.csv'))).toBe('table');
    expect(kindOf(file('archive.tar.gz'))).toBe('archive');
    expect(kindOf(file('README'))).toBe('file');
  });
});

describe('the end of a name', () => {
  it('is told from its beginning', () => {
    expect(extensionOf('Plan 2.PDF')).toBe('pdf');
    expect(stemOf('Plan 2.PDF')).toBe('Plan 2'.length);
    expect(extensionOf('договор.док')).toBe('док');
  });
  it('is none where nothing comes before it, or too much after', () => {
    for (const name of ['.env', 'README', 'Nr. 5 of May', 'a.', 'v1.0-something']) {
      expect(extensionOf(name), name).toBe('');
      expect(stemOf(name), name).toBe(name.length);
    }
  });
});

describe('a size', () => {
  const said = (bytes: number, language = 'en') => {
    const { value, options } = sizeOf(bytes);
    // Some languages keep the number and its unit on one line.
    return formatters({ language, timeZone: 'UTC' }).number(value, options).replaceAll(/\s/g, ' ');
  };
  it('is said in the unit that people use', () => {
    expect(said(1)).toBe('1 byte');
    expect(said(999)).toBe('999 bytes');
    expect(said(1000)).toBe('1 kB');
    expect(said(1536)).toBe('1.5 kB');
    expect(said(20 * 1024)).toBe('20 kB');
    expect(said(999.6 * 1024)).toBe('1 MB');
    expect(said(100 * 1024 * 1024)).toBe('100 MB');
    expect(said(3 * 1024 ** 4)).toBe('3,072 GB');
  });
  it('is written as the language writes it', () => {
    expect(said(1536, 'lt')).toBe('1,5 kB');
    expect(said(5 * 1024 * 1024, 'ru')).toBe('5 МБ');
  });
});
