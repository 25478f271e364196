import { describe, expect, it, vi } from 'vitest';
import { makeUploads, type Followers, type There } from './uploads.ts';

const ona = { object: 'person', id: '1' };
const file = (name: string) => new File(['hello'], name);
const chosen = (...names: string[]) => names.map(name => ({ file: file(name) }));

/** Files that arrive, or do not, when the test says so. */
function made() {
  const sent: { name: string; arrive: (changeSet: string) => void; refuse: (error: unknown) => void }[] = [];
  /** Files whose last piece had come, for what is taken back too late. */
  const there = new Map<string, There>();
  const taken: string[] = [];
  const uploads = makeUploads((_, { name }) => {
    const back = () => {
      taken.push(name);
      return Promise.resolve(there.get(name) ?? null);
    };
    return {
      back,
      go: (onShare, signal) => {
        onShare(0.5);
        return new Promise((resolve, refuse) => {
          signal.addEventListener('abort', () => resolve(back()));
          sent.push({ name, arrive: changeSet => resolve({ changeSet }), refuse });
        });
      },
    };
  });
  const followers = { onEach: vi.fn(), onDone: vi.fn() } satisfies Followers;
  const settled = () => new Promise(resolve => setTimeout(resolve));
  const states = () => uploads.all().map(({ file: { name }, state }) => `${name} ${state}`);
  return { uploads, sent, there, taken, followers, settled, states };
}

describe('files on their way', () => {
  it('go one after the other and are told of together', async () => {
    const { uploads, sent, followers, settled, states } = made();
    void uploads.add(ona, chosen('a', 'b'), followers);
    expect(states()).toEqual(['a sent', 'b waiting']);
    expect(uploads.all()[0]?.share).toBe(0.5);
    sent[0]!.arrive('1');
    await settled();
    expect(states()).toEqual(['b sent']);
    expect(followers.onEach).toHaveBeenCalledTimes(1);
    expect(followers.onDone).not.toHaveBeenCalled();
    sent[1]!.arrive('2');
    await settled();
    expect(states()).toEqual([]);
    expect(followers.onDone.mock.calls).toEqual([[['1', '2']]]);
    expect(uploads.isOnItsWay()).toBe(false);
  });

  it('wait for those that were added before', async () => {
    const { uploads, sent, followers, settled } = made();
    const later = { onEach: vi.fn(), onDone: vi.fn() };
    void uploads.add(ona, chosen('a'), followers);
    void uploads.add({ object: 'company', id: '2' }, chosen('b'), later);
    expect(sent.map(({ name }) => name)).toEqual(['a']);
    sent[0]!.arrive('1');
    await settled();
    expect(followers.onDone.mock.calls).toEqual([[['1']]]);
    sent[1]!.arrive('2');
    await settled();
    expect(later.onDone.mock.calls).toEqual([[['2']]]);
  });

  it('that are refused stay with the reason, hold up nobody, and can be tried again', async () => {
    const { uploads, sent, followers, settled, states } = made();
    void uploads.add(ona, chosen('a', 'b'), followers);
    const full = new Error('full');
    sent[0]!.refuse(full);
    await settled();
    expect(states()).toEqual(['a refused', 'b sent']);
    expect(uploads.all()[0]?.error).toBe(full);
    sent[1]!.arrive('2');
    await settled();
    expect(followers.onDone.mock.calls).toEqual([[['2']]]);
    void uploads.again(uploads.all()[0]!.key);
    sent[2]!.arrive('3');
    await settled();
    expect(states()).toEqual([]);
    expect(followers.onDone.mock.calls).toEqual([[['2']], [['3']]]);
  });

  it('are ended, while they wait and while they are sent', async () => {
    const { uploads, sent, followers, settled, states } = made();
    void uploads.add(ona, chosen('a', 'b', 'c'), followers);
    const [a, b] = uploads.all();
    uploads.end(b!.key);
    uploads.end(a!.key);
    await settled();
    expect(states()).toEqual(['c sent']);
    sent[1]!.arrive('3');
    await settled();
    expect(followers.onDone.mock.calls).toEqual([[['3']]]);
  });

  it('are not even sent where it is known that they would be refused, and are left out', async () => {
    const { uploads, sent, followers, settled, states } = made();
    void uploads.add(ona, [{ file: file('a'), refused: 'is_empty' }, ...chosen('b')], followers);
    expect(states()).toEqual(['a refused', 'b sent']);
    sent[0]!.arrive('2');
    await settled();
    uploads.end(uploads.all()[0]!.key);
    expect(states()).toEqual([]);
    expect(followers.onDone.mock.calls).toEqual([[['2']]]);
    void uploads.add(ona, [{ file: file('a'), refused: 'is_empty' }], followers);
    expect(followers.onDone).toHaveBeenCalledTimes(1);
  });

  it('that had come when they were ended are told of, to be undone', async () => {
    const { uploads, sent, there, followers, settled, states } = made();
    there.set('a', { changeSet: '1' });
    void uploads.add(ona, chosen('a'), followers);
    uploads.end(uploads.all()[0]!.key);
    expect(states()).toEqual([]);
    await settled();
    expect(followers.onDone.mock.calls).toEqual([[['1']]]);
    there.set('b', { changeSet: '2' });
    void uploads.add(ona, chosen('b'), followers);
    sent[1]!.refuse(new Error('lost'));
    await settled();
    uploads.end(uploads.all()[0]!.key);
    await settled();
    expect(followers.onEach).toHaveBeenCalledTimes(2);
    expect(followers.onDone.mock.calls).toEqual([[['1']], [['2']]]);
  });

  it('are all ended, and nobody is told, when somebody signs out; who comes next adds their own', async () => {
    const { uploads, sent, there, taken, followers, settled, states } = made();
    void uploads.add(ona, chosen('a', 'b', 'c', 'd'), followers);
    sent[0]!.arrive('1');
    await settled();
    sent[1]!.refuse(new Error('lost'));
    await settled();
    there.set('c', { changeSet: '3' });
    const onEach = followers.onEach.mock.calls.length;
    expect(states()).toEqual(['b refused', 'c sent', 'd waiting']);
    const cleared = uploads.clear();
    expect(states()).toEqual([]);
    expect(uploads.isOnItsWay()).toBe(false);
    await cleared;
    expect([...new Set(taken)].toSorted()).toEqual(['b', 'c', 'd']);
    expect(followers.onEach).toHaveBeenCalledTimes(onEach);
    expect(followers.onDone).not.toHaveBeenCalled();
    const next = { onEach: vi.fn(), onDone: vi.fn() };
    void uploads.add(ona, chosen('e'), next);
    expect(sent.map(({ name }) => name)).toEqual(['a', 'b', 'c', 'e']);
    sent[3]!.arrive('5');
    await settled();
    expect(next.onDone.mock.calls).toEqual([[['5']]]);
  });
});
