import { tableNames } from '../../../../shared/store/entity.ts';
import { contexts } from '../../../contexts.ts';
import { type ContextNames, contextNames, draftContext } from './context.ts';
import { Draft } from './draft.ts';
import { draftEvent } from './event.ts';
import { draftJob } from './job.ts';
import { draftLetter } from './letter.ts';
import { eventName, nameOf } from './names.ts';
import { draftOperation } from './operation.ts';

/** Writes the start of a context, an operation, an event, a letter or a job, and prints its files. */
export function writeStart(tableName: string, [kind, first = '', second = '', third = '']: readonly string[]): void {
  const table = tableNames.find((name) => name === tableName);
  if (table === undefined) throw new Error(`There is no table ${tableName}. Use one of ${tableNames.join(', ')}.`);
  if (first === '') throw new Error(`Name the ${kind ?? 'start'} to write. See npm run new -- --help.`);
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
      throw new Error('Write a context, an operation, an event, a letter or a job. See npm run new -- --help.');
  }
  for (const path of draft.write()) console.log(path);
  console.log('Now write what it is for, then: npm run check && npm run generate && npm run test:unit');
}

/** Returns the names of a context that exists. */
function known(name: string): ContextNames {
  const context = contexts.find((one) => one.name === name);
  if (!context?.family)
    throw new Error(`There is no context ${name}. Use one of ${contexts.map((one) => one.name).join(', ')}.`);
  return contextNames(context.family, nameOf(name));
}
