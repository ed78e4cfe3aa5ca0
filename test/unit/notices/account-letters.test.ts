import { describe, expect, test } from 'vitest';
import {
  type AccountChange,
  accountChanged,
  addressChanged,
} from '../../../functions/notices/templates/account.letters.ts';
import { languages } from '../../../shared/kernel/language.ts';

const changes: readonly AccountChange[] = [
  'refunded',
  'deposit-returned',
  'waived',
  'reallocated',
  'reversed',
  'cancelled',
  'written-off',
  'objection-entered',
  'objection-settled',
];

describe.each(languages)('letters about the account of a payer in %s', (language) => {
  test.each(changes)('%s: say what changed, the amounts, and whom to call', (change) => {
    const letter = accountChanged({ change, fen: 10_000, keptFen: 2_000 }, language);
    const facts = (letter.facts ?? []).map(({ value }) => value).join(' ');
    expect(facts).toContain('100.00');
    expect(facts).toContain('20.00');
    expect(letter.after).toHaveLength(1);
    expect(letter.subject).not.toMatch(/[{}]|undefined/);
    expect(letter.paragraphs.join(' ')).not.toMatch(/[{}]|undefined/);
  });

  test('each change has its own words', () => {
    const subjects = changes.map((change) => accountChanged({ change, fen: 1 }, language).subject);
    expect(new Set(subjects).size).toBe(changes.length);
  });

  test('without an amount, none is said', () => {
    const { facts = [] } = accountChanged({ change: 'reallocated' }, language);
    expect(facts).toHaveLength(1);
  });

  test('a changed address names no address', () => {
    const { paragraphs, after } = addressChanged(language);
    expect([...paragraphs, ...(after ?? [])].join(' ')).not.toContain('@');
  });
});
