import { readFileSync } from 'node:fs';
import middy from '@middy/core';
import { setting } from '../kernel/environment.ts';
import { deadline } from './middleware/deadline.ts';
import { relay, subscriptionsSchema } from './relay.ts';

/** Milliseconds kept for the answer to the stream. */
const reserveMs = 2_000;

// The synth puts the subscriptions of every table beside this bundle (infra/constructs/outbox-relay.ts).
const file = new URL(setting('SUBSCRIPTIONS'), import.meta.url);
const subscriptions = subscriptionsSchema.parse(JSON.parse(readFileSync(file, 'utf8')));

export const handler = middy()
  .use(deadline(reserveMs))
  .handler((stream: unknown) => relay(subscriptions, stream));
