import { setTimeout as wait } from 'node:timers/promises';
import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { stateCouncilCalendar } from '../../shared/kernel/state-council-calendar.ts';
import { bringIn } from './bring-in.ts';
import { type Caller, codeOf, type HouseClient, staffOf } from './house-client.ts';
import { barOf } from './progress.ts';
import { type Flat, ownersCsv, unitsCsv } from './register-of-blocks.ts';

export const handoverSchema = z.looseObject({
  handoverId: z.string(),
  unitLabel: z.string(),
  buyerId: z.string(),
  state: z.string(),
  version: z.number(),
  noShows: z.number(),
  openDefects: z.number(),
  notice: z.object({ proven: z.object({ how: z.string() }).optional() }).optional(),
  booking: z.object({ slotId: z.string(), code: z.string() }).optional(),
});
export type Handover = z.infer<typeof handoverSchema>;
export const slotSchema = z.object({
  slotId: z.string(),
  station: z.string(),
  capacity: z.number(),
  booked: z.number(),
});
const phaseSchema = z.looseObject({
  phaseId: z.string(),
  state: z.string(),
  homes: z.number(),
  leftOut: z.number(),
  announced: z.number(),
});
type PhaseNow = z.infer<typeof phaseSchema>;

/** Where it is about six in the morning: the phase's day is today, and all of it lies ahead. */
function zoneInTheMorning(): string {
  const offset = 6 - Temporal.Now.zonedDateTimeISO('UTC').hour;
  const within = offset < -11 ? offset + 24 : offset;
  return within === 0 ? 'Etc/GMT' : `Etc/GMT${within > 0 ? '-' : '+'}${Math.abs(within)}`;
}

const stationsOfDay = 8;
const peopleOfStation = 5;
/** Places in the two slots that are over soon. */
const earlyPlaces = 20;

/** A phase on the running house, and the people who plan it. */
export class HandoverPhase {
  readonly client: HouseClient;
  readonly estateId: string;
  readonly admin: Caller;
  readonly desk: Caller;
  readonly inspector: Caller;
  readonly #code: string;
  readonly #zone = zoneInTheMorning();
  #phaseId = '';

  constructor(client: HouseClient, code: string) {
    this.client = client;
    this.#code = code;
    this.estateId = `phase-${code.toLowerCase()}`;
    this.admin = staffOf(this.estateId, 'administrator');
    this.desk = staffOf(this.estateId, 'operator');
    this.inspector = staffOf(this.estateId, 'technician', 'guide-0');
  }

  get path(): string {
    return `/v1/phases/${this.#phaseId}`;
  }

