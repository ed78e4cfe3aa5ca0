import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { handoverStates } from '../../../../../functions/homes/handovers/handover.ts';
import { handoverUpdates } from '../../../../../functions/homes/handovers/handover-updates.consumer.ts';
import { handovers, phases } from '../../../../../functions/homes/handovers/handovers.store.ts';
import { bookSlot } from '../../../../../functions/homes/handovers/plan/book-slot.ts';
import { closePhase } from '../../../../../functions/homes/handovers/plan/close-phase.ts';
import { slots } from '../../../../../functions/homes/handovers/plan/slots.store.ts';
import { saveHandover } from '../../../../../functions/homes/handovers/save-handover.ts';
import type { ActionContext } from '../../../../../shared/events/catalogue.ts';
import { Transaction } from '../../../../../shared/events/transaction.ts';
import { Problem } from '../../../../../shared/kernel/problem.ts';
import { get } from '../../../../../shared/store/table.ts';
import { aHandover, aPhase } from '../../../../unit/homes/handovers/a-handover.ts';
import { emptyTables, store, stored } from '../../../real-table.ts';

const now = Temporal.Instant.from('2026-05-01T00:00:00Z');
const act: ActionContext = { actor: { kind: 'staff', id: 'm' }, recordedAt: now.toString() };
const keys = { on: '2026-06-02', takenBy: 'x', items: [], readings: {} };
const slot = { slotId: '2026-06-01T0900-1', phaseId: 'phs_1', day: '2026-06-01', station: '1', capacity: 1 };
const hour = { from: '2026-06-01T09:00:00Z', to: '2026-06-01T09:30:00Z' };

const home = fc.record({ state: fc.constantFrom(...handoverStates), withGoodReason: fc.boolean() });

describe('a phase', () => {
  test('closes only when every home has its keys, is deemed delivered or was refused with good reason', async () => {
    const said = fc.record({ homes: fc.array(home, { maxLength: 12 }), leaving: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(said, async ({ homes, leaving }) => {
        await emptyTables('handovers');
        for (const [nth, { state, withGoodReason }] of homes.entries()) {
          const refused = { on: '2026-06-02', reason: 'x', withGoodReason };
          const more = { ...(state === 'keys-given' && { keys }), ...(state === 'refused' && { refused }) };
          const handover = aHandover({ handoverId: `h${nth}`, unitId: `u${nth}`, state, ...more });
          await saveHandover(new Transaction(), handover, undefined, act).commit();
        }
        const open = homes.filter(({ state }) => state !== 'keys-given');
        const inTheWay = open.filter(({ state, withGoodReason }) => {
          return !(leaving && (state === 'deemed-delivered' || (state === 'refused' && withGoodReason)));
        });
        try {
          const { after } = await closePhase(aPhase({}), { leaving, reason: 'x' }, act);
          expect(inTheWay).toEqual([]);
          expect(after).toMatchObject({ state: 'closed', closed: { leftOpen: open.length } });
        } catch (error) {
          if (!(error instanceof Problem)) throw error;
          expect(error.more).toMatchObject({ open: inTheWay.length });
          expect(inTheWay).not.toEqual([]);
        }
      }),
      { numRuns: 40 },
    );
  });

  test('takes no booking once it is closed', async () => {
    await emptyTables('handovers');
    await store(phases, aPhase({ state: 'closed' }));
    await store(slots, { ...slot, ...hour, booked: 0 });
    const booking = bookSlot(aHandover({}), slot.slotId, { by: { as: 'owner', id: 'p1' }, now, act });
    await expect(booking).rejects.toThrow('illegal-state');
  });

  test('releases bookings made at the moment of its closing, but not after it is reopened', async () => {
    for (const state of ['closed', 'announced'] as const) {
      await emptyTables('handovers');
      await store(phases, aPhase({ state }));
      await store(slots, { ...slot, ...hour, booked: 1, takenBy: new Set(['hnd_1']) });
      const booking = { slotId: slot.slotId, ...hour, by: { as: 'owner' as const, id: 'p1' }, code: '12345678' };
      const booked = aHandover({ state: 'booked', booking });
      await saveHandover(new Transaction(), booked, undefined, act).commit();
      const data = { phaseId: 'phs_1', homes: 1, keysGiven: 0, leftOpen: 1 };
      const closing = new Transaction().record(phases, aPhase({ version: 9 }), 'PhaseClosed', data, act);
      const [event] = closing.events;
      for (const _ of ['once', 'twice']) if (event) await handoverUpdates.handle(event, now);
      const after = await get(handovers, { handoverId: 'hnd_1' });
      expect(after?.state).toBe(state === 'closed' ? 'notified' : 'booked');
      expect((await stored(slots)).map((one) => one.booked)).toEqual([state === 'closed' ? 0 : 1]);
    }
  });
});
