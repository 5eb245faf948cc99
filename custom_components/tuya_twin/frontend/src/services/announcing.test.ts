import fc from "fast-check";
import { expect, it } from "vitest";
import { announcement } from "./announcing";
import type { BannerText, Mood } from "./banner-text";

const GREEN: BannerText = {
  mood: "green",
  title: "All safe",
  happened: "Everything is reachable.",
  wrong: "",
  answered: "",
};
const RED: BannerText = {
  mood: "red",
  title: "Critical: whole house",
  happened: "Anna at 02:14. 0 of 3 devices confirmed.",
  wrong: "",
  answered: "",
};

it("interrupts for red, and for nothing else", () => {
  expect(announcement(GREEN, RED)).toEqual({ text: "Critical: whole house", urgent: true });
  expect(announcement(RED, GREEN)).toEqual({ text: "All safe", urgent: false });
  const wrong = { ...RED, wrong: "Hall siren did not answer. Check its power." };
  expect(announcement(RED, wrong)).toEqual({
    text: "Hall siren did not answer. Check its power",
    urgent: false,
  });
});

it("tells all there is to somebody who comes", () => {
  const answered = { ...RED, wrong: "A fault.", answered: "Acknowledged by Anna." };
  expect(announcement(null, answered)?.text).toBe(
    "Critical: whole house. A fault. Acknowledged by Anna",
  );
});

it("does not count with every device, nor tell of what is over", () => {
  expect(announcement(RED, { ...RED, happened: "1 of 3 devices confirmed." })).toBeNull();
  expect(announcement({ ...RED, wrong: "A fault." }, RED)).toBeNull();
});

const text = fc.record<BannerText>({
  mood: fc.constantFrom<Mood>("green", "fault", "yellow", "red", "stale"),
  title: fc.constantFrom("All safe", "Critical", "Warning"),
  happened: fc.string(),
  wrong: fc.constantFrom("", "A fault", "Another one"),
  answered: fc.constantFrom("", "Acknowledged"),
});

it("says nothing twice", () => {
  fc.assert(
    fc.property(text, (now) => {
      expect(announcement(now, now)).toBeNull();
    }),
  );
});
