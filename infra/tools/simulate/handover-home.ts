import * as z from 'zod';
import type { Caller } from '../../api-client/api-client.ts';
import type { Handover, HandoverPhase } from './handover-phase.ts';
import type { Fate } from './handover-scenarios.ts';

const papers = ['住宅质量保证书', '住宅使用说明书', '竣工验收备案表'];
const place = { room: 'kitchen', part: 'floors', trade: 'masonry' };
const takenSchema = z.object({ records: z.array(z.looseObject({ key: z.string().optional(), status: z.string() })) });
const defectSchema = z.looseObject({
  defectId: z.string(),
  itemId: z.string(),
  severity: z.string(),
  state: z.string(),
  dueOn: z.string(),
  overdue: z.boolean(),
});
export type Defect = z.infer<typeof defectSchema>;

/** A home in the simulation, with everything that the backend has acknowledged about it. */
export class Home {
  readonly handoverId: string;
  /** Items with a defect. */
  readonly found = new Set<string>();
  readonly records = new Set<string>();
  hasKeys = false;
  /** True when the buyer has come at least once. */
  came = false;
  refused: Fate['refuses'];
  /** True when the home changed since the last check. */
  touched = false;
  readonly fate: Fate;
  readonly #phase: HandoverPhase;
  readonly #count: (what: string) => void;
  readonly #buyer: Caller;
  readonly #nth: number;
  #misses: number;
  #rejections: number;
  #waited = false;
  #moved = false;
  #act = 0;
  #batch = 0;
  /** The batches on a lost phone, and the day on which the phone is found. */
  #lost: { foundOn: number; batches: object[][]; by: Caller } | undefined;

  constructor(phase: HandoverPhase, { handoverId, buyerId }: Handover, nth: number, fate: Fate, count: Home['count']) {
    this.#phase = phase;
    this.handoverId = handoverId;
    this.#buyer = { sub: buyerId, personId: buyerId, roles: ['resident'], estates: [phase.estateId] };
    this.#nth = nth;
    this.fate = fate;
    this.#count = count;
    this.#misses = fate.misses;
    this.#rejections = fate.rejections;
  }

  get count(): (what: string) => void {
    return this.#count;
  }

