import { expect, it } from "vitest";
import { codeIn, kept, pairingError, passFrom } from "./pass";

const ANSWER = {
  token: "ttv_secret",
  household: "01K",
  name: "Kitchen tablet",
  kiosk: true,
  zones: null,
  socket_path: "/api/tuya_twin/socket.io/",
};

it("finds the code behind the number sign, and nothing else", () => {
  expect(codeIn("#dGhpcyBpcyBhIGNvZGUhISE_-")).toBe("dGhpcyBpcyBhIGNvZGUhISE_-");
  expect(codeIn("")).toBeNull();
  expect(codeIn("#short")).toBeNull();
  expect(codeIn("#<img src=x onerror=alert(1)>")).toBeNull();
});

it("reads what the house answers, and what it has kept of that", () => {
  const pass = passFrom(ANSWER);
  expect(pass).toEqual({
    token: "ttv_secret",
    household: "01K",
    name: "Kitchen tablet",
    kiosk: true,
    socketPath: "/api/tuya_twin/socket.io/",
  });
  expect(pass && passFrom(JSON.parse(kept(pass)))).toEqual(pass);
});

it.each([
  null,
  { ...ANSWER, token: "" },
  { ...ANSWER, household: 1 },
  { ...ANSWER, socket_path: undefined },
])("takes %j for no pass", (answer) => {
  expect(passFrom(answer)).toBeNull();
});

it("does not need a name", () => {
  expect(passFrom({ ...ANSWER, name: null, kiosk: null })).toMatchObject({
    name: "",
    kiosk: false,
  });
});

it.each([
  [401, "bad_code"],
  [429, "too_often"],
  [503, "unreachable"],
])("takes a %i for %s", (status, error) => {
  expect(pairingError(status)).toBe(error);
});
