import { setTimeout as wait } from 'node:timers/promises';
import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { stateCouncilCalendar } from '../../../shared/kernel/state-council-calendar.ts';
import { type ApiClient, type Caller, codeOf, headOffice, staffOf } from '../../api-client/api-client.ts';
import type { LocalClockClient } from '../../api-client/local-clock-client.ts';
import { barOf } from '../progress.ts';
import { bringIn } from './import-register.ts';
import { type Flat, ownersCsv, unitsCsv } from './register-of-blocks.ts';

const bookingSchema = z.object({ slotId: z.string(), from: z.string(), code: z.string() });
export const handoverSchema = z.looseObject({
  handoverId: z.string(),
  unitLabel: z.string(),
  buyerId: z.string(),
  state: z.string(),
  version: z.number(),
  noShows: z.number(),
  openDefects: z.number(),
  blockingDefects: z.number(),
  notice: z.object({ failed: z.string().optional(), proven: z.object({ method: z.string() }).optional() }).optional(),
  booking: bookingSchema.optional(),
  waiting: z.object({ day: z.string().optional() }).optional(),
  refused: z.object({ withGoodReason: z.boolean() }).optional(),
});
export type Handover = z.infer<typeof handoverSchema>;
const slotSchema = z.object({
  slotId: z.string(),
  day: z.string(),
  station: z.string(),
  capacity: z.number(),
  booked: z.number(),
});
const freeSchema = z.object({ slotId: z.string(), day: z.string() });
const phaseSchema = z.looseObject({
  phaseId: z.string(),
  state: z.string(),
  homes: z.number(),
  leftOut: z.number(),
  announced: z.number(),
});
type PhaseNow = z.infer<typeof phaseSchema>;

const zone = 'Asia/Shanghai';
/** Days from the notices to the first handover day. */
const noticeDays = 14;
const days = 10;
const hours = [
  { from: '09:00', to: '12:00' },
  { from: '13:30', to: '17:30' },
];
/** Start times of the slots, which last an hour. */
const beginnings = ['09:00', '10:00', '11:00', '13:30', '14:30', '15:30', '16:30'];
const peopleOfStation = 5;
/** Every third buyer has an e-mail address. Mail to some of them bounces. */
const mailOf = (key: string) => {
  const nth = Number(key.slice(1));
  if (nth % 3 > 0) return undefined;
  return `${nth % 60 === 0 ? 'bounce' : 'buyer'}-${key.toLowerCase()}@residents.example`;
};

/** A handover phase on the running backend, with its staff and its days. */
export class HandoverPhase {
  readonly client: ApiClient;
  readonly clock: LocalClockClient;
  readonly estateId: string;
  readonly admin: Caller;
  readonly desk: Caller;
  readonly manager: Caller;
  readonly days = days;
  readonly beginnings: readonly string[] = beginnings;
  readonly withAddress = mailOf;
  readonly #code: string;
  readonly #stations: number;
  #phaseId = '';
  #firstDay = Temporal.PlainDate.from('2000-01-01');

  constructor(client: ApiClient, clock: LocalClockClient, of: { code: string; homes: number }) {
    this.client = client;
    this.clock = clock;
    this.#code = of.code;
    // There are a fifth more places than homes, because
    // favourite days are full and buyers move their bookings.
    this.#stations = Math.max(1, Math.ceil((of.homes * 1.2) / (days * beginnings.length * peopleOfStation)));
    this.estateId = `phase-${of.code.toLowerCase()}`;
    this.admin = staffOf(this.estateId, 'administrator');
    this.desk = staffOf(this.estateId, 'operator');
    this.manager = staffOf(this.estateId, 'manager');
  }

  get phaseId(): string {
    return this.#phaseId;
  }

  get path(): string {
    return `/v1/handovers/phases/${this.#phaseId}`;
  }

  /** Returns an inspector by number. */
  guide(nth: number): Caller {
    return staffOf(this.estateId, 'technician', `guide-${nth % (this.#stations * peopleOfStation)}`);
  }

  /** Returns the date of a day of the phase. Day 0 is the first; the notices were sent on day -14. */
  day(nth: number): string {
    return this.#firstDay.add({ days: nth }).toString();
  }

  /** Moves the clock to a time of a day in the estate. Due jobs run. */
  moveTo(nth: number, time: string): Promise<void> {
    const instant = Temporal.PlainDate.from(this.day(nth)).toZonedDateTime({ timeZone: zone, plainTime: time });
    return this.clock.moveTo(new Date(instant.epochMilliseconds));
  }

  /** Waits until the consequences of all requests are done. */
  rest(): Promise<void> {
    return this.clock.moveTo(new Date(this.clock.now().getTime() + 1_000));
  }

  /** Returns the beginning of the ids of the slots at a time of a day. The station follows in the id. */
  slotsAt(nth: number, time: string): string {
    return `${this.day(nth)}T${time.replace(':', '')}`;
  }