  /** Calls an operation. @throws Error when the backend refuses it and the code is not expected. */
  async #do(
    what: string,
    body: object,
    { as = this.#phase.desk, path = '', expected = [] }: { as?: Caller; path?: string; expected?: string[] } = {},
  ) {
    this.touched = true;
    this.#act += 1;
    const dies = this.fate.dying[this.#act - 1] ?? false;
    if (dies) this.#count('phones that died after sending');
    const key = `${this.handoverId}-${this.#act}`;
    const at = path === '' ? `/v1/handovers/${this.handoverId}/${what}` : path;
    const answer = await this.#phase.act({ path: at, key, body, as, dies });
    if (typeof answer === 'string' && !expected.includes(answer)) {
      throw new Error(`${what} of ${this.handoverId}: ${answer}`);
    }
    return answer;
  }

  /** Lets a courier deliver the letter that was not sent by mail. */
  async courier(): Promise<void> {
    if (!this.fate.reached) return this.#count('not reached by the courier');
    await this.#do('record-proof', { method: 'courier', proof: `C-${this.handoverId.slice(-12)}` });
    this.#count('reached by courier');
  }

  /** Posts a slot, or joins the waiting list of the preferred day. */
  async choose(today: number): Promise<void> {
    const { fate } = this;
    const as = fate.by === 'desk' ? this.#phase.desk : this.#buyer;
    const wished = this.#phase.day(fate.wishes);
    for (;;) {
      let free = fate.wishes > today ? await this.#phase.freeSlots(this.handoverId, as, wished) : [];
      if (free.length === 0 && fate.wishes > today && fate.waits && !this.#waited) {
        this.#waited = true;
        // A buyer who has a booking on that day already may not wait for it.
        const waits = await this.#do('join-waiting-list', { day: wished }, { as, expected: ['name-another-day'] });
        if (typeof waits !== 'string') return this.#count('joined a waiting list');
      }
      if (free.length === 0) free = await this.#phase.freeSlots(this.handoverId, as);
      // The buyer comes on a later day than today.
      const later = free.filter(({ day }) => day > this.#phase.day(today));
      const slot = later[(this.#nth * 7919) % later.length];
      if (!slot) return this.#count('found no free slot');
      const answer = await this.#do('book', { slotId: slot.slotId }, { as, expected: ['slot-full', 'slot-over'] });
      if (typeof answer !== 'string') return this.#count('booked');
      this.#count('slot was taken or over');
    }
  }

  /** Moves the booking once, or gives it back. */
  async changeMind(today: number): Promise<void> {
    if (this.#moved || !(this.fate.moves || this.fate.releases)) return;
    this.#moved = true;
    if (this.fate.releases) {
      await this.#do('release', {}, { as: this.#buyer });
      return this.#count('gave the booking back');
    }
    this.#count('moved');
    await this.choose(today);
  }

  /** Simulates the booked appointment. */
  async come({ code }: { code: string }, today: number): Promise<void> {
    const { fate } = this;
    if (this.#misses > 0) {
      this.#misses -= 1;
      return this.#count('did not come');
    }
    if (fate.refuses && !this.came) {
      this.refused = fate.refuses;
      await this.#do('refuse', { reason: 'does not want it', ground: fate.refuses });
      return this.#count(`refused: ${fate.refuses}`);
    }
    if (fate.quarrels && !this.came) {
      const conflict = { what: 'a quarrel at the desk', severity: 'urgent', handoverId: this.handoverId };
      const key = `quarrel-${this.handoverId}`;
      await this.#phase.post(z.unknown(), `${this.#phase.path}/incidents`, key, conflict, this.#phase.desk);
      this.#count('conflicts');
    }
    const owner = { as: 'owner' };
    const agent = { as: 'agent', name: 'Agent', powerOfAttorney: `POA-${this.#nth}` };
    const identity = fate.by === 'agent' ? agent : owner;
    await this.#do('check-in', { code, identity }, { path: `${this.#phase.path}/check-in` });
    if (this.came) await this.#lookAgain();
    else await this.#firstTime(today);
    this.came = true;
    const now = await this.#phase.handover(this.handoverId);
    if (now.blockingDefects > 0) return this.#count('sent home: blocking defects');
    await this.#do('sign', { as: identity.as, version: now.version, readings: {}, acceptsOpenDefects: true });
    const items = [{ what: 'key', count: 3 }];
    await this.#do('give-keys', { takenBy: identity.as, items, readings: { water: '1', electricity: '2' } });
    this.hasKeys = true;
    this.#count('keys given');
  }

  async #firstTime(today: number): Promise<void> {
    const paidOn = this.#phase.day(today);
    await this.#do('hand-over-documents', { papers });
    await this.#do('fund-receipt', { receipt: this.handoverId.slice(-20), fen: 1_000_000, paidOn });
    const registered = this.fate.larger ? '90.12' : '89.37';
    await this.#do('assess-area', { contract: '89.37', registered, price: '20000' });
    if (this.fate.larger) await this.#do('pay-area', { paidOn, receipt: `A-${this.#nth}` });

    const guide = this.#phase.guide(this.#nth);
    if (this.fate.phoneLost === undefined) return this.#send(this.#walk('a'), guide);
    // The phone is lost with its records, so another inspector inspects the home again.
    this.#count('phones lost before sending');
    this.#lost = { foundOn: today + this.fate.phoneLost, batches: this.#walk('a'), by: guide };
    await this.#send(this.#walk('b'), this.#phase.guide(this.#nth + 1));
  }

  /** Returns the records of an inspection in batches. Each phone has its own record ids. */
  #walk(phone: string): object[][] {
    const at = this.#phase.clock.now().toISOString();
    const failed = this.fate.found.map((severity, n) => ({
      kind: 'failed',
      recordId: `${phone}-f${n}`,
      at,
      itemId: `kitchen/floor-${n}`,
      ...place,
      note: 'hollow',
      severity,
      liable: 'contractor',
    }));
    const passed = { kind: 'passed', recordId: `${phone}-p`, at, itemId: 'kitchen/wall', ...place };
    return [[passed], ...failed.map((one) => [one])];
  }

  /** Sends the batches of a phone that had no network, in either order and the first of them twice. */
  async #send(batches: readonly object[][], as: Caller): Promise<void> {
    const order = this.fate.turned ? batches.toReversed() : batches;
    const path = `/v1/handovers/${this.handoverId}/inspection-batches`;
    for (const records of [...order, order[0] ?? []]) {
      this.#batch += 1;
      const body = { batchId: `b${order.indexOf(records)}`, records };
      const key = `${this.handoverId}-batch-${this.#batch}`;
      const { records: taken } = await this.#phase.client.must(takenSchema, 'POST', path, { as, key, body });
      for (const { key: record, status } of taken) {
        if (status === 'refused' || record === undefined) throw new Error(`${path}: ${JSON.stringify(taken)}`);
        this.records.add(record);
      }
      for (const one of records)
        if ('kind' in one && one.kind === 'failed' && 'itemId' in one) this.found.add(`${one.itemId}`);
    }
  }

  /** Reads the defects of the home. */
  defects(): Promise<Defect[]> {
    return this.#phase.client.whole(defectSchema, `/v1/handovers/${this.handoverId}/defects`, this.#phase.admin);
  }

  /** Lets the contractor rectify the open defects that `which` selects. */
  async putRight(which: (defect: Defect) => boolean): Promise<void> {
    const open = (await this.defects()).filter((one) => one.state === 'open' && which(one));
    for (const { defectId } of open) {
      this.touched = true;
      this.#act += 1;
      const body = { what: 'laid again', proof: ['photo-1'], doneBy: 'Firm' };
      const key = `${defectId}-${this.#act}`;
      const path = `/v1/handovers/defects/${defectId}/rectify`;
      await this.#phase.client.must(z.unknown(), 'POST', path, { as: this.#phase.desk, key, body });
      this.#count('defects rectified');
    }
  }

  /** Lets the inspector reinspect the rectified defects and reject as many as the scenario says. */
  async #lookAgain(): Promise<void> {
    const at = this.#phase.clock.now().toISOString();
    const done = (await this.defects()).filter(({ state }) => state === 'rectified');
    const result = this.#rejections > 0 ? 'rejected' : 'closed';
    if (done.length > 0) this.#rejections -= 1;
    const records = done.map(({ itemId }) => ({
      kind: 'reinspected',
      recordId: `r${this.#batch}-${itemId.replace('/', '-')}`,
      at,
      itemId,
      result,
      findings: result === 'closed' ? 'sound' : 'still hollow',
    }));
    if (records.length === 0) return;
    this.#count(`reinspected: ${result}`);
    await this.#send([records], this.#phase.guide(this.#nth + 2));
  }

  /** Sends the records of a lost phone on the day on which it is found, in any state of the home. */
  async phoneFound(today: number): Promise<void> {
    if (!this.#lost || this.#lost.foundOn > today) return;
    const { batches, by } = this.#lost;
    this.#lost = undefined;
    this.touched = true;
    this.#count('lost phones that were found and sent');
    await this.#send(batches, by);
  }

  /**
   * Deems the home delivered, because the buyer never came or refused without good reason (R3.4). The backend
   * refuses this if the notice is not proven in time or if the developer cancelled the booking.
   */
  async deem(): Promise<void> {
    const expected = ['notice-not-proven', 'time-was-cancelled'];
    const answer = await this.#do(
      'deem-delivered',
      { reason: 'The notice arrived, and the buyer did not take over the home.' },
      { as: this.#phase.admin, expected },
    );
    this.#count(typeof answer === 'string' ? `not deemed delivered: ${answer}` : 'deemed delivered');
  }
}
