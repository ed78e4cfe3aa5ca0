import { parseArgs } from 'node:util';
import { tableNames } from '../../../../shared/store/entity.ts';
import { contexts } from '../../../contexts.ts';
import { command } from '../../../local/command.ts';
import { type ContextNames, contextNames, draftContext } from './context.ts';
import { Draft } from './draft.ts';
import { draftEvent } from './event.ts';
import { draftJob } from './job.ts';
import { draftLetter } from './letter.ts';
import { eventName, nameOf } from './names.ts';
import { draftOperation } from './operation.ts';

const usage = `Usage: npm run new -- context FAMILY/CONTEXT [--table ${tableNames.join('|')}]
       npm run new -- operation CONTEXT VERB EVENT
       npm run new -- event CONTEXT EVENT
       npm run new -- letter CONTEXT EVENT
       npm run new -- job CONTEXT NAME [--table TABLE]
Writes a working start with its test, for example:
       npm run new -- context premises/visitor-passes
       npm run new -- operation visitor-passes admit VisitorPassAdmitted`;

await command({ usage }, async () => {
  const options = { table: { type: 'string', default: 'tickets' } } as const;
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const [kind, first = '', second = '', third = ''] = positionals;
  const table = tableNames.find((name) => name === values.table);
  if (table === undefined) throw new Error(`There is no table ${values.table}. Use one of ${tableNames.join(', ')}.`);
  const draft = new Draft('.');
  switch (kind) {
    case 'context': {
      const [family = '', context = ''] = first.split('/');
      draftContext(draft, contextNames(nameOf(family).kebab, nameOf(context)), table);
      break;
    }
    case 'operation':
      draftOperation(draft, known(first), nameOf(second), eventName(third));
      break;
    case 'event':
      draftEvent(draft, known(first), eventName(second));
      break;
    case 'letter':
      draftLetter(draft, known(first), eventName(second));
      break;
    case 'job':
      draftJob(draft, known(first), nameOf(second), table);
      break;
    default:
      throw new Error(usage);
  }
  for (const path of draft.write()) console.log(path);
  console.log('Now write what it is for, then: npm run check && npm run generate && npm run test:unit');
});

/** Returns the names of a context that exists. */
function known(name: string): ContextNames {
  const context = contexts.find((one) => one.name === name);
  if (!context?.family)
    throw new Error(`There is no context ${name}. Use one of ${contexts.map((one) => one.name).join(', ')}.`);
  return contextNames(context.family, nameOf(name));
}
