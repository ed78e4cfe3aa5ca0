import * as z from 'zod';

/** Utilities that meters measure: electricity (电) and heat (热) in kWh, water (水) and gas (气) in m³. */
const utilities = ['electricity', 'water', 'gas', 'heat'] as const;
export const utilitySchema = z.enum(utilities).meta({ id: 'Utility' });
export type Utility = z.infer<typeof utilitySchema>;
