/** Descriptions of fields that mean the same in every schema. A doc comment above a field replaces its own. */
export const commonFields: Readonly<Record<string, string>> = {
  estateId: 'Id of the estate (小区).',
};
