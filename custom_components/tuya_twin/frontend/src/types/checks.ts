/** What border checks are made of. */

export type Guard<T> = (value: unknown) => value is T;
export type Fields<T> = { readonly [K in keyof T]-?: Guard<T[K]> };

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const text: Guard<string> = (value) => typeof value === "string";
export const flag: Guard<boolean> = (value) => typeof value === "boolean";
export const number: Guard<number> = (value): value is number =>
  typeof value === "number" && Number.isFinite(value);
export const moment: Guard<string> = (value): value is string =>
  typeof value === "string" && !Number.isNaN(Date.parse(value));

export const oneOf =
  <const T extends string>(words: readonly T[]): Guard<T> =>
  (value): value is T =>
    words.some((word) => word === value);

export const nullable =
  <T>(guard: Guard<T>): Guard<T | null> =>
  (value): value is T | null =>
    value === null || guard(value);

export const list =
  <T>(guard: Guard<T>): Guard<readonly T[]> =>
  (value): value is readonly T[] =>
    Array.isArray(value) && value.every(guard);

export const shape =
  <T>(fields: Fields<T>): Guard<T> =>
  (value): value is T =>
    isRecord(value) &&
    (Object.keys(fields) as (keyof T & string)[]).every((key) => fields[key](value[key]));

/** The parts of a list that can be read; one of a newer kind must not cost the others. */
export const only = <T>(value: unknown, guard: Guard<T>): unknown =>
  Array.isArray(value) ? value.filter(guard) : value;
