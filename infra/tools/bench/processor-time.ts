import type { ProcessorTime } from './backend.ts';

/** Returns the processor time between two readings. */
export function processorBetween(before: ProcessorTime, after: ProcessorTime): ProcessorTime {
  return {
    functions: after.functions - before.functions,
    whole: after.whole - before.whole,
    engine: after.engine - before.engine,
  };
}
