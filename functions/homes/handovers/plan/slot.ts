import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { derivedId } from '../../../../shared/kernel/ids.ts';
import { filled, type Text, text } from '../../../../shared/kernel/language.ts';
import { Problem, problemKind } from '../../../../shared/kernel/problem.ts';
import { dateSchema, instantSchema } from '../../../../shared/kernel/time.ts';
import type { Phase } from './phase.ts';

const timeOfDay = z.iso.time({ precision: -1 });

/**
 * A station (交付工位) on a day: its staff, and how many homes it takes in one slot. At most one home for each
 * staff member.
 */
const stationSchema = z
  .strictObject({
    name: z.string().min(1).max(60),
    /** Ids of the staff at the station. */
    staff: z.array(z.string().max(64)).min(1).max(20),
    capacity: z.int().min(1).max(20),
  })
  .meta({ id: 'Station' });

const dayDetailsSchema = z
  .strictObject({
    day: dateSchema,
    /** Opening hours in the estate's local time, in order. */
    hours: z
      .array(z.strictObject({ from: timeOfDay, to: timeOfDay }))
      .min(1)
      .max(4),
    /** Length of a slot in minutes. */
    minutes: z.int().min(5).max(240),
    stations: z.array(stationSchema).min(1).max(40),
  })
  .meta({ id: 'DayDetails' });
type Station = z.output<typeof stationSchema>;
export type DayDetails = z.output<typeof dayDetailsSchema>;

export const planDaysSchema = z
  .strictObject({ days: z.array(dayDetailsSchema).min(1).max(31) })
  .meta({ id: 'PlanHandoverDaysBody' });

/** A planned station of a day. `places` is the number of homes it can take. */
export const stationPlanSchema = z
  .object({
    ...stationSchema.shape,
    ...dayDetailsSchema.omit({ stations: true }).shape,
    phaseId: z.string(),
    estateId: z.string(),
    /** Number of slots. */
    slots: z.int(),
    /** Capacity of all slots together. */
    places: z.int(),
    /** When the station was cancelled (取消). It takes no bookings after that. */
    cancelledAt: instantSchema.optional(),
  })
  .meta({ id: 'StationPlan' });
export type StationPlan = z.infer<typeof stationPlanSchema>;

/** A bookable time at a station. It takes `capacity` bookings. */
export const slotSchema = z
  .object({
    slotId: z.string(),
    phaseId: z.string(),
    day: dateSchema,
    from: instantSchema,
    to: instantSchema,
    station: z.string(),
    capacity: z.int(),
    /** Number of appointments. */
    booked: z.int(),
    /** Handovers with a booking of the slot, including attended and missed ones. */
    takenBy: z.set(z.string()).optional(),
    /** When the slot was cancelled. It cannot be booked after that. */
    cancelledAt: instantSchema.optional(),
  })
  .meta({ id: 'SlotRecord' });
export type Slot = z.infer<typeof slotSchema>;

/** A slot as staff see it. */
export const slotViewSchema = slotSchema.omit({ takenBy: true }).meta({ id: 'Slot' });

/** A free slot as the person who books sees it. */
export const freeSlotSchema = slotViewSchema
  .omit({ capacity: true, booked: true, phaseId: true, cancelledAt: true })
  .extend({
    /** Number of homes that can still book the slot. */
    left: z.int(),
  })
  .meta({ id: 'FreeSlot' });

/** Maximum number of stations and slots planned at once. They share one transaction of at most 100 items. */
const mostItems = 90;

const wrongDay = problemKind('day-plan-wrong', 400, {
  'zh-CN': '{day} 的排期有误：{why}。请修改后重试。',
  'zh-TW': '{day} 的排期有誤：{why}。請修改後重試。',
  en: 'The plan of {day} is not possible: {why}. Change it and try again.',
});
const tooMany = problemKind('too-many-slots', 400, {
  'zh-CN': '本次有 {count} 个工位和时段，一次最多 {most} 个。请分几次排。',
  'zh-TW': '本次有 {count} 個工位和時段，一次最多 {most} 個。請分幾次排。',
  en: 'This plan has {count} stations and slots; at most {most} are allowed. Send the days or stations in parts.',
});
const plannedAlready = problemKind('station-planned-already', 409, {
  'zh-CN': '{day} 的「{station}」已排定，其时段不能再改。如需更多时段，请另加工位。',
  'zh-TW': '{day} 的「{station}」已排定，其時段不能再改。如需更多時段，請另加工位。',
  en: '{station} on {day} is already planned, and its slots cannot change. Add another station instead.',
});

/** Facts to check a plan of days against: the estate's zone, its staff, and the planned stations. */
interface Known {
  readonly zone: string;
  /** The present day of the estate. Days before it cannot be planned. */
  readonly today: string;
  readonly people: ReadonlySet<string>;
  readonly planned: readonly Pick<StationPlan, 'day' | 'name' | 'staff'>[];
}

/**
 * Returns the stations and slots of the planned days. A slot fits wholly within the hours.
 * @throws Problem 400 `day-plan-wrong` for a day that is over or outside the phase, overlapping hours, more
 * capacity than staff, staff at two stations of a day, or unknown staff; 400 `too-many-slots`; 409
 * `station-planned-already`.
 */
