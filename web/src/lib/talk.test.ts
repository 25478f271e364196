import { describe, expect, it } from 'vitest';
import { mentionAt, partsOf } from './talk.ts';

const ona = { id: '1', name: 'Ona', is_told: true };
const kazlaite = { id: '2', name: 'Ona Kazlaitė', is_told: false };

describe('whom a text names', () => {
  it('is told apart from what it says, the longer name before the one that begins it', () => {
    expect(partsOf('Ask @Ona Kazlaitė or @Ona.', [ona, kazlaite])).toEqual([
      { text: 'Ask ' },
      { text: '@Ona Kazlaitė', mention: kazlaite },
      { text: ' or ' },
      { text: '@Ona', mention: ona },
      { text: '.' },
    ]);
    expect(partsOf('mail me @ work', [ona])).toEqual([{ text: 'mail me @ work' }]);
    expect(partsOf('', [])).toEqual([]);
  });
});

describe('what is typed after an @', () => {
  const at = (text: string) => mentionAt(text, text.length);
  it('is a name that begins', () => {
    expect(at('@')).toEqual({ start: 0, q: '' });
    expect(at('see @on')).toEqual({ start: 4, q: 'on' });
    expect(at('see @Ona Kaz')).toEqual({ start: 4, q: 'Ona Kaz' });
    expect(mentionAt('@Ona and more', 4)).toEqual({ start: 0, q: 'Ona' });
  });
  it('is none in an address, after a line or after too many words', () => {
    expect(at('ona@example')).toBeNull();
    expect(at('no sign')).toBeNull();
    expect(at('@ ona')).toBeNull();
    expect(at('@ona\nnext')).toBeNull();
    expect(at('@ona then we all')).toBeNull();
    expect(at('@ona  ')).toBeNull();
  });
});
