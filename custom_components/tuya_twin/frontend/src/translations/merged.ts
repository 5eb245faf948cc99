/** The subjects of a language in one; a test holds that each has all of English's words. */
import type english from "./en";

type Section = Readonly<Record<string, string>>;

export const merged = (sections: Readonly<Record<string, Section>>): Partial<typeof english> =>
  Object.assign({}, ...Object.values(sections)) as Partial<typeof english>;
