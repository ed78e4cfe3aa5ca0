import { seeded } from '../simulate/seeded.ts';

/** A service of AWS whose client the functions use. */
export type Service = 'dynamodb' | 'sqs' | 'ses';

/**
 * What happens to a request on its way to an engine. `cut`: it never arrives. `unanswered`: the engine does
 * it and the answer is lost. `slow`: the answer is late. `held`: the request arrives only after the client
 * has given up. `partial`: the engine gets half of a batch. `doubled`: the engine gets it twice. `delayed`:
 * messages become visible later than those after them.
 */
export type Fault =
  | 'throttled'
  | 'conflict'
  | 'internal'
  | 'cut'
  | 'unanswered'
  | 'slow'
  | 'held'
  | 'partial'
  | 'doubled'
  | 'delayed';

// Two mails that were accepted without an answer cannot be told from two mails, so SES is never doubled.
const faultsOf: Readonly<Record<Service, readonly Fault[]>> = {
  dynamodb: ['throttled', 'conflict', 'internal', 'cut', 'unanswered', 'slow', 'held', 'partial'],
  sqs: ['throttled', 'cut', 'unanswered', 'slow', 'partial', 'doubled', 'doubled', 'delayed', 'delayed'],
  ses: ['throttled', 'cut', 'unanswered', 'slow'],
};

/** Share of the requests with a fault in quiet times. The SDK hides most of these by repeating. */
const usualShare: Readonly<Record<Service, number>> = { dynamodb: 0.04, sqs: 0.15, ses: 0.1 };
/**
 * Number of requests of a stretch. One stretch in seven is a storm, in which the SDK's repetitions fail too.
 */
const stretch: Readonly<Record<Service, number>> = { dynamodb: 250, sqs: 40, ses: 15 };
const stormShare = 0.14;
const shareInStorm = 0.7;
/** Largest share of faults that take seconds; more of them would only make the run shorter. */
const slowOnes: readonly Fault[] = ['slow', 'held'];

/** Returns a generator that depends on the seed and on some words and numbers alone. */
export function randomOf(seed: number, ...about: readonly (string | number)[]): () => number {
  let hash = seed >>> 0;
  for (const letter of about.join('/')) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return seeded(hash);
}

/** Returns one of a list. */
export function oneOf<T>(random: () => number, list: readonly [T, ...T[]] | readonly T[]): T {
  const one = list[Math.floor(random() * list.length)];
  if (one === undefined) throw new Error('An empty list has nothing to choose from.');
  return one;
}

/**
 * Returns the fault of the nth request to a service, or undefined. It depends on the seed and the number
 * alone.
 */
export function faultOf(seed: number, service: Service, nth: number): Fault | undefined {
  const weather = randomOf(seed, service, 'stretch', Math.floor(nth / stretch[service]));
  const isStorm = weather() < stormShare;
  const ofStorm = oneOf(weather, faultsOf[service]);
  const random = randomOf(seed, service, nth);
  if (!isStorm) return random() < usualShare[service] ? oneOf(random, faultsOf[service]) : undefined;
  const share = slowOnes.includes(ofStorm) ? shareInStorm / 5 : shareInStorm;
  return random() < share ? ofStorm : undefined;
}
