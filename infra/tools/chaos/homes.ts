import { LocalClockClient } from '../../api-client/local-clock-client.ts';
import { Checks } from '../simulate/handover-checks.ts';
import { Home } from '../simulate/handover-home.ts';
import { HandoverPhase } from '../simulate/handover-phase.ts';
import { fateOf } from '../simulate/handover-scenarios.ts';
import type { Course, Register } from './course.ts';
import { randomOf } from './faults.ts';

const count = 24;

/** The homes of a phase whose buyers take, move and give back slots during the run. */
export class Homes {
  readonly #homes: ReadonlyMap<string, Home>;
  readonly #phase: HandoverPhase;
  #left: Home[];

  private constructor(phase: HandoverPhase, homes: ReadonlyMap<string, Home>) {
    this.#phase = phase;
    this.#homes = homes;
    this.#left = [...homes.values()];
  }

  /** Plans and announces the phase. */
  static async announced(register: Register, issuerUrl: string, seed: number): Promise<Homes> {
    const { client } = register;
    const phase = new HandoverPhase(client, new LocalClockClient({ issuerUrl }), { code: 'CX', homes: count });
    const flats = Array.from({ length: count }, (_, nth) => {
      const owners = [{ key: `O${nth}`, from: '2024-06-30' }];
      return { label: `X1 #${nth}`, building: 'X1', floor: 1 + nth, area: '89.37', owners };
    });
    await phase.register(flats);
    const { homes } = await phase.plan(flats);
    await phase.announce(homes);
    const random = randomOf(seed, 'homes');
    const all = (await phase.handovers()).toSorted((a, b) => (a.unitLabel < b.unitLabel ? -1 : 1));
    return new Homes(
      phase,
      new Map(
        all.map((one, nth) => [one.handoverId, new Home(phase, one, nth, fateOf(random, phase.days), register.count)]),
      ),
    );
  }

  /** The buyer of the next home gets the letter, takes a slot, and may change their mind. */
  readonly flow = async (course: Course): Promise<void> => {
    const home = this.#left.shift();
    if (!home) return course.register.count('no home left');
    // The letters went out two weeks before the first day; no more than ten days pass in the run.
    const today = -1;
    const { notice } = await this.#phase.handover(home.handoverId);
    if (!notice?.proven) await home.courier();
    await home.choose(today);
    await home.changeMind(today);
  };

  /** Returns the broken invariants of the phase: slots, letters, figures and the homes themselves. */
  async wrong(): Promise<string[]> {
    return new Checks(this.#phase).wrongIn(this.#homes, 'of-the-day');
  }
}
