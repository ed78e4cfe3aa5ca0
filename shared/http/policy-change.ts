import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import { illegalState, Problem, problemKind } from '../kernel/problem.ts';
import type { Role } from './auth.ts';
import { assertAnotherPerson } from './second-person.ts';

/*
 * Changes of a policy about money (R20.1): one person requests, another approves. Otherwise one person could
 * raise their own limit before they take money.
 */

/** Fields that each stored policy has. Version 0 is the built-in default. */
export const storedFields = { estateId: z.string(), version: z.int() };
export type StoredFields = z.output<z.ZodObject<typeof storedFields>>;

/** Tells whether the new value of a field only tightens what the former one allowed. */
export type Tightens = (was: unknown, is: unknown) => boolean;

/** A lower number. */
export const lowered: Tightens = (was, is) => typeof was === 'number' && typeof is === 'number' && is <= was;
/** A permission that ends. */
export const switchedOff: Tightens = (was, is) => was === true && is === false;

/** How two people change a policy. Names of inner fields have a dot: `waiverLimits.manager`. */
export interface TwoPeople {
  /** What one person may change alone, because it only tightens. Every other field needs approval. */
  readonly tightens: Readonly<Record<string, Tightens>>;
  /** Whose limit a field is: nobody with one of the roles approves that it is raised. */
  readonly limitOf: Readonly<Record<string, readonly Role[]>>;
  /** Returns the time zone of an estate. */
  readonly zoneOf: (estateId: string) => Promise<string>;
}

export const policyChangeStatuses = ['asked', 'in-force', 'refused'] as const;
const bySomebody = z.object({ by: z.string(), at: z.string() });

/** Returns the schema of a change of a policy, with old and new values. */
export function policyChangeSchema(name: string, policy: z.ZodType<StoredFields>) {
  return z
    .object({
      changeId: z.string(),
      estateId: z.string(),
      /** `asked` until another person decides. A change that only tightens is `in-force` at once. */
      status: z.enum(policyChangeStatuses),
      /** Names of the fields that change, such as `waiverLimits.manager`. */
      fields: z.array(z.string()),
      /** The policy before the change. */
      before: policy,
      /** The policy as requested. */
      after: policy,
      reason: z.string(),
      asked: bySomebody,
      /** Who approved or refused it. Absent where it acted at once. */
      decided: bySomebody.extend({ reason: z.string().optional() }).optional(),
      /** When it came into force (ISO 8601, UTC). */
      inForceAt: z.string().optional(),
      version: z.int(),
    })
    .meta({ id: `${name}Change` });
}
export type PolicyChange = z.output<ReturnType<typeof policyChangeSchema>>;

const changedSince = problemKind('policy-changed-since', 409, {
  'zh-CN': '此申请提出后，设置已被修改。请按最新设置重新申请。',
  'zh-TW': '此申請提出後，設定已被修改。請依最新設定重新申請。',
  en: 'The policy was changed after this request. Request the change again from the newest policy.',
});
const ownLimit = problemKind('own-limit', 409, {
  'zh-CN': '此申请放宽了您本人岗位的限额（{fields}），您不能批准。请由没有该岗位的同事批准。',
  'zh-TW': '此申請放寬了您本人職務的限額（{fields}），您不能核准。請由沒有該職務的同事核准。',
  en: 'The request raises a limit of your own role ({fields}). Let a colleague without this role approve it.',
});

type Values = Readonly<Record<string, unknown>>;
const valuesSchema = z.record(z.string(), z.unknown());

/** A field whose value changes. */
export interface FieldChange {
  readonly field: string;
  readonly was: unknown;
  readonly is: unknown;
}

/** Returns the fields that differ, by their names; lists are compared as a whole. */
export function fieldsChanged(before: Values, after: Values, within = ''): FieldChange[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.flatMap((name) => {
    const [was, is] = [before[name], after[name]];
    const field = `${within}${name}`;
    const [inner, innerAfter] = [valuesSchema.safeParse(was).data, valuesSchema.safeParse(is).data];
    if (inner && innerAfter) return fieldsChanged(inner, innerAfter, `${field}.`);
    return isDeepStrictEqual(was, is) ? [] : [{ field, was, is }];
  });
}

/** Returns the fields that the estate may set and that differ between two policies. */
function changedBy({ before, after }: { before: StoredFields; after: StoredFields }): FieldChange[] {
  const ofEstate = ({ estateId: _, version: _v, ...values }: StoredFields): Values => values;
  return fieldsChanged(ofEstate(before), ofEstate(after));
}

/** Returns the fields that a change does not only tighten. */
export function loosened(
  change: { before: StoredFields; after: StoredFields },
  { tightens }: Pick<TwoPeople, 'tightens'>,
): string[] {
  return changedBy(change)
    .filter(({ field, was, is }) => !tightens[field]?.(was, is))
    .map(({ field }) => field);
}

interface Asked {
  readonly changeId: string;
  readonly before: StoredFields;
  /** What the estate is to have. */
  readonly wanted: StoredFields;
  readonly reason: string;
  readonly by: string;
  readonly at: string;
}

/**
 * Returns the change of a policy that a person requests. What only tightens is in force at once; a change
 * that also loosens something waits as a whole. Undefined when nothing differs.
 */
export function requestChange(
  { changeId, before, wanted: after, reason, by, at }: Asked,
  rules: Pick<TwoPeople, 'tightens'>,
): PolicyChange | undefined {
  const fields = changedBy({ before, after }).map(({ field }) => field);
  if (fields.length === 0) return undefined;
  const { estateId } = before;
  const asked: PolicyChange = {
    changeId,
    estateId,
    status: 'asked',
    fields,
    before,
    after,
    reason,
    asked: { by, at },
    version: 1,
  };
  return loosened(asked, rules).length > 0 ? asked : { ...asked, status: 'in-force', inForceAt: at };
}

/**
 * Approves a change that another person requested. Nobody approves a raise of a limit of their own role.
 * @throws Problem illegal-state, another-person-needed, own-limit, policy-changed-since.
 */
export function approveChange(
  change: PolicyChange,
  now: StoredFields,
  { by, at, roles }: { by: string; at: string; roles: readonly Role[] },
  rules: Pick<TwoPeople, 'tightens' | 'limitOf'>,
): PolicyChange {
  if (change.status !== 'asked') throw illegalState(change.status, ['asked']);
  assertAnotherPerson(change.asked, by);
  const own = loosened(change, rules).filter((field) => rules.limitOf[field]?.some((role) => roles.includes(role)));
  if (own.length > 0) throw new Problem(ownLimit, { fields: own.join(', ') }, { more: { fields: own } });
  if (now.version !== change.before.version) throw new Problem(changedSince);
  return { ...change, status: 'in-force', decided: { by, at }, inForceAt: at, version: change.version + 1 };
}

/** Refuses a change, or withdraws it: the requester may do so, too. @throws Problem illegal-state. */
export function refuseChange(change: PolicyChange, decided: { by: string; at: string; reason: string }): PolicyChange {
  if (change.status !== 'asked') throw illegalState(change.status, ['asked']);
  return { ...change, status: 'refused', decided, version: change.version + 1 };
}
