import type { ContextNames } from './context.ts';
import type { Draft } from './draft.ts';

/** Drafts an event of a context, with the ids of its thing as data. */
export function draftEvent(draft: Draft, { context }: ContextNames, event: string): void {
  const catalogue = `shared/events/catalogue/${context.kebab}.ts`;
  draft.change(catalogue, /\n\} as const;/, () => `\n  ${event}: z.object(ref),\n} as const;`);
}
