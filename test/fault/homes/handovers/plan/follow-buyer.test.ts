import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { beforeEach, describe, expect, test } from 'vitest';
import { type Handover, handoverStates, linkSubjectOf } from '../../../../../functions/homes/handovers/handover.ts';
import { handoverUpdates } from '../../../../../functions/homes/handovers/handover-updates.consumer.ts';
import { handovers } from '../../../../../functions/homes/handovers/handovers.store.ts';
import { withBuyer } from '../../../../../functions/homes/handovers/plan/follow-buyer.ts';
import { saveHandover } from '../../../../../functions/homes/handovers/save-handover.ts';
import { estates, tenures } from '../../../../../functions/register/owners/owners.store.ts';
import { type ActionContext, eventOf } from '../../../../../shared/events/catalogue.ts';
import { Transaction } from '../../../../../shared/events/transaction.ts';
import { stateCouncilCalendar } from '../../../../../shared/kernel/state-council-calendar.ts';
import { get } from '../../../../../shared/store/table.ts';
import { filled } from '../../../../filled.ts';
import { aHandover } from '../../../../unit/homes/handovers/a-handover.ts';
import { emptyTables, store } from '../../../real-table.ts';

beforeEach(() => emptyTables('handovers'));

const now = Temporal.Instant.from('2026-05-10T00:00:00Z');
const at = now.toString();
const act: ActionContext = { actor: { kind: 'system', id: 'x' }, recordedAt: at };
const notice = {
  noticedFor: '2026-06-01',
  until: '2026-06-03',
  bookBy: '2026-05-31',
  writtenOn: '2026-05-01',
  addressee: '林',
  proven: { method: 'mail', on: '2026-05-02' },
};
const slot = { slotId: '2026-06-01T0900-1', from: '2026-06-01T01:00:00Z', to: '2026-06-01T02:00:00Z' };
const booking = { ...slot, by: { as: 'owner' as const, id: 'p1' }, code: '12345678' };
const namesOf = (transaction: Transaction | undefined) => transaction?.events.map(({ name }) => name);

describe('a home with another buyer before delivery', () => {
  const area = { contract: '1', registered: '1', price: '1', buyerPaysFen: 1, developerPaysFen: 0, mayReturn: false };
  const his: Partial<Handover> = {
    state: 'booked',
    notice,
    booking,
    waiting: { day: '2026-06-02', since: at },
    noShows: 2,
    reschedules: 1,
    identified: { as: 'owner', name: '林', by: 'desk', at },
    nextDueAt: slot.to,
    area,
    openDefects: 2,
    papersGiven: ['住宅质量保证书'],
    fund: { receipt: 'WX1', fen: 100, paidOn: '2026-05-03' },
  };

  test("needs a new notice; the former buyer's facts end and the home's facts stay", () => {
    const change = withBuyer(aHandover(his), 'p2', act);
    const { state, buyerId, papersGiven, fund, openDefects, noShows, buyerChanges } = change?.after ?? aHandover({});
    expect({ state, buyerId, noShows, buyerChanges }).toEqual({
      state: 'planned',
      buyerId: 'p2',
      noShows: 0,
      buyerChanges: 1,
    });
    expect({ papersGiven, fund, openDefects }).toEqual({
      papersGiven: his.papersGiven,
      fund: his.fund,
      openDefects: 2,
    });
    const {
      notice: written,
      booking: time,
      waiting,
      identified,
      refused,
      area: settled,
    } = change?.after ?? aHandover({});
    expect([written, time, waiting, identified, refused, settled]).toEqual(Array(6).fill(undefined));
    expect(namesOf(change?.transaction)).toEqual(['HandoverBuyerChanged', 'HandoverSlotFreed']);
    const paid = withBuyer(aHandover({ ...his, area: { ...area, settledOn: '2026-05-04' } }), 'p2', act);
    expect(paid?.after.area?.settledOn).toBe('2026-05-04');
  });

  test('changes its buyer in every state before delivery, and not to its present buyer', () => {
    for (const state of filled(handoverStates)) {
      expect(withBuyer(aHandover({ state }), 'p2', act)?.after.state).toBe('planned');
      expect(withBuyer(aHandover({ state }), 'p1', act)).toBeUndefined();
      const delivery = { on: '2026-05-05', method: 'deemed' as const };
      expect(withBuyer(aHandover({ state, delivery }), 'p2', act)).toBeUndefined();
    }
  });

  test('has a separate link for each buyer', () => {
    const [first, second] = [aHandover({}), withBuyer(aHandover({}), 'p2', act)?.after ?? aHandover({})];
    const back = withBuyer(second, 'p1', act)?.after ?? first;
    expect(new Set([first, second, back].map(linkSubjectOf)).size).toBe(3);
  });
});

describe('the register', () => {
  const tenure = (nth: number, from: string, to?: string) => ({
    tenureId: `ten_${from.replaceAll('-', '')}_${nth}`,
    estateId: 'e',
    unitId: 'u1',
    personId: `p${nth}`,
    role: 'owner' as const,
    from,
    ...(to !== undefined && { to }),
    updatedAt: at,
    version: 1,
  });
  const word = (name: 'TenureStarted' | 'TenureEnded', nth: number, version: number) => {
    const of = { act, estateId: 'e', subject: { kind: 'unit', id: 'u1' }, version, nth: 0 };
    const whose = { unitId: 'u1', personId: `p${nth}`, role: 'owner' };
    return name === 'TenureStarted'
      ? eventOf({ ...of, name, data: { ...whose, from: '2026-05-05' } })
      : eventOf({ ...of, name, data: { ...whose, to: '2026-05-04' } });
  };

  test('decides the buyer, with events in any order and repeated; while nobody owns the home its buyer stays', async () => {
    const told = fc.array(fc.nat(3), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(told, told, fc.boolean(), async (first, then, isSold) => {
        await emptyTables('owners', 'handovers');
        const calendar = stateCouncilCalendar('Asia/Shanghai');
        const estate = {
          estateId: 'e',
          code: 'EA',
          name: '安居',
          language: 'zh-CN' as const,
          calendar,
          updatedAt: at,
          version: 1,
        };
        await store(estates, estate);
        await store(tenures, tenure(1, '2024-01-01', '2026-05-04'));
        await saveHandover(new Transaction(), aHandover({ notice }), undefined, act).commit();
        const words = [
          word('TenureEnded', 1, 2),
          word('TenureStarted', 2, 3),
          word('TenureEnded', 2, 4),
          word('TenureStarted', 3, 5),
        ];
        const hear = async (some: readonly number[]) => {
          for (const nth of some) {
            const event = words[nth];
            if (event) await handoverUpdates.handle(event, now);
          }
        };
        const buyer = async () => (await get(handovers, { handoverId: 'hnd_1' }))?.buyerId;
        await hear(first);
        expect(await buyer()).toBe('p1');
        await store(tenures, tenure(2, '2026-05-05', isSold ? '2026-05-06' : undefined));
        if (isSold) await store(tenures, tenure(3, '2026-05-07'));
        await hear([...then, 1, 0, 3]);
        expect(await buyer()).toBe(isSold ? 'p3' : 'p2');
        expect((await get(handovers, { handoverId: 'hnd_1' }))?.version).toBe(2);
      }),
      { numRuns: 30 },
    );
  });
});
