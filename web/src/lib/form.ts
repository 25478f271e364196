import type { FieldValues, Resolver } from 'react-hook-form';
import type { z } from 'zod/mini';

/** Lets a zod schema judge a form. The message of a fault is a field problem's code: `required` unless the schema names another. */
export function resolverOf<T extends FieldValues>(schema: z.ZodMiniType<T, T>): Resolver<T> {
  return values => {
    const result = schema.safeParse(values);
    if (result.success) return { values: result.data, errors: {} };
    const errors: Record<string, { type: string; message: string }> = {};
    for (const { path, message } of result.error.issues) {
      const name = path.join('.');
      errors[name] ??= { type: 'validate', message: /^[a-z_]+$/.test(message) ? message : 'required' };
    }
    return { values: {}, errors: errors as never };
  };
}
