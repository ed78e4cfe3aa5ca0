import * as z from 'zod';
import type { AnyEvent, EventData, EventName } from './catalogue.ts';

/**
 * Values that a consumer wants in the data of an event, by event and field. Events that are not named are all
 * wanted.
 */
export type When = {
  readonly [N in EventName]?: {
    readonly [F in keyof EventData<N>]?: readonly Extract<EventData<N>[F], string>[];
  };
};

/** The same without the types of the catalogue: as a relay reads it. */
export const whenSchema = z
  .record(z.string(), z.record(z.string(), z.array(z.string()).readonly()).readonly())
  .readonly();

/** Says whether a consumer wants an event: each field that it names holds one of its values. */
export function isWanted({ name, data }: Pick<AnyEvent, 'name' | 'data'>, when: z.infer<typeof whenSchema>): boolean {
  return Object.entries(when[name] ?? {}).every(([field, values]) => values.some((value) => value === data[field]));
}
