import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { derivedId } from '../../../shared/kernel/ids.ts';
import { exact, exactText } from '../../../shared/kernel/money.ts';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { get } from '../../../shared/store/table.ts';
import { everyUnitOf, unitsOf } from '../../register/owners/public.ts';
import { concerns, type StoredFeeItem } from './fee-item.ts';
import { feeItems, sharingLines, sharings } from './fees.store.ts';
import { createSharing, type Sharing, type SharingUnit, sharingUnitSchema } from './sharing.ts';
import type { NewSharing, SharingRecord } from './sharing-record.ts';
import { versionOn } from './tariff.ts';

const notShared = problemKind('not-a-shared-item', 400, {
  'zh-CN': '「{name}」不是公摊项目，请选择计费方式为公摊的收费项目。',
  'zh-TW': '「{name}」不是公攤項目，請選擇計費方式為公攤的收費項目。',
  en: '{name} is not a shared item. Choose a fee item whose kind is shared.',
});
const sharedAlready = problemKind('shared-already', 409, {
  'zh-CN': '该收费项目在此范围和期间的费用已分摊（{sharingId}），不能再次分摊。请查看该分摊。',
  'zh-TW': '該收費項目在此範圍和期間的費用已分攤（{sharingId}），不能再次分攤。請檢視該分攤。',
  en: 'The cost of this fee item was already shared among these units for this period ({sharingId}) and cannot be shared again. Look at that sharing.',
});
const cannotShare = problemKind('cannot-be-shared', 400, {
  'zh-CN': '无法分摊：{why}。请核对费用、系数和减免。',
  'zh-TW': '無法分攤：{why}。請核對費用、係數和減免。',
  en: 'The cost cannot be shared: {why}. Check cost, coefficients and reliefs.',
});
const changesWithin = problemKind('price-changes-within', 400, {
  'zh-CN': '此期间内价格有变动，请按价格分段分摊。',
  'zh-TW': '此期間內價格有變動，請按價格分段分攤。',
  en: 'The price changes within this period. Create a separate sharing for each price.',
});

/**
 * Rejects an item that is not shared or has several prices in these days.
 * @throws Problem 400 not-a-shared-item, price-changes-within.
 */
export function mustBeShared(item: StoredFeeItem, { from, to }: NewSharing['period']): void {
  if (item.kind !== 'shared') throw new Problem(notShared, { name: item.name });
  if (item.tariff.some((version) => from < version.from && version.from <= to)) throw new Problem(changesWithin);
}

/**
 * Returns the units of a pool with their coefficients and reliefs. Common parts and units outside the item's
 * scope are left out.
 */
async function poolOf(item: StoredFeeItem, input: NewSharing): Promise<SharingUnit[]> {
  const coefficients = new Map(input.coefficients.map((one) => [one.unitId, one.coefficient]));
  const reliefs = new Map(input.reliefs.map((one) => [one.unitId, one.relief]));
  const pool: SharingUnit[] = [];
  for await (const unit of everyUnitOf(item.estateId)) {
    if (!concerns(item, unit)) continue;
    const { unitId, building, stair, area } = unit;
    const [coefficient, relief] = [coefficients.get(unitId), reliefs.get(unitId)];
    pool.push(
      sharingUnitSchema.parse({
        unitId,
        building,
        area: exactText(exact(area)),
        ...(stair !== undefined && { stair }),
        ...(coefficient !== undefined && { coefficient }),
        ...(relief !== undefined && { relief }),
      }),
    );
  }
  return pool;
}

const unknownUnits = problemKind('unknown-units', 400, {
  'zh-CN': '本小区没有这些房屋：{unitIds}。请核对系数和减免中的房屋。',
  'zh-TW': '本社區沒有這些房屋：{unitIds}。請核對係數和減免中的房屋。',
  en: 'The estate has no such units: {unitIds}. Check the units in coefficients and reliefs.',
});

/**
 * Rejects coefficients and reliefs of unknown units. A mistyped unit would otherwise pay in full.
 * @throws Problem 400 `unknown-units`.
 */
async function mustBeUnits(estateId: string, { coefficients, reliefs }: NewSharing): Promise<void> {
  const named = [...new Set([...coefficients, ...reliefs].map(({ unitId }) => unitId))];
  if (named.length === 0) return;
  const known = new Set(
    (await unitsOf(named)).filter((unit) => unit.estateId === estateId).map(({ unitId }) => unitId),
  );
  const unknown = named.filter((unitId) => !known.has(unitId));
  if (unknown.length > 0) throw new Problem(unknownUnits, { unitIds: unknown.slice(0, 5).join(', ') });
}

