import { describe, expect, it, vi } from "vitest";
import { NEW_DRAFT, requestOf } from "./draft";
import { Invitation, type Subscribe } from "./invitation";

const REQUEST = requestOf({ ...NEW_DRAFT, name: "Kitchen tablet" }, "home");
const CODE = { event: "code", code: "once" };

function made(leave = vi.fn<() => Promise<void>>().mockResolvedValue()) {
  const changed = vi.fn();
  const clock = { now: 0 };
  const heard: ((message: unknown) => void)[] = [];
  const subscribe: Subscribe = (onMessage) => {
    heard.push(onMessage);
    return Promise.resolve(leave);
  };
  const invitation = new Invitation(() => clock.now, changed);
  const say = (message: unknown): void => {
    heard.forEach((hear) => {
      hear(message);
    });
  };
  return { invitation, changed, clock, subscribe, say, leave };
}

describe("an invitation", () => {
  it("shows its code, and tells of each change once", async () => {
    const { invitation, changed, subscribe, say } = made();
    await invitation.begin(subscribe, REQUEST);
    expect(invitation.link.kind).toBe("asked");
    say(CODE);
    say("nothing new");
    expect(invitation.link).toMatchObject({ kind: "shown", code: "once" });
    expect(changed).toHaveBeenCalledOnce();
  });

  it("runs out by the clock", async () => {
    const { invitation, clock, subscribe, say } = made();
    await invitation.begin(subscribe, REQUEST);
    say(CODE);
    clock.now = 600_000;
    invitation.tick();
    expect(invitation.link.kind).toBe("expired");
  });

  it("is refused with what Home Assistant says", async () => {
    const { invitation } = made();
    await invitation.begin(() => Promise.reject(new Error("Too many.")), REQUEST);
    expect(invitation.link).toEqual({
      kind: "refused",
      problem: { kind: "told", message: "Too many." },
    });
  });

  it("breaks with the connection", async () => {
    const { invitation, subscribe } = made();
    await invitation.begin(subscribe, REQUEST);
    invitation.lost();
    expect(invitation.link.kind).toBe("broken");
  });

  it("ends its code when it is closed, once", async () => {
    const { invitation, changed, subscribe, say, leave } = made();
    await invitation.begin(subscribe, REQUEST);
    await invitation.end();
    await invitation.end();
    say(CODE);
    invitation.lost();
    expect(leave).toHaveBeenCalledOnce();
    expect(changed).not.toHaveBeenCalled();
  });

  it("ends its code also when it was closed before Home Assistant had answered", async () => {
    const { invitation, subscribe, leave } = made();
    const begun = invitation.begin(subscribe, REQUEST);
    await invitation.end();
    await begun;
    expect(leave).toHaveBeenCalledOnce();
  });

  it("does not mind a subscription that is gone already", async () => {
    const gone = vi.fn<() => Promise<void>>().mockRejectedValue(new Error("not found"));
    const { invitation, subscribe } = made(gone);
    await invitation.begin(subscribe, REQUEST);
    await expect(invitation.end()).resolves.toBeUndefined();
  });
});
