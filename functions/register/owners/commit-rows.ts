import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { derivedId } from '../../../shared/kernel/ids.ts';
import type { Language } from '../../../shared/kernel/language.ts';
import { getMany } from '../../../shared/store/table.ts';
import { changePerson, createPerson } from './create-person.ts';
import { changeUnit, createUnit } from './create-unit.ts';
import type { RowError } from './import-errors.ts';
import { nameOf, persons, takenNames, tenures, tenuresOf, units } from './owners.store.ts';
import type { Person } from './person.ts';
import type { PersonRow } from './person-rows.ts';
import { personIdOf } from './row-checks.ts';
import { ownerInTheWay, type Tenure, tenureIdOf } from './tenure.ts';
import type { Unit } from './unit.ts';
import type { UnitRow } from './unit-rows.ts';

/** The import whose rows are written, and the action that writes them. */
export interface CommitOf {
  importId: string;
  estateId: string;
  /** Language of new people whose row names none. */
  language: Language;
  act: ActionContext;
}

/** Rows that fit one transaction: a unit needs three writes, a person with a tenure six. */
export const rowsAtOnce = { units: 30, people: 15 } as const;

/** Returns the unit ids by label, in any spelling; unknown labels are missing. */
export async function unitIdsOf(estateId: string, labels: readonly string[]): Promise<Map<string, string>> {
  const nameIn = (label: string) => nameOf.unitLabel(estateId, label);
  const names = [...new Set(labels.map(nameIn))];
  const taken = await getMany(
    takenNames,
    names.map((name) => ({ name })),
  );
  const idOf = new Map(taken.map(({ name, id }) => [name, id]));
  return new Map(
    labels.flatMap((label): [string, string][] => {
      const id = idOf.get(nameIn(label));
      return id === undefined ? [] : [[label, id]];
    }),
  );
}

/** Writes rows of a file of units: creates missing units, changes units that differ, and skips equal ones. */
export async function commitUnits(rows: readonly UnitRow[], { importId, estateId, act }: CommitOf): Promise<void> {
  const ids = await unitIdsOf(
    estateId,
    rows.map((row) => row.label),
  );
  const usual = (label: string) => derivedId('unit', estateId, label);
  const wanted = rows.map((row) => ({ unitId: ids.get(row.label) ?? usual(row.label) }));
  const stored = new Map((await getMany(units, wanted)).map((unit) => [unit.unitId, unit]));
  const transaction = new Transaction();
  for (const details of rows) {
    const known = ids.get(details.label);
    const before = known === undefined ? undefined : stored.get(known);
    // A renamed unit keeps its id. A new unit with the old label gets an id that includes the import.
    const isLeftOver = stored.has(usual(details.label));
    const unitId = known ?? (isLeftOver ? derivedId('unit', estateId, details.label, importId) : usual(details.label));
    const change = before ? changeUnit(before, details, act) : createUnit({ unitId, estateId }, details, act);
    transaction.join(change?.transaction);
  }
  await transaction.commit();
}

/** A row of a file of people and its line. */
export interface NumberedPerson {
  line: number;
  row: PersonRow;
}

/**
 * Writes rows of a file of people with their tenures. An empty `to` does not reopen an ended tenure.
 * Returns an error for each tenure not written because the register changed after the validation.
 */
export async function commitPeople(rows: readonly NumberedPerson[], of: CommitOf): Promise<RowError[]> {
  const { estateId, act } = of;
  const labels = [...new Set(rows.flatMap(({ row }) => row.holding?.unitLabel ?? []))];
  const ids = await unitIdsOf(estateId, labels);
  const unitIds = [...new Set(ids.values())];
  const [storedPersons, storedUnits, histories] = await Promise.all([
    getMany(
      persons,
      rows.map(({ row }) => ({ personId: personIdOf(estateId, row.key) })),
    ),
    getMany(
      units,
      unitIds.map((unitId) => ({ unitId })),
    ),
    Promise.all(unitIds.map(async (unitId) => [unitId, await tenuresOf(unitId)] as const)),
  ]);

  const transaction = new Transaction();
  writePersons(transaction, rows, new Map(storedPersons.map((one) => [one.personId, one])), of);
  const errors: RowError[] = [];
  const households = new Map(
    storedUnits.map((unit) => [unit.unitId, new Household(unit, new Map(histories).get(unit.unitId) ?? [], act)]),
  );
  for (const { line, row } of rows) {
    if (!row.holding) continue;
    const household = households.get(ids.get(row.holding.unitLabel) ?? '');
    const code = household ? household.take(personIdOf(estateId, row.key), row.holding) : 'unknown-unit';
    if (code) errors.push({ line, column: 'unitLabel', code, value: row.holding.unitLabel });
  }
  for (const household of households.values()) household.write(transaction);
  await transaction.commit();
  return errors;
}

function writePersons(
  transaction: Transaction,
  rows: readonly NumberedPerson[],
  stored: ReadonlyMap<string, Person>,
  { estateId, language, act }: CommitOf,
): void {
  const written = new Set<string>();
  for (const { row } of rows) {
    const personId = personIdOf(estateId, row.key);
    if (written.has(personId)) continue;
    written.add(personId);
    const before = stored.get(personId);
    const details = { ...row.person, language: row.person.language ?? before?.language ?? language };
    const change = before ? changePerson(before, details, act) : createPerson({ personId, estateId }, details, act);
    transaction.join(change?.transaction);
  }
}

/** Collects the rows about one unit and its tenures, because a transaction may write an item only once. */
class Household {
  readonly #unit: Unit;
  readonly #act: ActionContext;
  readonly #before: ReadonlyMap<string, Tenure>;
  readonly #now: Map<string, Tenure>;

  constructor(unit: Unit, history: readonly Tenure[], act: ActionContext) {
    this.#unit = unit;
    this.#act = act;
    this.#before = new Map(history.map((one) => [one.tenureId, one]));
    this.#now = new Map(this.#before);
  }

  /** Starts or ends a tenure. Returns an error code when another owner has the unit. */
  take(personId: string, holding: NonNullable<PersonRow['holding']>): 'unit-has-owner' | undefined {
    const { unitId, estateId } = this.#unit;
    const { role, from } = holding;
    const tenureId = tenureIdOf({ unitId, personId, role, from });
    const known = this.#before.get(tenureId);
    const to = holding.to ?? known?.to;
    const claim = { tenureId, personId, role, from, ...(to !== undefined && { to }) };
    if (ownerInTheWay(claim, [...this.#now.values()])) return 'unit-has-owner';
    if (known && known.to === to) return undefined;
    const version = (known?.version ?? 0) + 1;
    this.#now.set(tenureId, { ...claim, unitId, estateId, updatedAt: this.#act.recordedAt, version });
    return undefined;
  }

  write(transaction: Transaction): void {
    const changed = [...this.#now.values()].filter((one) => this.#before.get(one.tenureId) !== one);
    if (changed.length === 0) return;
    const { unitId } = this.#unit;
    const after = { ...this.#unit, updatedAt: this.#act.recordedAt, version: this.#unit.version + 1 };
    transaction.save(units, after, this.#unit);
    for (const tenure of changed) {
      const before = this.#before.get(tenure.tenureId);
      const { personId, role, from, to } = tenure;
      transaction.save(tenures, tenure, before);
      if (!before) transaction.record(units, after, 'TenureStarted', { unitId, personId, role, from }, this.#act);
      if (to !== undefined) transaction.record(units, after, 'TenureEnded', { unitId, personId, role, to }, this.#act);
    }
  }
}
