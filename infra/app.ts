import { App } from 'aws-cdk-lib';
import { bundle } from './bundles.ts';
import { compose } from './compose.ts';
import { usesStubs } from './constructs/app-stack.ts';
import { chosenStage } from './stages.ts';

const app = new App({ outdir: process.env.CDK_OUTDIR ?? 'cdk.out' });
await bundle(usesStubs(app));
compose(app, chosenStage(app.node));
app.synth();
