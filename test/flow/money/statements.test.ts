import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { addDays } from '../../../shared/kernel/periods.ts';
import { ask, estateCalled, must, type TestEstate } from '../backend.ts';
import { changePolicy } from '../change-policy.ts';
import { today } from '../ledger-fixtures.ts';

/* Statements with the hash of their file and its balances (R20.13). */

let estate: TestEstate;
const account = 'assets:bank:icbc';
const at = (path: string) => `/v1/ledger/estates/${estate.estateId}${path}`;
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const yesterday = () => addDays(today(), -1);
const imported = (lines: readonly object[], openingFen: number, closingFen: number) => {
  const proof = { sha256: sha256(JSON.stringify(lines)), openingFen, closingFen };
  return ask(estate.staff.manager, 'POST', at('/channel-files'), { account, lines, proof });
};
const withdrawn = (as: keyof TestEstate['staff'], fileId: string) =>
  ask(estate.staff[as], 'POST', `/v1/ledger/channel-files/${fileId}/withdraw`, { reason: '银行重发' });

beforeAll(async () => {
  estate = await estateCalled('STM');
});

describe('R20.13 a statement', () => {
  const first = () => [
    { day: yesterday(), reference: 'sm-1', fen: 30_000 },
    { day: yesterday(), reference: 'sm-2', fen: -5_000 },
  ];
  const second = () => [{ day: today(), reference: 'sm-3', fen: 100 }];

  test('R20.13: the first balance and the sum of the lines are the last balance', async () => {
    expect(await imported(first(), 1_000, 26_001)).toMatchObject({ status: 400, body: { code: 'invalid-input' } });
    const { status, body } = await imported(first(), 1_000, 26_000);
    expect([status, body.proof]).toMatchObject([201, { openingFen: 1_000, closingFen: 26_000 }]);
    // The same file again changes nothing.
    expect(await imported(first(), 1_000, 26_000)).toMatchObject({ status: 200, body: { fileId: body.fileId } });
  });

  test('R20.13: the next statement leaves no gap', async () => {
    const gap = await imported(second(), 25_000, 25_100);
    expect(gap).toMatchObject({ status: 409, body: { code: 'statement-gap', closingFen: 26_000 } });
    expect((await imported(second(), 26_000, 26_100)).status).toBe(201);
  });

  test('R20.13: a new version of an imported day needs another person, from the last statement on', async () => {
    const { items } = await must(estate.staff.auditor, 'GET', at('/channel-files'));
    const [last, before] = items;
    const changed = [{ day: yesterday(), reference: 'sm-1', fen: 30_000 }];
    expect((await imported(changed, 1_000, 31_000)).body.code).toBe('statement-gap');
    expect((await withdrawn('manager', last.fileId)).body.code).toBe('second-person-for-statement');
    expect((await withdrawn('administrator', before.fileId)).body.code).toBe('later-statement');
    expect((await withdrawn('administrator', last.fileId)).status).toBe(200);
    expect((await withdrawn('administrator', before.fileId)).status).toBe(200);
    expect((await imported(changed, 1_000, 31_000)).status).toBe(201);
    const { items: versions } = await must(estate.staff.auditor, 'GET', at('/channel-files'));
    expect(versions.filter((one: { withdrawn?: object }) => one.withdrawn)).toHaveLength(2);
  });

  test('R20.13: an estate requires the proof for an account', async () => {
    await changePolicy(estate, 'ledger', { accountsWithProof: [account] });
    const lines = [{ day: today(), reference: 'sm-9', fen: 1 }];
    const without = await ask(estate.staff.manager, 'POST', at('/channel-files'), { account, lines });
    expect(without).toMatchObject({ status: 400, body: { code: 'statement-needs-proof' } });
    expect((await imported(lines, 31_000, 31_001)).status).toBe(201);
  });
});
