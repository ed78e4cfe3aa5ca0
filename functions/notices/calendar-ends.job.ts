import type { ActionContext } from '../../shared/events/catalogue.ts';
import { type Job, processDue } from '../../shared/events/job.ts';
import { Transaction } from '../../shared/events/transaction.ts';
import { addDays } from '../../shared/kernel/periods.ts';
import { dayIn } from '../../shared/kernel/time.ts';
import { lastDayOf } from '../../shared/kernel/working-calendar.ts';
import { get } from '../../shared/store/table.ts';
import { type Estate, everyEstate, hasGrant, staffOfEstate } from '../register/owners/public.ts';
import { noticeIdOf } from './notice.ts';
import { notices } from './notices.store.ts';
import { calendarEnds } from './templates/staff.letters.ts';
import { asReader, writeNotice } from './write-notice.ts';

const name = 'calendar-ends';
const template = 'calendar-ends';
/** How many days ahead an estate is warned. */
const daysAhead = 60;

/**
 * Warns the managers and administrators of each estate 60 days before its working calendar ends, once for
 * each end. Legal periods do not depend on it (R26.6).
 */
export const calendarEndsJob: Job = {
  name,
  every: 'rate(20 minutes)',
  run: async (now) => {
    const act: ActionContext = { actor: { kind: 'system', id: name }, recordedAt: now.toString() };
    const ending = new Map<string, { estate: Estate; endsOn: string }>();
    for await (const estate of everyEstate()) {
      const endsOn = lastDayOf(estate.calendar);
      const today = dayIn(estate.calendar.zone, act.recordedAt);
      if (endsOn !== undefined && today >= addDays(endsOn, -daysAhead)) ending.set(estate.estateId, { estate, endsOn });
    }
    const written = await processDue([...ending.keys()], { what: name }, async (estateId) => {
      const found = ending.get(estateId);
      return found ? warn(found.estate, found.endsOn) : 0;
    });
    return { ending: ending.size, warned: written.reduce<number>((sum, count = 0) => sum + count, 0) };

    async function warn(estate: Estate, endsOn: string): Promise<number> {
      const { estateId } = estate;
      let count = 0;
      for (const member of await staffOfEstate(estateId)) {
        if (!hasGrant(member, 'manager', estateId) && !hasGrant(member, 'administrator', estateId)) continue;
        const noticeId = noticeIdOf(`${name}#${estateId}#${endsOn}`, template, member.staffId);
        if (await get(notices, { noticeId })) continue;
        const reader = asReader('staff', member.staffId, member);
        const letter = calendarEnds({ estate: estate.name, endsOn }, reader.language);
        const about = { noticeId, aboutId: estateId, template, kind: 'service' } as const;
        const writing = { ...about, estate, reader, letter, emergency: false, actedAt: undefined };
        const transaction = new Transaction();
        await writeNotice(transaction, writing, act, now);
        await transaction.commit();
        count += 1;
      }
      return count;
    }
  },
};
