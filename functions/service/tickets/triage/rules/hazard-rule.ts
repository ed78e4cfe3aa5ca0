import type { HazardClass } from '../../hazard.ts';
import type { Cut } from './cuts.ts';

/*
 * The rules of emergency triage as plain data (R74.1). Words are separated by commas. `leak*` also matches
 * "leaking". Traditional characters, width, case, apostrophes and hyphens make no difference, so one spelling
 * is enough. A rule without `things` has phrases that name a hazard by themselves. A rule with `things` needs
 * a thing and a state near each other, in either order.
 */

export interface HazardRule {
  /** The name by which an estate switches the rule off. */
  readonly id: string;
  readonly hazard: HazardClass;
  readonly verdict: 'certain' | 'suspected';
  /** Whether estates cannot remove the rule (R74.1). */
  readonly core?: true;
  /**
   * Whether the rule is a weak sign. It is never certain and counts only when nothing else is found and no
   * cut applies.
   */
  readonly weak?: true;
  readonly things?: string;
  readonly states: string;
  /** `clause`: thing and state must be in one clause. Otherwise they may be in neighbouring clauses. */
  readonly within?: 'clause';
  /** Cuts that do not apply to this rule. */
  readonly immune?: readonly Cut[];
}
