import { drawOf } from '../draw.ts';
import type { Sample } from './campaign.ts';

/*
 * A random sample of exactly n homes, drawn in one pass in the order of their labels (Knuth, The Art of
 * Computer Programming 2, 3.4.2, algorithm S). Each home is taken with the probability still needed / still
 * to come, so every set of n homes is equally likely. The draws follow from the seed and the home: a
 * repeated pass takes the same homes, and anybody can recompute it.
 */

/** Returns how many of the homes are drawn; at least one. Half a home counts as one. */
export function sizeOf(sample: Sample, homes: number): number {
  const wanted = 'homes' in sample ? sample.homes : Math.max(1, Math.round((homes * sample.percent) / 100));
  return Math.min(wanted, homes);
}

/**
 * Returns true when a home is drawn. `homes` counts the homes that were not drawn for yet, with this one;
 * `needed` how many of them the sample still needs.
 */
export function isDrawn(seed: string, unitId: string, left: { needed: number; homes: number }): boolean {
  return drawOf(`campaign:${seed}:${unitId}`) * left.homes < left.needed;
}
