/** The scenario of a home. It is drawn before the simulation, so that it depends on the seed alone. */
export interface Fate {
  /** Days after the notices when the buyer books; undefined for never. */
  readonly booksAfter: number | undefined;
  readonly by: 'owner' | 'agent' | 'desk';
  /** The preferred day of the phase. */
  readonly wishes: number;
  /** True when the buyer joins the waiting list if that day is full. */
  readonly waits: boolean;
  readonly moves: boolean;
  readonly releases: boolean;
  /** Number of missed appointments. */
  readonly misses: number;
  readonly refuses: 'structure' | 'other' | undefined;
  /** Severities of the defects of the home. */
  readonly found: readonly ('minor' | 'major' | 'blocking')[];
  /** Number of rejected reinspections. */
  readonly rejections: number;
  /** Days until the inspector's lost phone is found and sends its records; undefined if no phone is lost. */
  readonly phoneLost: number | undefined;
  /** True when the buyer quarrels at the desk, which the desk records as an incident. */
  readonly quarrels: boolean;
  /** True when the registered area exceeds the area in the contract. */
  readonly larger: boolean;
  /** True when the courier reaches the buyer. */
  readonly reached: boolean;
  /** For each request: true when the phone dies before it gets the answer. */
  readonly dying: readonly boolean[];
  readonly turned: boolean;
}

/** Favourite days, at the ends of weeks. */
const favourites = [1, 2, 5, 6];

/** Draws the scenario of a home. `random` returns numbers from 0 to below 1. */
export function fateOf(random: () => number, days: number): Fate {
  const chance = (share: number) => random() < share;
  const upTo = (most: number) => Math.floor(random() * most);
  const severity = () => (chance(0.7) ? 'minor' : chance(0.7) ? 'major' : 'blocking');
  return {
    booksAfter: chance(0.02) ? undefined : 1 + upTo(12),
    by: chance(0.8) ? 'owner' : chance(0.5) ? 'agent' : 'desk',
    wishes: (chance(0.45) ? favourites[upTo(favourites.length)] : undefined) ?? upTo(days),
    waits: chance(0.4),
    moves: chance(0.1),
    releases: chance(0.05),
    misses: chance(0.04) ? 1 + upTo(2) : 0,
    refuses: chance(0.03) ? (chance(0.25) ? 'structure' : 'other') : undefined,
    found: Array.from({ length: chance(0.35) ? 1 + upTo(4) : 0 }, severity),
    rejections: chance(0.15) ? 1 : 0,
    phoneLost: chance(0.03) ? upTo(4) : undefined,
    quarrels: chance(0.01),
    larger: chance(0.1),
    reached: chance(0.98),
    dying: Array.from({ length: 40 }, () => chance(0.05)),
    turned: chance(0.5),
  };
}
