import * as z from 'zod';
import { policy } from '../../../shared/http/policy.ts';
import { zoneOf } from '../../register/owners/public.ts';
import { defaultLadderRules, ladderRulesSchema } from './dunning-ladder.ts';
import { mustNameLawfulMeans } from './forbidden-means.ts';

const timeOfDay = z.iso.time({ precision: -1 });

/** What an estate has set about dunning (催缴, R17): its ladder, and quiet hours without steps (R12.3). */
export const dunningPolicy = policy({
  context: 'dunning',
  table: 'ledger',
  remember: false,
  twoPeople: { tightens: {}, limitOf: {}, zoneOf },
  details: ladderRulesSchema.extend({
    /** Quiet hours, `HH:MM` in the estate's zone; equal times mean none. */
    quietFrom: timeOfDay.default('21:00'),
    quietTo: timeOfDay.default('08:00'),
  }),
  defaults: { ...defaultLadderRules, quietFrom: '21:00', quietTo: '08:00' },
  effect: 'Open dunning accounts are reviewed under the new ladder.',
  guard: mustNameLawfulMeans,
  throws: ['means-forbidden-by-law'],
});
export type DunningPolicy = z.infer<typeof dunningPolicy.schema>;
