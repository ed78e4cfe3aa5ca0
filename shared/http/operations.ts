import type * as z from 'zod';
import type { Transaction } from '../events/transaction.ts';
import { unchangedSince } from './access.ts';
import type { Role } from './auth.ts';
import type { BodyLimits } from './body.ts';
import type { CallLimit } from './call-limits.ts';
import { type Call, ok, type Route, route } from './route.ts';

/** The result of an operation: the new state, and its writes unless nothing changed. */
export interface Change<A> {
  readonly after: A;
  readonly transaction?: Transaction | undefined;
}

type OperationCall<P extends z.ZodObject> = Call<z.output<P>, unknown, { occurredAt?: string | undefined }>;

interface Declaration<C, D, B extends z.ZodType> {
  /** Last segment of the path: a verb. */
  name: string;
  operationId: string;
  summary: string;
  /** Rules that a client must know, in Markdown. */
  description?: string;
  allow: readonly Role[];
  /** Codes of the problems that the operation can answer beside those of the pipeline. */
  throws?: readonly string[];
  /** How often a resident may do this, where it differs from `usualLimits`. */
  limits?: readonly CallLimit[];
  body: B;
  bodyLimits?: Partial<BodyLimits>;
  /** Decides by the rules, from what `load` read. Writes nothing. */
  run: (context: C, input: z.output<B>) => D | Promise<D>;
}

/**
 * Returns the function that declares the operations on one kind of aggregate, `POST <path>/<name>`. Each
 * loads the aggregate, compares `If-Match`, decides, commits and answers with the new view.
 */
export function operationsOn<
  P extends z.ZodObject,
  A extends { version: number },
  C extends { readonly before: A },
  D,
  V extends z.ZodType,
>(aggregate: {
  /** Path of one aggregate, such as `/v1/fees/bills/{billId}`. */
  path: `/${string}`;
  params: P;
  response: V;
  /** Rejects forbidden content before the body is validated. */
  guard?: (body: unknown) => void;
  /**
   * Reads the aggregate (`before`) and what its rules need. @throws Problem not-found for callers who may not
   * see it.
   */
  load: (call: OperationCall<P>) => Promise<C>;
  /** Turns a decision into writes; undefined when the aggregate is already as wanted. */
  change: (decision: D, context: C) => Change<C['before']> | undefined | Promise<Change<C['before']> | undefined>;
  /** Returns what the caller sees of the new state. */
  view: (
    after: C['before'],
    context: C,
    call: OperationCall<P>,
  ) => (z.input<V> & { version?: number }) | Promise<z.input<V> & { version?: number }>;
}): <B extends z.ZodType<object>>(declaration: Declaration<C, D, B>) => Route {
  const { path, params, response, guard, load, change, view } = aggregate;
  return ({ name, run, ...declaration }) =>
    route({
      ...declaration,
      ...(guard && { guard }),
      method: 'POST',
      path: `${path}/${name}`,
      params,
      response,
      handle: async (call) => {
        const context = await load(call);
        unchangedSince(call.ifMatch, context.before);
        const changed = await change(await run(context, call.body), context);
        const reply = ok(await view(changed?.after ?? context.before, context, call));
        return changed?.transaction ? call.commit(changed.transaction, reply) : reply;
      },
    });
}
