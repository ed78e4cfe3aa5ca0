import middy from '@middy/core';
import { deadline } from './middleware/deadline.ts';
import { relay } from './relay.ts';

/** Milliseconds kept for the answer to the stream. */
const reserveMs = 2_000;

export const handler = middy().use(deadline(reserveMs)).handler(relay);
