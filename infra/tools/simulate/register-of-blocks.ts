import { rowsOf } from '../rows.ts';

/**
 * Columns of the file that count the flats of a kind, with the smallest building area (m²) of such a flat.
 */
const kinds: Readonly<Record<string, number>> = {
  '1room_sold': 33,
  '2room_sold': 45,
  '3room_sold': 65,
  '4room_sold': 90,
  '5room_sold': 110,
  exec_sold: 140,
  multigen_sold: 115,
  studio_apartment_sold: 36,
  '1room_rental': 33,
  '2room_rental': 45,
  '3room_rental': 65,
  other_room_rental: 50,
};
const flatsAFloor = 12;

/** A flat of the register that is made from the file, with its owners. */
export interface Flat {
  readonly label: string;
  readonly building: string;
  readonly floor: number;
  /** m², two decimals. */
  readonly area: string;
  /** Owners with their first and last day; empty while the developer owns the flat. */
  readonly owners: readonly { readonly key: string; readonly from: string; readonly to?: string }[];
}

/** The day in the billed month on which some flats are sold. */
export const dayOfSale = '2026-10-15';
const lastDayBefore = '2026-10-14';

/**
 * Returns the first `count` flats of a register of blocks (columns `blk_no`, `street`, `max_floor_lvl` and
 * the counts by kind of flat). The file has no areas and owners; both follow from the flat's position in the
 * file, so they are the same every time. One flat in 97 is not sold yet. One in 50 is sold in the middle of
 * October 2026. Every hundredth owner has three more flats.
 */
export async function flatsOf(file: string, count: number): Promise<Flat[]> {
  const flats: Flat[] = [];
  for await (const row of rowsOf(file)) {
    let inBlock = 0;
    const building = `${row.blk_no} ${row.street}`;
    for (const [kind, base] of Object.entries(kinds)) {
      for (let n = Number(row[kind] ?? 0); n > 0; n -= 1) {
        const nth = flats.length;
        const floor = 1 + Math.floor(inBlock / flatsAFloor);
        const door = 1 + (inBlock % flatsAFloor);
        inBlock += 1;
        flats.push({
          label: `${building} #${String(floor).padStart(2, '0')}-${String(door).padStart(2, '0')}`,
          building,
          floor,
          area: (base + ((nth * 7919) % 1_500) / 100).toFixed(2),
          owners: ownersOf(nth),
        });
        if (flats.length === count) return flats;
      }
    }
  }
  return flats;
}

function ownersOf(nth: number): Flat['owners'] {
  if (nth % 97 === 13) return [];
  const key = `O${nth % 100 < 4 ? nth - (nth % 100) : nth}`;
  if (nth % 50 !== 27) return [{ key, from: '2024-06-30' }];
  return [
    { key, from: '2024-06-30', to: lastDayBefore },
    { key: `N${nth}`, from: dayOfSale },
  ];
}

/** Returns the import file of the units. */
export function unitsCsv(flats: readonly Flat[]): string {
  const rows = flats.map(({ label, building, floor, area }) => `${label},${building},${floor},${area},dwelling`);
  return `label,building,floor,area,use\n${rows.join('\n')}\n`;
}

const oneInAHundred = (key: string) => (/^O\d+50$/.test(key) ? `${key.toLowerCase()}@residents.example` : undefined);

/** Returns the import file of the owners. By default one owner in a hundred has an e-mail address. */
export function ownersCsv(flats: readonly Flat[], mailOf: (key: string) => string | undefined = oneInAHundred): string {
  const rows = flats.flatMap(({ label, owners }) =>
    owners.map(({ key, from, to }) => {
      return `${key},Owner ${key},${mailOf(key) ?? ''},${label},owner,${from},${to ?? ''}`;
    }),
  );
  return `key,name,email,unitLabel,role,from,to\n${rows.join('\n')}\n`;
}
