import { tableNames } from '../../../../shared/store/entity.ts';
import { command } from '../../../local/command.ts';

const usage = `Usage: npm run new -- context FAMILY/CONTEXT [--table ${tableNames.join('|')}]
       npm run new -- operation CONTEXT VERB EVENT
       npm run new -- event CONTEXT EVENT
       npm run new -- letter CONTEXT EVENT
       npm run new -- job CONTEXT NAME [--table TABLE]
Writes a working start with its test, for example:
       npm run new -- context premises/visitor-passes
       npm run new -- operation visitor-passes admit VisitorPassAdmitted`;

const options = { table: { type: 'string', default: 'tickets' } } as const;

// All contexts are loaded only when something is written.
await command({ usage, options, takes: 'words' }, async ({ table }, ...positionals) => {
  const { writeStart } = await import('./write-start.ts');
  writeStart(table, positionals);
});
