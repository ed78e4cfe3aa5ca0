/** How a home passes to its buyer (交付, R3.4). Days in the estate's zone. */
export interface Handing {
  /** The day that the written notice named; none while no notice was proven to have reached him. */
  readonly noticedFor?: string;
  readonly possessionOn?: string;
  readonly sheetSignedOn?: string;
  /** He refused, on a day, and whether with good reason (structure, or 严重影响居住: SPC 9, 10). */
  readonly refused?: { readonly on: string; readonly withGoodReason: boolean };
}

export interface Delivery {
  readonly on: string;
  readonly how: 'possession' | 'sheet-signed' | 'deemed';
}

/**
 * Whether a home counts as delivered by a day, and since when (R3.4): possession was transferred or the acceptance sheet
 * signed, whichever was first; or the buyer refused without good reason, then the risk passes on the day that the written
 * notice named. Refused with good reason it is not delivered.
 */
export function deliveryOf(handing: Handing, today: string): Delivery | undefined {
  const { noticedFor, possessionOn, sheetSignedOn, refused } = handing;
  const facts: Delivery[] = [];
  if (possessionOn !== undefined) facts.push({ on: possessionOn, how: 'possession' });
  if (sheetSignedOn !== undefined) facts.push({ on: sheetSignedOn, how: 'sheet-signed' });
  if (refused && !refused.withGoodReason && noticedFor !== undefined) facts.push({ on: noticedFor, how: 'deemed' });
  return facts.filter(({ on }) => on <= today).sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))[0];
}
