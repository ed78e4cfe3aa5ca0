/**
 * Returns an environment variable of the function.
 * @throws Error that names the variable when it is missing.
 */
export function setting(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: the stack gives it to the function (infra/stacks)`);
  return value;
}
