import { describe, expect, it, vi } from "vitest";
import { BLANK, DRAWN, floor, KNOWN, room, shelf } from "../../../testing/editor-kit";
import type { Plan, PlanFloor } from "../../types/plan";
import type { Shelf } from "./keeping";
import { EditingSession } from "./session";

const PLAN: Plan = { revision: 4, ...DRAWN };
const THEIRS: Plan = { revision: 5, ...BLANK };
const DRAW = { type: "draw-room", floor: "ground", room: room("study", 30, 10, 4, 4) } as const;
const MORE = { type: "add-floor", id: "f1", name: "Attic" } as const;

type Save = (revision: number, floors: readonly PlanFloor[]) => Promise<number>;

function begun({ own = shelf(), plan = PLAN }: { own?: Shelf; plan?: Plan } = {}) {
  const save = vi.fn<Save>((revision) => Promise.resolve(revision + 1));
  const onChange = vi.fn();
  const options = { household: "home", shelf: own, ground: floor(), save, onChange };
  return { session: new EditingSession(options, plan, KNOWN), save, onChange, own };
}

/** A save that ends when it is told to. */
function held() {
  const parts = begun();
  let resolve: (revision: number) => void = () => undefined;
  parts.save.mockReturnValueOnce(
    new Promise((done) => {
      resolve = done;
    }),
  );
  return {
    ...parts,
    resolve: (revision: number) => {
      resolve(revision);
    },
  };
}

const conflict = { code: "conflict", message: "Somebody saved" };

describe("a session", () => {
  it("begins with the saved plan", () => {
    const { session } = begun();
    expect(session.draft).toEqual(DRAWN);
    expect(session.known).toBe(KNOWN);
    expect([
      session.dirty,
      session.canUndo,
      session.canRedo,
      session.behind,
      session.restored,
    ]).toEqual([false, false, false, false, false]);
  });

  it("does, takes back and does again", () => {
    const { session, onChange } = begun();
    expect(session.do(DRAW)).toBe(true);
    expect(session.dirty).toBe(true);
    expect(session.undo()).toBe(true);
    expect(session.draft).toEqual(DRAWN);
    expect([session.dirty, session.canRedo]).toEqual([false, true]);
    expect(session.redo()).toBe(true);
    expect(session.draft.floors[0]?.rooms).toHaveLength(3);
    expect(onChange).toHaveBeenCalledTimes(3);
    expect(session.do({ ...MORE, name: "" })).toBe(false);
    expect(session.redo()).toBe(false);
  });

  it("is there again after a reload, until it is saved or discarded", async () => {
    const own = shelf();
    const first = begun({ own }).session;
    first.do(DRAW);
    const second = begun({ own }).session;
    expect(second.restored).toBe(true);
    expect(second.draft).toEqual(first.draft);
    second.undo();
    expect(second.draft).toEqual(DRAWN);
    expect(begun({ own }).session.restored).toBe(false);
    second.redo();
    await second.save();
    expect(begun({ own }).session.restored).toBe(false);
    second.do(MORE);
    second.discard();
    expect(begun({ own }).session.restored).toBe(false);
  });

  it("knows after a reload that somebody saved meanwhile", () => {
    const own = shelf();
    begun({ own }).session.do(DRAW);
    const { session } = begun({ own, plan: THEIRS });
    expect([session.restored, session.behind, session.theirsArrived]).toEqual([true, true, true]);
  });

  it("does not care who saved what it has, too", () => {
    const own = shelf();
    const first = begun({ own }).session;
    first.do(DRAW);
    const { session } = begun({ own, plan: { revision: 5, floors: first.draft.floors } });
    expect([session.restored, session.behind]).toEqual([false, false]);
  });
});

describe("saving", () => {
  it("goes on from the revision it brought", async () => {
    const { session, save } = begun();
    session.do(DRAW);
    expect(await session.save()).toBe("saved");
    expect(save).toHaveBeenLastCalledWith(4, session.draft.floors);
    expect(session.dirty).toBe(false);
    expect(session.saving).toEqual({ state: "saved" });
    session.follow({ revision: 5, floors: session.draft.floors }, KNOWN);
    expect([session.behind, session.dirty]).toEqual([false, false]);
    expect(session.saving).toEqual({ state: "saved" });
    session.do(MORE);
    expect(session.saving).toEqual({ state: "idle" });
    await session.save();
    expect(save).toHaveBeenLastCalledWith(5, session.draft.floors);
  });

  it("is refused while rooms lie over each other", async () => {
    const { session, save } = begun();
    session.do({ type: "change-room", floor: "ground", index: 0, rect: room("", 14, 10, 8, 6) });
    expect(await session.save()).toBe("overlaps");
    expect(save).not.toHaveBeenCalled();
    session.undo();
    expect(session.saving).toEqual({ state: "idle" });
  });

  it("tells what the server says against it", async () => {
    const { session, save } = begun();
    session.do(DRAW);
    save.mockRejectedValueOnce({ code: "invalid_plan", message: "No such zone" });
    expect(await session.save()).toBe("refused");
    expect(session.saving).toEqual({ state: "refused", message: "No such zone" });
    save.mockRejectedValueOnce(new Error("gone"));
    await session.save();
    expect(session.saving).toEqual({ state: "refused", message: "gone" });
    save.mockRejectedValueOnce(3);
    await session.save();
    expect(session.saving).toEqual({ state: "refused", message: "3" });
    expect(session.dirty).toBe(true);
  });

  it("happens once at a time, and does not take its own echo for somebody else", async () => {
    const { session, save, resolve } = held();
    session.do(DRAW);
    const first = session.save();
    expect(await session.save()).toBe("busy");
    session.follow({ revision: 5, floors: session.draft.floors }, KNOWN);
    expect(session.behind).toBe(false);
    session.do(MORE);
    expect(session.saving).toEqual({ state: "busy" });
    resolve(5);
    expect(await first).toBe("saved");
    expect(save).toHaveBeenCalledTimes(1);
    expect([session.behind, session.dirty]).toEqual([false, true]);
  });

  it("takes what somebody saved right after it", async () => {
    const { session, resolve } = held();
    session.do(DRAW);
    const saving = session.save();
    session.follow({ revision: 6, ...BLANK }, KNOWN);
    resolve(5);
    await saving;
    expect(session.draft).toEqual(BLANK);
    expect([session.behind, session.dirty]).toEqual([false, false]);
  });
});

