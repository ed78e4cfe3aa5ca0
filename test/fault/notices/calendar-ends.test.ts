import { Temporal } from 'temporal-polyfill';
import { beforeEach, expect, test } from 'vitest';
import { calendarEndsJob } from '../../../functions/notices/calendar-ends.job.ts';
import { notices } from '../../../functions/notices/notices.store.ts';
import { estates, memberships, staff } from '../../../functions/register/owners/owners.store.ts';
import { stateCouncilCalendar } from '../../../shared/kernel/state-council-calendar.ts';
import { yearsWithNotice } from '../../../shared/kernel/statutory-calendar.ts';
import { lastDayOf } from '../../../shared/kernel/working-calendar.ts';
import { emptyTables, store, stored } from '../real-table.ts';

/* The default working calendar ends with the last notice of the State Council. */

const calendar = { ...stateCouncilCalendar(), holidays: ['2026-10-01', '2025-10-01'], makeUpWorkdays: ['2026-10-10'] };
const at = (day: string) => Temporal.Instant.from(`${day}T10:00:00+08:00`);
const run = (day: string) => calendarEndsJob.run(at(day));
const updatedAt = '2026-01-01T00:00:00Z';
// Staff of an estate are remembered for seconds, so every test has an estate of its own.
let estateId = '';
let nth = 0;

async function given(more: Partial<typeof calendar> = {}): Promise<void> {
  const estate = { estateId, code: 'YG', name: '阳光花园', language: 'zh-CN' as const };
  await store(estates, { ...estate, calendar: { ...calendar, ...more }, updatedAt, version: 1 });
}

async function works(staffId: string, role: 'manager' | 'administrator' | 'cashier'): Promise<void> {
  const member = { staffId, name: staffId, email: `${staffId}@staff.example`, language: 'zh-CN' as const };
  const rest = { skills: [], shifts: [], absences: [], estateId, updatedAt, version: 1 };
  await store(staff, { ...member, grants: [`${role}@${estateId}`], ...rest });
  await store(memberships, { staffId, estateId });
}

beforeEach(async () => {
  await emptyTables('owners', 'tickets');
  nth += 1;
  estateId = `sunshine-${nth}`;
  await works(`chief-${nth}`, 'manager');
  await works(`admin-${nth}`, 'administrator');
  await works(`cash-${nth}`, 'cashier');
});

test('R26.9 managers and administrators are warned 60 days before the calendar of their estate ends, once', async () => {
  await given();
  expect(await run('2026-10-31')).toEqual({ ending: 0, warned: 0 });
  expect(await run('2026-11-01')).toEqual({ ending: 1, warned: 2 });
  expect(await run('2026-11-02')).toEqual({ ending: 1, warned: 0 });
  const written = await stored(notices);
  expect(written.map(({ recipient }) => recipient.id).sort()).toEqual([`admin-${nth}`, `chief-${nth}`]);
  expect(written[0]).toMatchObject({ template: 'calendar-ends', aboutId: estateId });
  expect(written[0]?.subject).toContain('2026-12-31');
});

test('an estate with the holidays of the next year, or without holidays at all, is not warned', async () => {
  await given({ holidays: ['2027-01-01'] });
  expect(await run('2026-12-01')).toEqual({ ending: 0, warned: 0 });
  await given({ holidays: [], makeUpWorkdays: [] });
  expect(await run('2026-12-01')).toEqual({ ending: 0, warned: 0 });
  expect(lastDayOf(stateCouncilCalendar())).toBe(`${yearsWithNotice().at(-1)}-12-31`);
});
