import { beforeAll, describe, expect, test, vi } from 'vitest';
import {
  assessArea,
  enterFundReceipt,
  fundSchema,
  givePapers,
} from '../../../../functions/homes/handovers/settle-gates.ts';
import type { ActionContext } from '../../../../shared/events/catalogue.ts';
import { aHandover } from './a-handover.ts';
import { codeOf } from './code-of.ts';

const act: ActionContext = { actor: { kind: 'staff', id: 'desk' }, recordedAt: '2026-06-01T02:00:00Z' };
const phase = { papers: ['住宅质量保证书', '住宅使用说明书'] };
const names = ({ transaction }: { transaction: { events: readonly { name: string }[] } }) =>
  transaction.events.map(({ name }) => name);

describe('the gates before the keys', () => {
  beforeAll(() => void vi.stubEnv('HANDOVERS_TABLE', 'handovers'));

  test('R3.2: each home gets one set of documents: the first is handed over, a second is rejected', () => {
    const first = givePapers(aHandover({}), phase, { papers: ['住宅质量保证书'] }, act);
    expect(names(first)).toEqual(['HandoverPapersGiven']);
    const rest = givePapers(first.after, phase, { papers: ['住宅使用说明书'] }, act);
    expect(names(rest)).toEqual(['HandoverPapersGiven', 'GateSettled']);
    expect(codeOf(() => givePapers(rest.after, phase, { papers: ['住宅质量保证书'] }, act))).toBe('paper-given');
    const twice = { papers: ['住宅使用说明书', '住宅使用说明书'] };
    expect(codeOf(() => givePapers(aHandover({}), phase, twice, act))).toBe('paper-given');
  });

  test('R3.3: the fund receipt is dated today or earlier, and its amount is above 0', () => {
    const paid = (paidOn: string) =>
      enterFundReceipt(aHandover({}), { receipt: 'WX1', fen: 1, paidOn }, undefined, '2026-06-01', act);
    expect(paid('2026-06-01')?.after.fund).toMatchObject({ receipt: 'WX1' });
    expect(codeOf(() => paid('2026-06-02'))).toBe('day-in-the-future');
    const reads = (fen: number) => fundSchema.safeParse({ receipt: 'WX1', fen, paidOn: '2026-06-01' }).success;
    expect([reads(1), reads(0)]).toEqual([true, false]);
  });

  test('R7.2: one fen less than 13,896.00 is rejected with both amounts, exactly that or more is accepted', () => {
    const due = { fen: 1_389_600, version: '甲市2024' };
    const pay = (fen: number) =>
      enterFundReceipt(aHandover({}), { receipt: 'WX1', fen, paidOn: '2026-06-01' }, due, '2026-06-01', act);
    expect(codeOf(() => pay(1_389_599))).toBe('fund-not-in-full');
    expect([pay(1_389_600)?.after.fund?.fen, pay(1_389_601)?.after.fund?.fen]).toEqual([1_389_600, 1_389_601]);
  });

  test('R3.8: the area gate passes at once when nothing is owed; 0.01 m² keeps it open', () => {
    const assess = (registered: string) =>
      assessArea(aHandover({}), { contract: '100.00', registered, price: '20000' }, '2026-06-01', act);
    expect(assess('100.00').after.area).toMatchObject({ settledOn: '2026-06-01' });
    expect(names(assess('100.00'))).toContain('GateSettled');
    expect(assess('100.01').after.area).not.toHaveProperty('settledOn');
    expect(assess('99.99').after.area).toMatchObject({ developerPaysFen: 20_000 });
  });
});
