import type * as z from 'zod';
import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { addDays } from '../../../shared/kernel/periods.ts';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { VersionConflict } from '../../../shared/store/retry.ts';
import { changedFields } from './changed-fields.ts';
import { nameOf, takeName, takenNames, units } from './owners.store.ts';
import { mostEarlierAreas, type Unit, type unitChangeSchema, unitDetailsSchema } from './unit.ts';

const labelTaken = problemKind('label-taken', 409, {
  'zh-CN': '小区内已有房屋“{label}”，请换一个房号（label）。',
  'zh-TW': '社區內已有房屋「{label}」，請換一個戶號（label）。',
  en: 'The estate already has a unit {label}. Choose another label.',
});

type UnitDetails = z.output<typeof unitDetailsSchema>;
type UnitChange = z.output<typeof unitChangeSchema>;

/** Creates a unit (房屋) of an estate. @throws at commit Problem `label-taken`. */
export function createUnit(
  of: { unitId: string; estateId: string },
  details: UnitDetails,
  act: ActionContext,
): { after: Unit; transaction: Transaction } {
  const after = { ...details, unitId: of.unitId, estateId: of.estateId, updatedAt: act.recordedAt, version: 1 };
  const { unitId, estateId, label } = after;
  const transaction = new Transaction();
  takeName(transaction, nameOf.unitLabel(estateId, label), unitId, () => new Problem(labelTaken, { label }));
  transaction.save(units, after).record(units, after, 'UnitRegistered', { unitId }, act);
  return { after, transaction };
}

/**
 * Returns the areas (m²) that were valid before those of a change. Areas with `areaFrom` keep the areas of
 * earlier days. Areas without it correct the whole past, so earlier areas are dropped.
 */
function earlierAreasOf(before: Unit, { area, insideArea, areaFrom }: UnitChange): Pick<Unit, 'earlierAreas'> {
  const { earlierAreas = [] } = before;
  const isSame = area === before.area && insideArea === before.insideArea;
  if (isSame) return earlierAreas.length > 0 ? { earlierAreas } : {};
  if (areaFrom === undefined) return {};
  const to = addDays(areaFrom, -1);
  const known = earlierAreas.filter((one) => one.to < to);
  // The area valid on that day; an earlier area when the change is backdated to before its end.
  const { area: wasArea, insideArea: wasInside } = earlierAreas.find((one) => to <= one.to) ?? before;
  const was = { to, area: wasArea, ...(wasInside !== undefined && { insideArea: wasInside }) };
  return { earlierAreas: [...known, was].slice(-mostEarlierAreas) };
}

/**
 * Changes a unit. Its old label becomes free. Returns undefined when nothing changed.
 * @throws at commit Problem `label-taken`.
 */
export function changeUnit(
  before: Unit,
  change: UnitChange,
  act: ActionContext,
): { after: Unit; transaction: Transaction } | undefined {
  const { unitId, estateId, version } = before;
  const { areaFrom: _, ...details } = change;
  const dated = earlierAreasOf(before, change);
  const after = { ...details, ...dated, unitId, estateId, updatedAt: act.recordedAt, version: version + 1 };
  const changed = changedFields(unitDetailsSchema.keyof().options, before, after);
  if (changed.length === 0) return undefined;
  const transaction = new Transaction().save(units, after, before);
  const { label } = after;
  const name = nameOf.unitLabel(estateId, label);
  const formerName = nameOf.unitLabel(estateId, before.label);
  if (name !== formerName) {
    takeName(transaction, name, unitId, () => new Problem(labelTaken, { label }));
    transaction.remove(
      takenNames,
      { name: formerName },
      { text: '#id = :id', names: { '#id': 'id' }, values: { ':id': unitId } },
      () => new VersionConflict('the unit has another label now'),
    );
  }
  return { after, transaction: transaction.record(units, after, 'UnitChanged', { unitId, changed }, act) };
}
