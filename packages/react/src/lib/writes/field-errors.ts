import { isCloseApiError } from '@closekit/client';

/** Names of fields of Close whose form fields have other names, such as `{ name: 'company' }`. */
export type FormFieldNames = Readonly<Record<string, string>>;

/**
 * Returns the messages of a refused write by form field, for form libraries that take a plain object.
 *
 * @param error - The error of the write.
 * @param names - Form fields whose names differ from those of Close. Below a name the path stays: with
 * `{ contacts: 'people' }`, `contacts.0.name` becomes `people.0.name`.
 * @returns The messages by name; empty if the error is about no field.
 * @example
 * ```ts
 * form.setErrors(fieldErrorsOf(rename.error, { name: 'company' }));
 * ```
 */
export function fieldErrorsOf(error: unknown, names: FormFieldNames = {}): Record<string, string> {
  const found = isCloseApiError(error) ? Object.entries(error.fieldErrors) : [];
  return Object.fromEntries(found.map(([path, message]) => [formPath(path, names), message]));
}

/**
 * Shows the messages of a refused write at the fields of a form, by the `setError` of React Hook Form or a function
 * like it.
 *
 * @param error - The error of the write.
 * @param setError - Called with the name of each field and `{ type: 'close', message }`.
 * @param names - Form fields whose names differ from those of Close.
 * @returns Whether the error is about a field. Otherwise show `error.message` beside the form.
 * @example
 * ```ts
 * const { handleSubmit, setError } = useForm<{ name: string }>();
 * const save = handleSubmit((body) =>
 *   rename.mutate({ id, body }, { onError: (error) => setFieldErrors(error, setError) }),
 * );
 * ```
 */
export function setFieldErrors(
  error: unknown,
  setError: (name: never, error: { type: string; message: string }) => void,
  names?: FormFieldNames,
): boolean {
  const found = Object.entries(fieldErrorsOf(error, names));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the form knows its own fields only
  for (const [name, message] of found) setError(name as never, { type: 'close', message });
  return found.length > 0;
}

/** The longest prefix of a path that has a name in the form is replaced. */
function formPath(path: string, names: FormFieldNames): string {
  const parts = path.split('.');
  for (let length = parts.length; length > 0; length -= 1) {
    const prefix = parts.slice(0, length).join('.');
    if (Object.hasOwn(names, prefix)) return [names[prefix], ...parts.slice(length)].join('.');
  }
  return path;
}
