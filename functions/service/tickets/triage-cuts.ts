/**
 * Reasons why a named hazard is no hazard:
 * 否定、已结束、假设、过去、设备、名称、比喻、价格、保险、演练、新闻、询问、轻微.
 */
export const cuts = [
  ...(['negation', 'ended', 'hypothesis', 'past', 'equipment', 'name', 'metaphor'] as const),
  ...(['price', 'insurance', 'drill', 'news', 'question', 'minor'] as const),
] as const;
export type Cut = (typeof cuts)[number];
