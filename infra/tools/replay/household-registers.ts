import { rowsOf } from '../rows.ts';
import type { Register } from './balances-recomputed.ts';

const dayMs = 86_400_000;

/**
 * Returns the register values of a file by household.
 * A row holds the use of half an hour; a gap counts as no use.
 */
export async function registersOf(file: string, most: number, days: number): Promise<Map<string, Register[]>> {
  const found = new Map<string, Register[]>();
  for await (const row of rowsOf(file)) {
    const { customer_id: key = '', reading_datetime: at = '', general_supply_kwh: used = '' } = row;
    if (!found.has(key) && found.size === most) continue;
    const readings = found.get(key) ?? [];
    const atMs = Date.parse(`${at.replace(' ', 'T')}+08:00`);
    const wh = Math.round(Number(used) * 1_000);
    if (!Number.isFinite(atMs) || !Number.isSafeInteger(wh))
      throw new Error(`This row is not a reading: ${JSON.stringify(row)}`);
    if (readings[0] && atMs - readings[0].atMs >= days * dayMs) continue;
    readings.push({ atMs, wh: (readings.at(-1)?.wh ?? 0) + wh });
    found.set(key, readings);
  }
  return found;
}
