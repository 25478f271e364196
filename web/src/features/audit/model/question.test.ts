import { describe, expect, it } from 'vitest';
import { actions, readQuestion } from './question.ts';

describe('a question to the audit log', () => {
  it('asks for an action that there is, or for none', () => {
    expect(readQuestion({ q: 'ada', action: 'signed_in' })).toEqual({ q: 'ada', action: 'signed_in' });
    expect(readQuestion({ action: 'conquered' }).action).toBeUndefined();
  });
  it('names every action once', () => {
    expect(new Set(actions).size).toBe(actions.length);
  });
});