describe("when somebody else saves", () => {
  it("their plan is taken if there is nothing of one's own", () => {
    const { session, onChange } = begun();
    session.follow(THEIRS, KNOWN);
    expect(session.draft).toEqual(BLANK);
    expect([session.behind, session.dirty]).toEqual([false, false]);
    expect(onChange).toHaveBeenCalled();
  });

  it("it is said at once, and nothing is saved over it by accident", async () => {
    const { session, save, onChange } = begun();
    session.do(DRAW);
    onChange.mockClear();
    session.follow(THEIRS, KNOWN);
    expect(onChange).toHaveBeenCalledTimes(1);
    expect([session.behind, session.theirsArrived]).toEqual([true, true]);
    expect(await session.save()).toBe("behind");
    expect(save).not.toHaveBeenCalled();
  });

  it("theirs can be taken, and mine be brought back by undoing", () => {
    const { session } = begun();
    session.do(DRAW);
    const mine = session.draft;
    session.follow(THEIRS, KNOWN);
    session.takeTheirs();
    expect(session.draft).toEqual(BLANK);
    expect([session.behind, session.dirty]).toEqual([false, false]);
    session.undo();
    expect(session.draft).toEqual(mine);
    expect([session.behind, session.dirty]).toEqual([false, true]);
  });

  it("mine can be put over theirs", async () => {
    const { session, save } = begun();
    session.do(DRAW);
    session.follow(THEIRS, KNOWN);
    expect(await session.putMine()).toBe("saved");
    expect(save).toHaveBeenLastCalledWith(5, session.draft.floors);
    expect(session.behind).toBe(false);
  });

  it("the server's word comes before their plan", async () => {
    const { session, save } = begun();
    session.do(DRAW);
    save.mockRejectedValueOnce(conflict);
    expect(await session.save()).toBe("behind");
    expect([session.behind, session.theirsArrived]).toEqual([true, false]);
    session.follow(THEIRS, KNOWN);
    expect([session.behind, session.theirsArrived]).toEqual([true, true]);
    session.takeTheirs();
    expect(session.behind).toBe(false);
  });

  it("their plan may turn out to be the same", () => {
    const { session } = begun();
    session.do(DRAW);
    session.follow({ revision: 5, floors: session.draft.floors }, KNOWN);
    session.takeTheirs();
    expect([session.behind, session.dirty, session.canUndo]).toEqual([false, false, true]);
  });

  it("nothing is new about the plan one has, nor about one of before", () => {
    const { session, onChange } = begun();
    session.do(DRAW);
    onChange.mockClear();
    session.follow(PLAN, KNOWN);
    session.follow({ ...PLAN }, KNOWN);
    session.follow({ revision: 3, floors: [] }, KNOWN);
    expect(onChange).not.toHaveBeenCalled();
    expect(session.behind).toBe(false);
  });
});

describe("when the house changes", () => {
  it("a new zone is on the first floor, in all that can be gone back to", () => {
    const { session, onChange } = begun();
    session.do(DRAW);
    session.do(MORE);
    session.undo();
    onChange.mockClear();
    session.follow(PLAN, { ...KNOWN, zones: [...KNOWN.zones, "loft"] });
    expect(onChange).toHaveBeenCalledTimes(1);
    expect(session.draft.floors[0]?.zones).toContain("loft");
    session.undo();
    expect(session.draft.floors[0]?.zones).toContain("loft");
    expect(session.dirty).toBe(false);
    session.redo();
    session.redo();
    expect(session.draft.floors).toHaveLength(3);
    expect(session.draft.floors[0]?.zones).toContain("loft");
  });

  it("the same zones and devices are nothing new", () => {
    const { session, onChange } = begun();
    session.follow(PLAN, { ...KNOWN, zones: [...KNOWN.zones] });
    expect(onChange).not.toHaveBeenCalled();
  });
});
