/**
 * Files on their way to records. They go one after the other, and go on while somebody looks at another page; what was refused stays,
 * with its reason, until it is tried again or left out. None outlives the session of whoever added it.
 */
import { useSyncExternalStore } from 'react';
import { endsWithSession } from './session_end.ts';
import type { Subject } from './talk.ts';
import { wayTo } from './upload_way.ts';

export interface Sending {
  key: number;
  subject: Subject;
  file: File;
  state: 'waiting' | 'sent' | 'refused';
  /** How much of it has come, from 0 to 1. */
  share: number;
  /** Why it was refused. */
  error?: unknown;
}

/** That a file is there, and the change set by which that is undone. */
export interface There {
  changeSet: string | null;
}
/** The way of one file to its record. */
export interface Way {
  /** Walks it, or walks on. Nothing where it was ended meanwhile. */
  go: (onShare: (share: number) => void, signal: AbortSignal) => Promise<There | null>;
  /** Takes back what has come of it, unless all has: the file is then there. */
  back: () => Promise<There | null>;
}

/** What is known without asking the server. */
export class Refused extends Error {
  readonly reason: 'is_empty' | 'is_folder' | 'is_too_large';
  constructor(reason: Refused['reason']) {
    super(reason);
    this.reason = reason;
  }
}

/** A file, and why it is not even sent. */
export interface Chosen {
  file: File;
  refused?: Refused['reason'];
}
export interface Followers {
  /** One is there. */
  onEach: () => void;
  /** Nothing of what was added together is on its way any more; told of those that are there. */
  onDone: (changeSets: (string | null)[]) => void;
}
interface Batch extends Followers {
  left: number;
  changeSets: (string | null)[];
  /** Whoever added it is gone. */
  isForgotten: boolean;
}
interface Entry extends Sending {
  batch: Batch;
  way: Way;
  stop: AbortController;
}

/** How long somebody who signs out waits for what was begun to be ended. */
const clear_ms_max = 3000;

export function makeUploads(wayOf: (subject: Subject, file: File) => Way) {
  let entries: Entry[] = [];
  let lastKey = 0;
  let working: Promise<void> | null = null;
  const listeners = new Set<() => void>();
  const set = (next: Entry[]) => {
    entries = next;
    listeners.forEach(listener => listener());
  };
  const change = (key: number, now: Partial<Entry>) =>
    set(entries.map(entry => (entry.key === key ? { ...entry, ...now } : entry)));
  const drop = (key: number) => set(entries.filter(entry => entry.key !== key));
  /** One less of what was added together is on its way. */
  const settle = ({ batch }: Entry, there: There | null) => {
    if (batch.isForgotten) return;
    if (there) batch.changeSets.push(there.changeSet);
    batch.left -= 1;
    if (batch.left || !batch.changeSets.length) return;
    batch.onDone(batch.changeSets);
    batch.changeSets = [];
  };
  const arrive = (entry: Entry, there: There | null) => {
    if (!entry.batch.isForgotten) entry.batch.onEach();
    settle(entry, there);
  };

  const goOn = (): Promise<void> => {
    if (!working && first()) working = workAll();
    return working ?? Promise.resolve();
  };
  const workAll = async () => {
    try {
      for (let next = first(); next; next = first()) await work(next);
    } finally {
      working = null;
    }
  };
  const first = () => entries.find(({ state }) => state === 'waiting');
  const work = async (entry: Entry) => {
    const { key, way, stop } = entry;
    change(key, { state: 'sent' });
    let there: There | null;
    try {
      there = await way.go(share => change(key, { share }), stop.signal);
    } catch (error) {
      change(key, { state: 'refused', error, share: 0 });
      settle(entry, null);
      return;
    }
    drop(key);
    arrive(entry, there);
  };

  return {
    add(subject: Subject, files: Chosen[], followers: Followers): Promise<void> {
      const left = files.filter(({ refused }) => !refused).length;
      const batch: Batch = { ...followers, left, changeSets: [], isForgotten: false };
      const added = files.map(({ file, refused }): Entry => ({
        key: ++lastKey,
        subject,
        file,
        state: refused ? 'refused' : 'waiting',
        share: 0,
        error: refused && new Refused(refused),
        batch,
        way: wayOf(subject, file),
        stop: new AbortController(),
      }));
      set([...entries, ...added]);
      return goOn();
    },
    /** Not this one after all. */
    end(key: number) {
      const entry = entries.find(each => each.key === key);
      if (!entry) return;
      entry.stop.abort();
      drop(key);
      if (entry.state === 'sent') return;
      if (entry.state === 'refused') entry.batch.left += 1;
      void entry.way.back().then(there => (there ? arrive(entry, there) : settle(entry, null)));
    },
    /** None of them after all, and nobody is told of them; done when what was begun is ended, as far as that can be waited for. */
    async clear() {
      const forgotten = entries;
      set([]);
      for (const { batch, stop } of forgotten) {
        batch.isForgotten = true;
        stop.abort();
      }
      const back = forgotten.filter(({ state }) => state !== 'sent').map(({ way }) => way.back());
      const late = new Promise<void>(resolve => setTimeout(resolve, clear_ms_max));
      await Promise.race([Promise.all([working, ...back]), late]);
    },
    again(key: number): Promise<void> {
      const entry = entries.find(each => each.key === key);
      if (!entry) return Promise.resolve();
      entry.batch.left += 1;
      change(key, { state: 'waiting', error: undefined });
      return goOn();
    },
    all: (): readonly Sending[] => entries,
    isOnItsWay: () => entries.some(({ state }) => state !== 'refused'),
    listen: (listener: () => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

export const uploads = makeUploads(wayTo);
endsWithSession(uploads);

// A page that is closed takes its uploads with it. Without any a browser may keep the page for coming back to.
const warn = (event: BeforeUnloadEvent) => event.preventDefault();
uploads.listen(() => {
  if (uploads.isOnItsWay()) window.addEventListener('beforeunload', warn);
  else window.removeEventListener('beforeunload', warn);
});

export function useSending({ object, id }: Subject): Sending[] {
  return useSyncExternalStore(uploads.listen, uploads.all).filter(
    ({ subject }) => subject.object === object && subject.id === id,
  );
}
