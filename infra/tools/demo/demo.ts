import { command } from '../../local/command.ts';

const usage = 'Usage: npm run demo (a backend must run: npm start)';

// Loading the cases runs them.
await command({ usage, options: {}, needsBackend: true }, async () => {
  await import('./all-cases.ts');
});