  post<S extends z.ZodType>(schema: S, path: string, key: string, body: object, as = this.admin): Promise<z.output<S>> {
    return this.client.must(schema, 'POST', path, { as, key: `${this.#code}-${key}`, body });
  }

  /** Registers the homes, their owners and the staff. */
  async register(flats: readonly Flat[]): Promise<void> {
    const { client, admin, estateId } = this;
    const now = Temporal.Instant.fromEpochMilliseconds((await this.clock.read()).getTime());
    this.#firstDay = now.toZonedDateTimeISO(zone).toPlainDate().add({ days: noticeDays });
    const calendar = stateCouncilCalendar(zone);
    const estate = { estateId, code: this.#code, name: `Phase ${this.#code}`, language: 'en', calendar };
    await client.ensure(headOffice, '/v1/estates', `/v1/estates/${estateId}`, estate);
    const hire = (role: string, name: string) => {
      const email = `${estateId}-${name}@anju.example`;
      return client.hire(staffOf(estateId, role, name), { email, language: 'en', skills: ['inspection'] });
    };
    await hire('administrator', 'administrator');
    await Promise.all([hire('manager', 'manager'), hire('operator', 'operator')]);
    for (let n = 0; n < this.#stations * peopleOfStation; n += 1) await hire('technician', `guide-${n}`);
    await bringIn(client, admin, estateId, 'units', unitsCsv(flats));
    await bringIn(client, admin, estateId, 'people', ownersCsv(flats, mailOf));
  }

  /** Plans the phase with its homes, days and slots. */
  async plan(flats: readonly Flat[]): Promise<PhaseNow> {
    const buildings = [...new Set(flats.map(({ building }) => building))];
    const details = {
      name: 'First phase',
      buildings,
      acceptedOn: '2025-01-10',
      filing: 'F-1',
      from: this.day(0),
      to: this.day(days - 1),
      managerId: this.manager.personId,
    };
    this.#phaseId = (
      await this.post(phaseSchema, `/v1/handovers/estates/${this.estateId}/phases`, 'phase', details)
    ).phaseId;
    const planned = await this.#follow(
      'Entering homes',
      flats.length,
      'entering',
      ({ homes, leftOut }) => homes + leftOut,
    );
    const stations = Array.from({ length: this.#stations }, (_, n) => ({
      name: `S${n}`,
      staff: Array.from({ length: peopleOfStation }, (__, i) => this.guide(n * peopleOfStation + i).personId),
      capacity: peopleOfStation,
    }));
    // One request accepts ten stations.
    for (let n = 0; n < days; n += 1) {
      for (let from = 0; from < stations.length; from += 10) {
        const day = { day: this.day(n), hours, minutes: 60, stations: stations.slice(from, from + 10) };
        await this.post(z.unknown(), `${this.path}/days`, `day-${n}-${from}`, { days: [day] });
      }
    }
    return planned;
  }

  /** Announces the phase. Notices go by mail; buyers without an address are listed for delivery by hand. */
  async announce(homes: number): Promise<PhaseNow> {
    await this.post(z.unknown(), `${this.path}/announce`, 'announce', {});
    return this.#follow('Writing notices', homes, 'announcing', ({ announced }) => announced);
  }

  async #follow(title: string, total: number, busy: string, done: (now: PhaseNow) => number): Promise<PhaseNow> {
    const bar = barOf(title, total);
    for (;;) {
      const now = await this.client.must(phaseSchema, 'GET', this.path, { as: this.admin });
      bar.update(done(now));
      if (now.state !== busy) {
        bar.stop();
        return now;
      }
      await wait(500);
    }
  }

  handovers(): Promise<Handover[]> {
    const path = `/v1/handovers?estateId=${this.estateId}&phaseId=${this.#phaseId}`;
    return this.client.whole(handoverSchema, path, this.admin);
  }

  slots(): Promise<z.infer<typeof slotSchema>[]> {
    return this.client.whole(slotSchema, `${this.path}/slots`, this.admin);
  }

  handover(handoverId: string): Promise<Handover> {
    return this.client.must(handoverSchema, 'GET', `/v1/handovers/${handoverId}`, { as: this.desk });
  }

  /** Reads the slots that the caller could book now, of one day or of all days. */
  freeSlots(handoverId: string, as: Caller, day?: string): Promise<z.infer<typeof freeSchema>[]> {
    const path = `/v1/handovers/${handoverId}/slots${day === undefined ? '' : `?day=${day}`}`;
    return this.client.whole(freeSchema, path, as);
  }

  /**
   * Calls an operation of a handover. With `dies` it sends
   * twice under the same key. Returns the code of a refusal.
   */
  async act(of: { path: string; key: string; body: object; as: Caller; dies: boolean }): Promise<Handover | string> {
    const { path, body, as } = of;
    const send = { as, key: `${this.#code}-${of.key}`, body };
    if (of.dies) this.client.send('POST', path, send).catch(() => undefined);
    const answer = await this.client.send('POST', path, send);
    if (answer.status < 300) return handoverSchema.parse(answer.body);
    if (answer.status >= 500) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return codeOf(answer.body);
  }
}
