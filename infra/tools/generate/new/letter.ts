import type { ContextNames } from './context.ts';
import type { Draft } from './draft.ts';
import { kebabOf, nameOf } from './names.ts';

/** Drafts the letter that an event of a context sends to its person, in three languages. */
export function draftLetter(draft: Draft, names: ContextNames, event: string): void {
  const { context, thing, folder, id } = names;
  const { camel, pascal, words } = thing;
  const letter = nameOf(kebabOf(event));
  const files = { letters: `templates/${letter.kebab}.letters.ts`, notices: `${letter.kebab}-notices.ts` };
  draft.add(
    `functions/notices/${files.letters}`,
    `
import { type Language, say, text } from '../../../shared/kernel/language.ts';
import type { Letter } from './letter.ts';

const words = {
  subject: text('${words}：{title}', '${words}：{title}', 'Your ${words}: {title}'),
  body: text('您的${words}已登记。', '您的${words}已登錄。', 'We have registered your ${words}.'),
} as const;

/** Returns the letter to a person about their ${words}. */
export function ${letter.camel}({ title }: { title: string }, language: Language): Letter {
  return { subject: say(words.subject, language, { title }), paragraphs: [say(words.body, language)] };
}
`,
  );
  draft.add(
    `functions/notices/${files.notices}`,
    `
import type { EventOf } from '../../shared/events/catalogue.ts';
import type { Handling } from '../../shared/events/consumer.ts';
import { ${camel}Of } from '../${folder.replace('functions/', '')}/public.ts';
import { requireEstate } from '../register/owners/public.ts';
import { notify } from './notify.ts';
import { ${letter.camel} } from './${files.letters}';
import { personAsReader } from './write-notice.ts';

/** Notifies the person of their ${words}. */
export async function notify${letter.pascal}(event: EventOf<'${event}'>, handling: Handling): Promise<void> {
  const { ${id}, personId } = event.data;
  const [${camel}, estate, reader] = await Promise.all([
    ${camel}Of(${id}),
    requireEstate(event.estateId),
    personAsReader(personId),
  ]);
  if (!${camel}) throw new Error(\`an event names an unknown ${words}: \${${id}}\`);
  await notify(event, handling, estate, [
    {
      template: '${letter.kebab}',
      aboutId: ${id},
      reader,
      letter: ({ language }) => ${letter.camel}(${camel}, language),
    },
  ]);
}
`,
  );
  draft.add(
    `test/unit/notices/${letter.kebab}-letters.test.ts`,
    `
import { expect, test } from 'vitest';
import { ${letter.camel} } from '../../../functions/notices/${files.letters}';
import { languages } from '../../../shared/kernel/language.ts';

test.each(languages)('the letter about a ${words} names it, in %s', (language) => {
  expect(${letter.camel}({ title: '1栋' }, language).subject).toContain('1栋');
});
`,
  );
  if (!draft.has(`${folder}/public.ts`)) {
    draft.add(
      `${folder}/public.ts`,
      `
import { get } from '../../../shared/store/table.ts';
import { ${context.camel} } from './${context.kebab}.store.ts';
import type { ${pascal} } from './${thing.kebab}.ts';

/** Returns a ${words}; undefined when there is none. */
export function ${camel}Of(${id}: string): Promise<${pascal} | undefined> {
  return get(${context.camel}, { ${id} });
}
`,
    );
  }
  const consumer = 'functions/notices/notices.consumer.ts';
  draft
    .change('functions/notices/notice.ts', /\n {2}'free',/, () => `\n  '${letter.kebab}',\n  'free',`)
    .import(consumer, `import { notify${letter.pascal} } from './${files.notices}';`)
    .change(consumer, /\n {2}\},\n\}\);/, () => `\n    ${event}: notify${letter.pascal},\n  },\n});`);
}
