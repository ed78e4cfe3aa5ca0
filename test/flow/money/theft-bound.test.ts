import { beforeAll, describe, expect, inject, test } from 'vitest';
import { ApiClient } from '../../../infra/api-client/api-client.ts';
import { searchThefts, type Tried } from '../../../infra/tools/audit/theft/search-thefts.ts';
import { filled } from '../../filled.ts';

/* A part of `npm run theft-bound` (docs/theft-bound.md). */

const client = new ApiClient(inject('backend'));
const idle = async (about: readonly string[]) => {
  const reply = await fetch(`${inject('backend').controlUrl}/idle?about=${about.join()}`, { method: 'POST' });
  if (!reply.ok) throw new Error(`the backend is not idle: ${await reply.text()}`);
};

describe('one dishonest cashier', () => {
  let tried: Tried[];
  beforeAll(async () => {
    tried = await searchThefts(client, { who: 'cashier', nth: 0, seed: 1, most: 34, idle });
  });
  const of = (take: string) => filled(tried.filter((one) => one.take === take));

  test('takes nothing unseen', () => {
    expect(tried.filter(({ takenFen, shows }) => takenFen > 0 && shows.length === 0)).toEqual([]);
    expect(tried.some(({ takenFen }) => takenFen > 0)).toBe(true);
  });

  test('R20.1: the payer gets a letter of a refund or a returned deposit that the cashier keeps', () => {
    const kept = tried.filter(({ take, takenFen }) => /refunds it|the deposit|keeps a part/.test(take) && takenFen > 0);
    for (const { shows } of filled(kept)) {
      expect(shows.join()).toMatch(/the payer gets the letter (account-changed|address-changed)/);
    }
  });

  test('R20.7: a slip without a deposit never arrives, and its maker may not import a statement for it', () => {
    for (const { takenFen, steps, shows } of of('deposits nothing by a slip')) {
      expect(takenFen).toBeGreaterThan(0);
      expect(steps).toContain('(imports a forged statement: refused, forbidden)');
      expect(shows.join()).toContain('never arrives');
    }
  });

  test('R20.1: nobody approves their own correction', () => {
    for (const take of ['voids the receipt', 'corrects the amount', 'moves it to a friend']) {
      for (const { takenFen, steps } of of(take)) {
        expect(takenFen).toBe(0);
        expect(steps.join()).toContain('(approves the correction: refused, ');
      }
    }
  });

  test('R20.5: a false count names its cashier until two people clear it', () => {
    for (const { shows } of of('counts less and clears the difference')) {
      expect(shows).toContain('an open difference of the drawer names its cashier');
    }
  });

  test('cash that nobody brought is missing in the drawer', () => {
    for (const { shows } of of('enters cash that never came')) {
      expect(shows.join()).toContain("the count of the thief's drawer differs by -30000 fen");
    }
  });
});