export function plannedDays(
  phase: Pick<Phase, 'phaseId' | 'estateId' | 'from' | 'to'>,
  days: readonly DayDetails[],
  known: Known,
): { plans: StationPlan[]; slots: Slot[] } {
  const before = [...known.planned];
  const result: { plans: StationPlan[]; slots: Slot[] } = { plans: [], slots: [] };
  for (const { stations, ...day } of days) {
    const why = day.day < known.today ? filled(over, { today: known.today }) : wrongHours(phase, day);
    if (why) throw new Problem(wrongDay, { day: day.day, why }, { more: { day: day.day } });
    for (const station of stations) {
      mustFit(station, day.day, { ...known, planned: before });
      before.push({ ...station, day: day.day });
      const slots = slotsOfStation(phase.phaseId, day, station, known.zone);
      const { phaseId, estateId } = phase;
      const places = slots.length * station.capacity;
      result.plans.push({ ...day, ...station, phaseId, estateId, slots: slots.length, places });
      result.slots.push(...slots);
    }
  }
  const count = result.plans.length + result.slots.length;
  if (count > mostItems) throw new Problem(tooMany, { most: mostItems, count });
  return result;
}

type Hours = Omit<DayDetails, 'stations'>;

const over = text('早于今天（{today}）', '早於今天（{today}）', 'it is before today, {today}');
const outside = text('不在 {from} 至 {to} 之间', '不在 {from} 至 {to} 之間', 'it is outside {from} – {to}');
const backwards = text('{from} 晚于或等于 {to}', '{from} 晚於或等於 {to}', 'the hours from {from} end at {to}');
const overlapping = text(
  '{from} 起的时段与前一时段重叠',
  '{from} 起的時段與前一時段重疊',
  'the hours from {from} overlap others',
);
const atTwo = text('{staffId} 同时排在两个工位', '{staffId} 同時排在兩個工位', '{staffId} is planned at two stations');
const stranger = text('{staffId} 不是本小区员工', '{staffId} 不是本社區員工', '{staffId} is not staff of this estate');
const tooFew = text(
  '「{station}」可接待 {capacity} 户，但只有 {staff} 名员工',
  '「{station}」可接待 {capacity} 戶，但只有 {staff} 名員工',
  '{station} takes {capacity} homes at once with {staff} staff',
);

function wrongHours({ from, to }: Pick<Phase, 'from' | 'to'>, { day, hours }: Hours): Text | undefined {
  if (day < from || day > to) return filled(outside, { from, to });
  const empty = hours.find((one) => one.from >= one.to);
  if (empty) return filled(backwards, empty);
  const second = hours.find((one, i) => (hours[i - 1]?.to ?? '') > one.from);
  return second && filled(overlapping, { from: second.from });
}

function mustFit({ name, staff, capacity }: Station, day: string, { people, planned }: Known): void {
  const sameDay = planned.filter((one) => one.day === day);
  if (sameDay.some((one) => one.name === name)) {
    throw new Problem(plannedAlready, { day, station: name }, { more: { day, station: name } });
  }
  const twice = staff.find((one, i) => staff.indexOf(one) !== i || sameDay.some((other) => other.staff.includes(one)));
  const unknown = staff.find((one) => !people.has(one));
  const why =
    (twice !== undefined && filled(atTwo, { staffId: twice })) ||
    (unknown !== undefined && filled(stranger, { staffId: unknown })) ||
    (capacity > staff.length && filled(tooFew, { station: name, capacity, staff: staff.length }));
  if (why) throw new Problem(wrongDay, { day, why }, { more: { day } });
}

function slotsOfStation(phaseId: string, { day, hours, minutes }: Hours, station: Station, zone: string): Slot[] {
  const date = Temporal.PlainDate.from(day);
  const instantOf = (time: Temporal.PlainTime) =>
    date.toZonedDateTime({ timeZone: zone, plainTime: time }).toInstant().toString();
  const { name, capacity } = station;
  return hours.flatMap(({ from, to }) => {
    const length = Temporal.PlainTime.from(from).until(Temporal.PlainTime.from(to)).total('minutes');
    return Array.from({ length: Math.floor(length / minutes) }, (_, i) => {
      const begins = Temporal.PlainTime.from(from).add({ minutes: i * minutes });
      const ends = begins.add({ minutes });
      const slotId = slotIdOf(day, begins, name);
      return { slotId, phaseId, day, from: instantOf(begins), to: instantOf(ends), station: name, capacity, booked: 0 };
    });
  });
}

/** Returns a slot id that sorts by time and contains the station. */
function slotIdOf(day: string, begins: Temporal.PlainTime, station: string): string {
  return `${day}T${begins.toString({ smallestUnit: 'minute' }).replace(':', '')}-${derivedId('', station).slice(1, 7)}`;
}

/** Returns whether a slot has free capacity, is not cancelled and has not begun. */
export function isFree({ booked, capacity, from, cancelledAt }: Slot, now: Temporal.Instant): boolean {
  if (cancelledAt !== undefined) return false;
  return booked < capacity && Temporal.Instant.compare(Temporal.Instant.from(from), now) > 0;
}

/** Returns a free slot as the person who books sees it. */
export function freeView({ slotId, day, from, to, station, capacity, booked }: Slot): z.input<typeof freeSlotSchema> {
  return { slotId, day, from, to, station, left: capacity - booked };
}
