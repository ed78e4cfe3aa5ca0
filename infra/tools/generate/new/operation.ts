import type { ContextNames } from './context.ts';
import type { Draft } from './draft.ts';
import { draftEvent } from './event.ts';
import type { Name } from './names.ts';

/** Drafts an operation on one thing of a context: its rule with a test, its event, and its route. */
export function draftOperation(draft: Draft, names: ContextNames, verb: Name, event: string): void {
  const { family, context, thing, folder, id } = names;
  const { camel, pascal, words } = thing;
  const file = `${verb.kebab}-${thing.kebab}`;
  const rule = `${verb.camel}${pascal}`;
  draft.add(
    `${folder}/${file}.ts`,
    `
import type { ${pascal} } from './${thing.kebab}.ts';

/** Returns the ${words} in its next version. */
export function ${rule}(${camel}: ${pascal}, at: string): ${pascal} {
  return { ...${camel}, updatedAt: at, version: ${camel}.version + 1 };
}
`,
  );
  const test = `test/unit/${family}/${context.kebab}`;
  draft.add(
    `${test}/${file}.test.ts`,
    `
import { expect, test } from 'vitest';
import { ${rule} } from '../../../../${folder}/${file}.ts';
import { new${pascal} } from '../../../../${folder}/${thing.kebab}.ts';

test('to ${verb.words} a ${words} gives it a new version', () => {
  const before = new${pascal}('${thing.kebab}-1', { estateId: 'sunshine', personId: 'limei', title: '1栋' }, '2026-11-25T02:00:00Z');
  expect(${rule}(before, '2026-11-25T03:00:00Z')).toMatchObject({ updatedAt: '2026-11-25T03:00:00Z', version: 2 });
});
`,
  );
  const routes = `${folder}/${thing.kebab}.routes.ts`;
  draft.import(routes, `import { ${rule} } from './${file}.ts';`).change(
    routes,
    /\n\];\s*$/,
    () => `
  operation({
    name: '${verb.kebab}',
    operationId: '${rule}',
    summary: '${verb.words.charAt(0).toUpperCase()}${verb.words.slice(1)} a ${words}',
    allow: deskRoles,
    body: z.strictObject({}),
    run: ({ before, act }) => {
      const after = ${rule}(before, act.recordedAt);
      const { ${id}, personId } = after;
      const transaction = new Transaction()
        .save(${context.camel}, after, before)
        .record(${context.camel}, after, '${event}', { ${id}, personId }, act);
      return { after, transaction };
    },
  }),
];
`,
  );
  draft.change(
    `test/flow/scenarios/${context.kebab}.ts`,
    / {2}await perform\('cancel/,
    (found) => `  await perform('${rule}', desk, on);\n${found}`,
  );
  draftEvent(draft, names, event);
}
