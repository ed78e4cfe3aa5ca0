import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { derivedId } from '../../../../shared/kernel/ids.ts';
import { Problem, problemKind } from '../../../../shared/kernel/problem.ts';
import { dateSchema, instantSchema } from '../../../../shared/kernel/time.ts';
import type { Phase } from './phase.ts';

const timeOfDay = z.iso.time({ precision: -1 });

/** A station (交付工位) of a day: who accompanies buyers there, and how many homes it takes in one slot, at most one for each of them. */
const stationSchema = z.strictObject({
  name: z.string().min(1).max(60),
  staff: z.array(z.string().max(64)).min(1).max(20),
  capacity: z.int().min(1).max(20),
});

const dayDetailsSchema = z.strictObject({
  day: dateSchema,
  /** Hours on the estate's clock, in order. */
  hours: z
    .array(z.strictObject({ from: timeOfDay, to: timeOfDay }))
    .min(1)
    .max(4),
  /** Minutes of a slot. */
  minutes: z.int().min(5).max(240),
  stations: z.array(stationSchema).min(1).max(40),
});
type Station = z.output<typeof stationSchema>;
export type DayDetails = z.output<typeof dayDetailsSchema>;

export const planDaysSchema = z.strictObject({ days: z.array(dayDetailsSchema).min(1).max(31) });

/** A station of a day as it was planned. `places` are homes that can be taken at it. */
export const stationPlanSchema = z.object({
  ...stationSchema.shape,
  ...dayDetailsSchema.omit({ stations: true }).shape,
  phaseId: z.string(),
  estateId: z.string(),
  slots: z.int(),
  places: z.int(),
  /** Since when nothing more is booked there (取消). */
  cancelledAt: instantSchema.optional(),
});
export type StationPlan = z.infer<typeof stationPlanSchema>;

/** A time at a station that can be booked as often as it has places. */
export const slotSchema = z.object({
  slotId: z.string(),
  phaseId: z.string(),
  day: dateSchema,
  from: instantSchema,
  to: instantSchema,
  station: z.string(),
  capacity: z.int(),
  booked: z.int(),
  /** Handovers that have a place in it, those whose buyer has come or did not come included. */
  takenBy: z.set(z.string()).optional(),
  /** Since when it cannot be booked any more, because we cannot be there. */
  cancelledAt: instantSchema.optional(),
});
export type Slot = z.infer<typeof slotSchema>;

/** A slot as our people see it. */
export const slotViewSchema = slotSchema.omit({ takenBy: true });

/** A slot as those who choose one see it. */
export const freeSlotSchema = slotViewSchema
  .omit({ capacity: true, booked: true, phaseId: true, cancelledAt: true })
  .extend({ left: z.int() });

/** A transaction holds a hundred items; what is planned at once is there at once. */
const mostItems = 90;

const wrongDay = problemKind('day-plan-wrong', 400, {
  'zh-CN': '{day} 的排期有误：{why}。',
  'zh-TW': '{day} 的排期有誤：{why}。',
  en: 'The plan of {day} is not possible: {why}.',
});
const tooMany = problemKind('too-many-slots', 400, {
  'zh-CN': '一次最多排 {most} 个工位和时段，本次为 {count} 个，请分几次排。',
  'zh-TW': '一次最多排 {most} 個工位和時段，本次為 {count} 個，請分幾次排。',
  en: 'At most {most} stations and slots are planned at once, these are {count}: send the days or stations in parts.',
});
const plannedAlready = problemKind('station-planned-already', 409, {
  'zh-CN': '{day} 的「{station}」已排定，不能改动已可预约的时段；可另加工位。',
  'zh-TW': '{day} 的「{station}」已排定，不能改動已可預約的時段；可另加工位。',
  en: '{station} of {day} is planned already, and slots that people may have booked do not change; another station can be added.',
});

/** What a plan of days is judged by: the estate's zone, our people, and the stations that there are. */
interface Known {
  readonly zone: string;
  readonly people: ReadonlySet<string>;
  readonly planned: readonly Pick<StationPlan, 'day' | 'name' | 'staff'>[];
}

/**
 * The stations of days of a phase with their slots. A slot lies wholly within the hours.
 * @throws Problem 400 when a day is outside the phase, hours overlap, a station takes more homes than it has people,
 * somebody stands at two stations of a day or is not one of ours, or there are too many slots; 409 when a station is planned.
 */
export function plannedDays(
  phase: Pick<Phase, 'phaseId' | 'estateId' | 'from' | 'to'>,
  days: readonly DayDetails[],
  known: Known,
): { plans: StationPlan[]; slots: Slot[] } {
  const before = [...known.planned];
  const result: { plans: StationPlan[]; slots: Slot[] } = { plans: [], slots: [] };
  for (const { stations, ...day } of days) {
    const why = wrongHours(phase, day);
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

function wrongHours({ from, to }: Pick<Phase, 'from' | 'to'>, { day, hours }: Hours): string | undefined {
  if (day < from || day > to) return `outside ${from} – ${to}`;
  return hours.some((one, i) => one.from >= one.to || (hours[i - 1]?.to ?? '') > one.from)
    ? 'hours overlap'
    : undefined;
}

function mustFit({ name, staff, capacity }: Station, day: string, { people, planned }: Known): void {
  const sameDay = planned.filter((one) => one.day === day);
  if (sameDay.some((one) => one.name === name)) {
    throw new Problem(plannedAlready, { day, station: name }, { more: { day, station: name } });
  }
  const twice = staff.find((one, i) => staff.indexOf(one) !== i || sameDay.some((other) => other.staff.includes(one)));
  const stranger = staff.find((one) => !people.has(one));
  const why =
    (twice !== undefined && `${twice} stands at two stations`) ||
    (stranger !== undefined && `${stranger} is not on file`) ||
    (capacity > staff.length && `${name}: capacity ${capacity} > staff ${staff.length}`);
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

/** Ids sort by time; the station is a part of it. */
function slotIdOf(day: string, begins: Temporal.PlainTime, station: string): string {
  return `${day}T${begins.toString({ smallestUnit: 'minute' }).replace(':', '')}-${derivedId('', station).slice(1, 7)}`;
}

/** Whether there is a place left in a slot that somebody could still come to. */
export function isFree({ booked, capacity, from, cancelledAt }: Slot, now: Temporal.Instant): boolean {
  if (cancelledAt !== undefined) return false;
  return booked < capacity && Temporal.Instant.compare(Temporal.Instant.from(from), now) > 0;
}

/** A slot as those who choose one see it. */
export function freeView({ slotId, day, from, to, station, capacity, booked }: Slot): z.input<typeof freeSlotSchema> {
  return { slotId, day, from, to, station, left: capacity - booked };
}
