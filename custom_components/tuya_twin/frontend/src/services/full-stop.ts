/** A sentence as a part of another. */
export const withoutStop = (text: string): string => text.trim().replace(/[.!。]+$/u, "");
