import type { Flat } from './register-of-blocks.ts';
import { seeded } from './seeded.ts';

/*
 * The homes of a survey, who of them must be invited, what they answer, and the figures that follow. All of
 * it is worked out here in another way than by the backend.
 */

/**
 * Returns the homes of an estate. One in 97 has no owner, and one owner in 50 no address. Every hundredth
 * owner has three more homes. Labels sort in the order of the homes.
 */
export function homesOfEstate(count: number): Flat[] {
  return Array.from({ length: count }, (_, nth) => {
    const building = `B${1 + Math.floor(nth / 500)}`;
    const key = `O${nth % 100 < 4 ? nth - (nth % 100) : nth}`;
    return {
      label: `H${String(nth).padStart(6, '0')}`,
      building,
      floor: 1 + (Math.floor(nth / 4) % 30),
      area: '89.37',
      owners: nth % 97 === 13 ? [] : [{ key, from: '2024-06-30' }],
    };
  });
}

/** Returns the address of an owner, or undefined for one without. */
export function addressOf(key: string): string | undefined {
  return Number(key.slice(1)) % 50 === 7 ? undefined : `${key.toLowerCase()}@residents.example`;
}

/** Returns the homes for which a household must be invited: the first home of each owner with an address. */
export function invitedHomes(homes: readonly Flat[]): Map<string, string> {
  const first = new Map<string, string>();
  for (const { label, owners } of homes) {
    const [owner] = owners;
    if (owner && addressOf(owner.key) !== undefined && !first.has(owner.key)) first.set(owner.key, label);
  }
  return new Map([...first].map(([key, label]) => [label, key]));
}

/** The answers of a household: satisfaction 1 to 5, recommendation 0 to 10, and one of three choices. */
export interface Said {
  readonly satisfaction: number | undefined;
  readonly recommend: number;
  readonly choice: number;
}

/** Returns what each home answers: two in five answer, some of them without a score. */
export function answersOf(labels: readonly string[], seed: number): Map<string, Said> {
  const random = seeded(seed);
  const upTo = (most: number) => Math.floor(random() * most);
  return new Map(
    labels.flatMap((label): [string, Said][] => {
      const said = {
        satisfaction: upTo(12) === 0 ? undefined : Math.min(5, 1 + upTo(4) + upTo(3)),
        recommend: Math.min(10, upTo(8) + upTo(5)),
        choice: upTo(3),
      };
      return upTo(5) < 2 ? [[label, said]] : [];
    }),
  );
}

const z = 1.96;
const inPercent = (share: number) => Math.round(share * 10_000) / 100;

/** Returns the ends of the 95 % interval of k out of n in percent, by the closed form of either method. */
function interval(k: number, n: number): { low: number; high: number; method: string } {
  if (n >= 30 && k > 0 && k < n) {
    const half = z * Math.sqrt((k * (n - k)) / n ** 3);
    return {
      low: inPercent(Math.max(0, k / n - half)),
      high: inPercent(Math.min(1, k / n + half)),
      method: 'wald',
    };
  }
  const [middle, half] = [k + z ** 2 / 2, z * Math.sqrt((k * (n - k)) / n + z ** 2 / 4)];
  const [low, high] = [middle - half, middle + half].map((end) => inPercent(end / (n + z ** 2)));
  return { low: low ?? 0, high: high ?? 100, method: 'wilson' };
}

/** Returns the figures that must follow from the answers of the invited homes. */
export function figuresFrom(invited: number, answers: readonly Said[]): object {
  const scores = answers.flatMap(({ satisfaction }) => satisfaction ?? []);
  const pleased = scores.filter((score) => score >= 4).length;
  const n = answers.length;
  const promoters = answers.filter(({ recommend }) => recommend >= 9).length;
  const detractors = answers.filter(({ recommend }) => recommend <= 6).length;
  return {
    answered: n,
    responseRate: { value: inPercent(n / invited), interval: interval(n, invited) },
    csat: { n: scores.length, value: inPercent(pleased / scores.length), interval: interval(pleased, scores.length) },
    nps: { n, value: inPercent((promoters - detractors) / n) },
    choices: [0, 1, 2].map((one) => answers.filter(({ choice }) => choice === one).length),
  };
}
