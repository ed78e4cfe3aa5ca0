/** A setting of the function, from its environment. @throws Error that says which one is missing and who sets it. */
export function setting(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: the stack gives it to the function (infra/stacks)`);
  return value;
}
