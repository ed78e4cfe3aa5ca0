/** Facts that decide the delivery of a home (交付, R3.4). Days in the estate's zone. */
export interface Handing {
  /** Day that the written notice named. Absent while its arrival is not proven. */
  readonly noticedFor?: string;
  readonly possessionOn?: string;
  readonly sheetSignedOn?: string;
  /** Day of the refusal, and whether with good reason (structure, or 严重影响居住: SPC 9, 10). */
  readonly refused?: { readonly on: string; readonly withGoodReason: boolean };
}

export interface Delivery {
  readonly on: string;
  readonly method: 'possession' | 'sheet-signed' | 'deemed';
}

/**
 * Returns the delivery of a home by `today`, or undefined (R3.4).
 * The first of these days counts: transfer of possession, signed acceptance sheet, or the notice's day after
 * a refusal without good reason.
 * A refusal with good reason delivers nothing.
 */
export function deliveryOf(handing: Handing, today: string): Delivery | undefined {
  const { noticedFor, possessionOn, sheetSignedOn, refused } = handing;
  const facts: Delivery[] = [];
  if (possessionOn !== undefined) facts.push({ on: possessionOn, method: 'possession' });
  if (sheetSignedOn !== undefined) facts.push({ on: sheetSignedOn, method: 'sheet-signed' });
  if (refused && !refused.withGoodReason && noticedFor !== undefined) facts.push({ on: noticedFor, method: 'deemed' });
  return facts.filter(({ on }) => on <= today).sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))[0];
}
