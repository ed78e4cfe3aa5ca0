import type { KnipConfig } from 'knip';

/**
 * Finds what nobody uses. With `--production` it starts from what is deployed and from the commands, not from the
 * tests: code that only tests use is no part of the product. A rule may still be exported for its own test.
 */
export default ({ production = false }: { production?: boolean }): KnipConfig => ({
  entry: [
    'infra/app.ts!',
    'infra/china.ts!',
    'infra/function-credentials.ts!',
    'infra/quotas.ts!',
    'infra/local/{start,worker}.ts!',
    'infra/tools/audit/{check-protection,export-journal,theft-bound,triage,verify-ledger}.ts!',
    'infra/tools/chaos/{chaos,backend}.ts!',
    'infra/tools/bench/{bench,backend-process}.ts!',
    'infra/tools/{check/check-words,demo/demo,redrive/redrive,reindex/reindex,restore/restore-drill}.ts!',
    'infra/tools/generate/{architecture,errors,generate,openapi,rules,new/new}.ts!',
    'infra/tools/{replay/{replay,replay-readings},simulate/{bill-month,hand-over,money-sequences,move-in,survey-campaign}}.ts!',
    '{functions,shared}/**/*.lambda.ts!',
    'test/bench/*.ts',
    'test/**/*.setup.ts',
    'test/flow/scenarios/*.ts',
    'test/**/*.test.ts',
  ],
  project: ['{infra,functions,shared}/**/*.ts!', 'test/**/*.ts'],
  ignoreDependencies: ['@dynoxide/linux-x64', 'swagger-ui-dist'],
  ignoreBinaries: production ? ['hledger', 'prlimit', 'vitest'] : ['hledger', 'prlimit'],
  ignoreExportsUsedInFile: production || { interface: true, type: true },
});
