import type { Temporal } from 'temporal-polyfill';
import type { TableName } from '../store/entity.ts';
import type { ActionContext } from './catalogue.ts';
import { listDue } from './due.ts';
import { type Job, processDue } from './job.ts';

/** One run of a job: the time, and the job as the actor of its effects. */
export interface JobRun {
  readonly now: Temporal.Instant;
  readonly act: ActionContext;
}

/** Due items of a kind and the work on one of them, which reads the item again before it decides. */
interface DueWork<C extends string> {
  /** Kind under which the items are due (`dueKeys`). */
  readonly kind: string;
  readonly table: TableName;
  /** Items processed at the same time; 1 if not stated. */
  readonly together?: number;
  /** Most items of one run. The next run takes the rest. */
  readonly most?: number;
  /** Returns what the job counts of this item; undefined when there was nothing to do. */
  readonly work: (id: string) => Promise<Partial<Record<C, number>> | undefined>;
}

/**
 * Declares a job that works on what is due. Its result counts the due items and, by name, what `work` did.
 * `check` may reject the result at the end, which raises an alarm.
 */
export function dueJob<C extends string>(job: {
  name: string;
  every: string;
  counts: readonly C[];
  works: (run: JobRun) => readonly DueWork<C>[];
  check?: (result: Readonly<Record<string, number>>) => void;
}): Job {
  const { name, every, counts, works, check } = job;
  return {
    name,
    every,
    run: async (now) => {
      const act: ActionContext = { actor: { kind: 'system', id: name }, recordedAt: now.toString() };
      let due = 0;
      const done: (Partial<Record<C, number>> | undefined)[] = [];
      for (const { kind, table, together = 1, most, work } of works({ now, act })) {
        const ids = new Set(await listDue(kind, table, now, most));
        due += ids.size;
        done.push(...(await processDue([...ids], { what: kind, together }, work)));
      }
      const sum = (what: C) => done.reduce((all, one) => all + (one?.[what] ?? 0), 0);
      const result = { due, ...Object.fromEntries(counts.map((what) => [what, sum(what)])) };
      check?.(result);
      return result;
    },
  };
}
