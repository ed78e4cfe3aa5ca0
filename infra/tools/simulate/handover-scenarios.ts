/** What will happen to a home, drawn before anything does, so that it depends on the seed alone. */
export interface Fate {
  /** Days after the notices on which its buyer chooses a time; never, for some. */
  readonly books: number | undefined;
  readonly by: 'owner' | 'agent' | 'desk';
  /** Day of the phase that he would like, and whether he waits for it when it is full. */
  readonly wishes: number;
  readonly waits: boolean;
  readonly moves: boolean;
  readonly releases: boolean;
  /** How often he does not come. */
  readonly misses: number;
  readonly refuses: 'structure' | 'other' | undefined;
  /** What is found at his home. */
  readonly found: readonly ('minor' | 'major' | 'blocking')[];
  /** How often what was put right is not right yet. */
  readonly rejections: number;
  /** Days after the walk on which the inspector's phone, lost with everything on it, is found and sends it after all. */
  readonly phoneLost: number | undefined;
  /** Somebody loses his temper on the day. */
  readonly quarrels: boolean;
  /** Whether what is registered is more than what was bought. */
  readonly larger: boolean;
  /** Whether the courier reaches him. */
  readonly reached: boolean;
  /** Requests after which the phone dies before it has the answer. */
  readonly dying: readonly boolean[];
  readonly turned: boolean;
}

/** Days on which people come: they like the ends of weeks best. */
const favourites = [1, 2, 5, 6];

/** Draws the fate of a home. `random` gives numbers from 0 up to 1. */
export function fateOf(random: () => number, days: number): Fate {
  const chance = (share: number) => random() < share;
  const upTo = (most: number) => Math.floor(random() * most);
  const severity = () => (chance(0.7) ? 'minor' : chance(0.7) ? 'major' : 'blocking');
  return {
    books: chance(0.02) ? undefined : 1 + upTo(12),
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