/** Calculates a sharing. @throws Problem 400 `unknown-units`, or `cannot-be-shared` with the obstacle. */
export async function calculateSharing(item: StoredFeeItem, input: NewSharing): Promise<Sharing> {
  await mustBeUnits(item.estateId, input);
  const pool = await poolOf(item, input);
  try {
    return createSharing(input.rule, input.cost, pool);
  } catch (error) {
    if (error instanceof RangeError) throw new Problem(cannotShare, { why: error.message });
    throw error;
  }
}

/** Returns the id of a sharing: the same item, pool and days give the same id (D25). */
function sharingIdOf(item: StoredFeeItem, { period, rule }: NewSharing): string {
  return derivedId('shr', item.feeItemId, period.from, period.to, JSON.stringify(rule.pool));
}

/**
 * Requests a sharing; a failed one may be requested again.
 * @throws Problem 409 `shared-already`; 400 `unknown-units`, `not-a-shared-item`, `price-changes-within`.
 */
export async function requestSharing(
  item: StoredFeeItem,
  input: NewSharing,
  act: ActionContext,
): Promise<{ after: SharingRecord; transaction: Transaction }> {
  mustBeShared(item, input.period);
  await mustBeUnits(item.estateId, input);
  const sharingId = sharingIdOf(item, input);
  const before = await get(sharings, { sharingId });
  if (before && before.state !== 'failed') throw new Problem(sharedAlready, { sharingId }, { more: { sharingId } });
  const { period: span, rule, cost, coefficients, reliefs } = input;
  const after: SharingRecord = {
    sharingId,
    estateId: item.estateId,
    feeItemId: item.feeItemId,
    span,
    rule,
    cost,
    coefficients,
    reliefs,
    state: 'sharing',
    units: 0,
    exempt: 0,
    updatedAt: act.recordedAt,
    version: (before?.version ?? 0) + 1,
  };
  const transaction = new Transaction()
    .save(sharings, after, before, () => new Problem(sharedAlready, { sharingId }))
    .record(sharings, after, 'SharingRequested', { sharingId }, act);
  return { after, transaction };
}

const linesAtOnce = 100;

/**
 * Writes the lines of a sharing, the same on every retry. Returns the transaction that completes the sharing,
 * or that marks it as failed because it cannot be calculated.
 */
export async function finishSharing(before: SharingRecord, act: ActionContext): Promise<Transaction> {
  const { sharingId, span: period, rule, cost, coefficients, reliefs, feeItemId } = before;
  const item = await get(feeItems, { feeItemId });
  const changed = { updatedAt: act.recordedAt, version: before.version + 1 };
  if (!item || !versionOn(item.tariff, period.from)) return fail(before, 'the item has no price on these days', act);
  let shared: Sharing;
  try {
    shared = await calculateSharing(item, { feeItemId, period, rule, cost, coefficients, reliefs });
  } catch (error) {
    if (error instanceof Problem) return fail(before, String(error.params.why ?? error.message), act);
    throw error;
  }
  const { lines, totalFen, quantity } = shared;
  for (let from = 0; from < lines.length; from += linesAtOnce) {
    const transaction = new Transaction();
    for (const line of lines.slice(from, from + linesAtOnce)) transaction.put(sharingLines, { sharingId, ...line });
    await transaction.commit();
  }
  const exempt = lines.filter(({ relief, fen }) => relief !== undefined && fen === 0).length;
  const after: SharingRecord = {
    ...before,
    ...changed,
    state: 'done',
    totalFen,
    units: lines.length,
    exempt,
    ...(quantity !== undefined && { quantity }),
  };
  const data = { sharingId, units: lines.length, totalFen };
  return new Transaction().save(sharings, after, before).record(sharings, after, 'SharingDone', data, act);
}

function fail(before: SharingRecord, why: string, act: ActionContext): Transaction {
  const after: SharingRecord = {
    ...before,
    state: 'failed',
    why,
    updatedAt: act.recordedAt,
    version: before.version + 1,
  };
  const data = { sharingId: before.sharingId, why };
  return new Transaction().save(sharings, after, before).record(sharings, after, 'SharingFailed', data, act);
}