  day(days = 0): string {
    return Temporal.Now.plainDateISO(this.#zone).add({ days }).toString();
  }

  post<S extends z.ZodType>(schema: S, path: string, key: string, body: object, as = this.admin): Promise<z.output<S>> {
    return this.client.must(schema, 'POST', path, { as, key: `${this.#code}-${key}`, body });
  }

  /** The register: homes, their owners, and the people of the day. */
  async register(flats: readonly Flat[]): Promise<void> {
    const { client, admin, estateId } = this;
    const calendar = stateCouncilCalendar(this.#zone);
    const estate = { estateId, code: this.#code, name: `Phase ${this.#code}`, language: 'en', calendar };
    await client.ensure(admin, '/v1/estates', `/v1/estates/${estateId}`, estate);
    const hire = async (role: string, name: string) => {
      const { personId: staffId } = staffOf(estateId, role, name);
      const file = { staffId, name, roles: [role], estates: [estateId], language: 'en', skills: ['inspection'] };
      await client.ensure(admin, `/v1/estates/${estateId}/staff`, `/v1/staff/${staffId}`, file);
    };
    await Promise.all([hire('manager', 'manager'), hire('operator', 'operator')]);
    for (let n = 0; n < stationsOfDay * peopleOfStation + earlyPlaces; n += 1) await hire('technician', `guide-${n}`);
    await bringIn(client, admin, estateId, 'units', unitsCsv(flats));
    await bringIn(client, admin, estateId, 'people', ownersCsv(flats));
  }

  /** Plans the phase with its homes and the slots of the day, and has the notices of twenty days ago entered. */
  async plan(flats: readonly Flat[]): Promise<PhaseNow> {
    const { estateId } = this;
    const buildings = [...new Set(flats.map(({ building }) => building))];
    const details = {
      ...{ name: 'First phase', buildings, acceptedOn: '2025-01-10', filing: 'F-1', from: this.day(), to: this.day(2) },
      managerId: `${estateId}-manager`,
    };
    this.#phaseId = (await this.post(phaseSchema, `/v1/estates/${estateId}/phases`, 'phase', details)).phaseId;
    await this.#follow('Entering homes', flats.length, 'entering', ({ homes, leftOut }) => homes + leftOut);
    const staff = (from: number, count: number) =>
      Array.from({ length: count }, (_, i) => `${estateId}-guide-${from + i}`);
    for (let n = 0; n < stationsOfDay; n += 1) {
      const station = { name: `S${n}`, staff: staff(n * peopleOfStation, peopleOfStation), capacity: peopleOfStation };
      const day = { day: this.day(), hours: [{ from: '07:00', to: '23:00' }], minutes: 15, stations: [station] };
      await this.post(z.unknown(), `${this.path}/days`, `day-${n}`, { days: [day] });
    }
    const clock = (minutes: number) =>
      Temporal.Now.plainTimeISO(this.#zone).add({ minutes }).toString({ smallestUnit: 'minute' });
    const early = { name: 'early', staff: staff(stationsOfDay * peopleOfStation, earlyPlaces), capacity: earlyPlaces };
    const soon = { day: this.day(), hours: [{ from: clock(1), to: clock(11) }], minutes: 5, stations: [early] };
    await this.post(z.unknown(), `${this.path}/days`, 'early', { days: [soon] });
    const occurredAt = Temporal.Now.instant()
      .subtract({ hours: 20 * 24 })
      .toString();
    await this.post(z.unknown(), `${this.path}/announce`, 'announce', { how: 'post', occurredAt });
    return this.#follow('Writing notices', flats.length, 'announcing', ({ announced }) => announced);
  }

  phase(): Promise<PhaseNow> {
    return this.client.must(phaseSchema, 'GET', this.path, { as: this.admin });
  }

  async #follow(title: string, total: number, busy: string, done: (now: PhaseNow) => number): Promise<PhaseNow> {
    const bar = barOf(title, total);
    for (;;) {
      const now = await this.phase();
      bar.update(done(now));
      if (now.state !== busy) {
        bar.stop();
        return now;
      }
      await wait(500);
    }
  }

  async handovers(): Promise<Handover[]> {
    return this.client.whole(
      handoverSchema,
      `/v1/handovers?estateId=${this.estateId}&phaseId=${this.#phaseId}`,
      this.admin,
    );
  }

  slots(): Promise<z.infer<typeof slotSchema>[]> {
    return this.client.whole(slotSchema, `${this.path}/slots`, this.admin);
  }

  handover(handoverId: string): Promise<Handover> {
    return this.client.must(handoverSchema, 'GET', `/v1/handovers/${handoverId}`, { as: this.desk });
  }

  /** An operation of a handover; a phone that dies after sending sends it again under the same key. Answers a refusal's code. */
  async act({
    path,
    key,
    body,
    as,
    dies,
  }: {
    path: string;
    key: string;
    body: object;
    as: Caller;
    dies: boolean;
  }): Promise<Handover | { problem: string }> {
    const send = { as, key: `${this.#code}-${key}`, body };
    if (dies) this.client.send('POST', path, send).catch(() => undefined);
    const answer = await this.client.send('POST', path, send);
    if (answer.status < 300) return handoverSchema.parse(answer.body);
    if (answer.status >= 500) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return { problem: codeOf(answer.body) };
  }
}
