import { carbonMonoxideRules } from './carbon-monoxide.ts';
import { drowningRules } from './drowning.ts';
import { electricityRules } from './electricity.ts';
import { fallingRules } from './falling.ts';
import { fireRules } from './fire.ts';
import { gasRules } from './gas.ts';
import type { HazardRule } from './hazard-rule.ts';
import { liftRules } from './lift.ts';
import { lockedInRules } from './locked-in.ts';
import { otherRules } from './other.ts';
import { personRules } from './person.ts';
import { safetySystemsRules } from './safety-systems.ts';
import { sewageRules } from './sewage.ts';
import { structureRules } from './structure.ts';
import { violenceRules } from './violence.ts';
import { waterRules } from './water.ts';
import { weakSigns } from './weak-signs.ts';

/** The rules of every hazard class. Of equal findings of a class, that of the earlier rule counts. */
export const hazardRules: readonly HazardRule[] = [
  ...gasRules,
  ...carbonMonoxideRules,
  ...fireRules,
  ...electricityRules,
  ...liftRules,
  ...structureRules,
  ...fallingRules,
  ...personRules,
  ...drowningRules,
  ...violenceRules,
  ...lockedInRules,
  ...waterRules,
  ...sewageRules,
  ...safetySystemsRules,
  ...weakSigns,
  ...otherRules,
];
