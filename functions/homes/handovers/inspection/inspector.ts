import type { Caller } from '../../../../shared/http/auth.ts';
import { staffOf, worksAt } from '../../../register/owners/public.ts';

/** Staff skill of an inspector (验房员). */
const inspectorsSkill = 'inspection';

/** Returns whether the caller is an inspector of the estate. */
export async function isInspector({ personId }: Caller, estateId: string): Promise<boolean> {
  const colleague = await staffOf(personId);
  return colleague !== undefined && worksAt(colleague, estateId) && colleague.skills.includes(inspectorsSkill);
}
