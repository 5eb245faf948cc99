import { beforeEach, describe, expect, it, vi } from "vitest";
import { FakePage } from "../../testing/fake-page";
import { connected, pong, snapshot, statusUpdate } from "../../testing/fixtures";
import type { Feed, FeedFactory, FeedOptions } from "./feed";
import {
  AGES_MS,
  LINGER_MS,
  PATIENCE_MS,
  PING_MS,
  WAKING_MS,
  type FeedTarget,
  type HouseSession,
} from "./house-session";
import { HouseSessions } from "./house-sessions";
import { LIVE_MS } from "./liveness";

class FakeFeed implements Feed {
  readonly start = vi.fn();
  readonly stop = vi.fn();
  readonly restart = vi.fn();
  readonly ping = vi.fn();
  readonly seen = vi.fn();

  constructor(readonly options: FeedOptions) {}

  letIn(): void {
    this.options.onState("connected");
    this.options.onEvent("connected", { ...connected, seq: 42 });
    this.options.onEvent("snapshot", snapshot);
  }

  say(name: string, payload: unknown): void {
    this.options.onEvent(name, payload);
  }
}

function setUp() {
  const page = new FakePage();
  const sessions = new HouseSessions(page);
  const feeds: FakeFeed[] = [];
  const createFeed: FeedFactory = (options) => {
    const feed = new FakeFeed(options);
    feeds.push(feed);
    return feed;
  };
  const target: FeedTarget = {
    socketPath: "/socket",
    household: "home",
    screen: "Anna",
    auth: () => ({ expired: false, accessToken: "one", refreshAccessToken: vi.fn() }),
    createFeed,
  };
  const session = sessions.of(target);
  const host = { requestUpdate: vi.fn() };
  const feed = (): FakeFeed => {
    const last = feeds.at(-1);
    if (last === undefined) throw new Error("no feed was made");
    return last;
  };
  const drawings = (): number => {
    host.requestUpdate.mockClear();
    page.paint();
    return host.requestUpdate.mock.calls.length;
  };
  return { page, sessions, session, target, host, feeds, feed, drawings };
}

let test: ReturnType<typeof setUp>;
let session: HouseSession;
beforeEach(() => {
  test = setUp();
  session = test.session;
});

/** Somebody looks at a house that is live. */
function live(): FakeFeed {
  session.join(test.host);
  test.feed().letIn();
  test.page.paint();
  return test.feed();
}

describe("a connection", () => {
  it("is made by the first host, shared by the others, and outlives the last for a moment", () => {
    const other = { requestUpdate: vi.fn() };
    session.join(test.host);
    session.join(other);
    expect(test.feeds).toHaveLength(1);
    session.leave(test.host);
    session.leave(other);
    session.leave(other);
    expect(test.page.timers).toBe(1);
    test.page.pass(LINGER_MS - 1);
    session.join(test.host);
    test.page.pass(LINGER_MS);
    expect(test.feed().stop).not.toHaveBeenCalled();
    expect(test.feeds).toHaveLength(1);
  });

  it("ends after that, and the house is kept for who comes back", () => {
    live();
    session.leave(test.host);
    test.page.pass(LINGER_MS);
    expect(test.feeds[0]?.stop).toHaveBeenCalledOnce();
    expect([test.page.timers, test.page.listeners]).toEqual([0, 0]);
    expect(session.connected).toBe(false);
    test.page.sleep(LIVE_MS);
    session.join(test.host);
    expect(test.feeds).toHaveLength(2);
    expect(session.house.name).toBe("Home");
    expect(session.trust).toBe("stale");
    test.feed().letIn();
    expect(session.trust).toBe("live");
  });

  it("is one for each socket, household, kind of token and way to connect", () => {
    const { sessions, target } = test;
    const token = { ...target, auth: vi.fn(target.auth) };
    expect(sessions.of(token)).toBe(session);
    session.join(test.host);
    test.feed().options.auth();
    expect(token.auth).toHaveBeenCalledOnce();
    const others = [
      { ...target, socketPath: "/other" },
      { ...target, household: "other" },
      { ...target, kind: "viewer" },
      { ...target, createFeed: (options: FeedOptions) => new FakeFeed(options) },
    ].map((other) => sessions.of(other));
    expect(new Set([session, ...others]).size).toBe(5);
  });
});

describe("trust", () => {
  it("comes with the house, goes with silence, and is drawn when it does", () => {
    session.join(test.host);
    expect(session.trust).toBe("connecting");
    expect(test.feed().start).toHaveBeenCalledOnce();
    expect(session.lastSign).toBeNull();
    test.feed().letIn();
    expect(session.trust).toBe("live");
    expect(session.lastSign).toBe(Date.parse(connected.server_time));
    expect(test.drawings()).toBe(1);
    test.page.pass(LIVE_MS - 1);
    expect([session.trust, test.drawings()]).toEqual(["live", 0]);
    test.page.pass(500);
    expect([session.trust, test.drawings()]).toEqual(["stale", 1]);
    test.feed().say("gossip", {});
    expect([session.trust, test.drawings()]).toEqual(["live", 1]);
  });

  it("waits after a reconnect for what was missed, and startles nobody meanwhile", () => {
    const feed = live();
    feed.say("connected", { ...connected, seq: 43 });
    expect([session.trust, test.drawings()]).toEqual(["stale", 0]);
    feed.say("status_update", { ...statusUpdate, seq: 43 });
    expect([session.trust, test.drawings()]).toEqual(["live", 1]);
  });

  it("measures how long an answer takes, and forgets it with the connection", () => {
    const feed = live();
    test.page.sleep(12);
    feed.say("pong", pong);
    expect(session.latency).toBe(12);
    feed.options.onState("disconnected");
    expect([session.latency, session.connected, session.trust]).toEqual([null, false, "live"]);
  });

  it("ends when the house says that it was taken back, for good", () => {
    const feed = live();
    feed.say("goodbye", { reason: "revoked" });
    expect([session.trust, session.house.parting]).toEqual(["refused", "revoked"]);
    expect(feed.stop).toHaveBeenCalledOnce();
    test.page.tell("online");
    test.page.pass(2 * PATIENCE_MS);
    expect(feed.restart).not.toHaveBeenCalled();
  });

  it.each(["too_slow", "recovered", "household_closed"])("does not end with %s", (reason) => {
    const feed = live();
    feed.say("goodbye", { reason });
    feed.options.onState("disconnected");
    expect([session.trust, session.house.parting]).toEqual(["live", reason]);
    expect(feed.stop).not.toHaveBeenCalled();
    feed.letIn();
    expect(session.house.parting).toBeNull();
  });
});

describe("a dead connection", () => {
  it("is replaced when it has been silent for long, again and again", () => {
    const feed = live();
    test.page.pass(PATIENCE_MS + 500);
    expect(feed.ping).toHaveBeenCalled();
    expect(feed.restart).toHaveBeenCalledOnce();
    test.page.pass(PATIENCE_MS + 500);
    expect(feed.restart).toHaveBeenCalledTimes(2);
  });

  it("is replaced soon after a sleep, unless it answers", () => {
    const feed = live();
    test.page.tell("hidden");
    test.page.sleep(3_600_000);
    feed.ping.mockClear();
    test.page.tell("shown");
    expect(session.trust).toBe("stale");
    expect(test.drawings()).toBe(1);
    expect(feed.ping).toHaveBeenCalledOnce();
    test.page.pass(WAKING_MS - 500);
    expect(feed.restart).not.toHaveBeenCalled();
    test.page.pass(1000);
    expect(feed.restart).toHaveBeenCalledOnce();
  });

  it("is kept after a sleep if it answers", () => {
    const feed = live();
    test.page.tell("hidden");
    test.page.sleep(3_600_000);
    test.page.tell("shown");
    feed.say("pong", pong);
    expect(session.trust).toBe("live");
    test.page.pass(WAKING_MS + 500);
    expect(feed.restart).not.toHaveBeenCalled();
  });

  it("is replaced at once when the network is back", () => {
    const feed = live();
    test.page.tell("online");
    expect(feed.restart).not.toHaveBeenCalled();
    feed.options.onState("disconnected");
    test.page.tell("online");
    expect(feed.restart).toHaveBeenCalledOnce();
  });
});

describe("while nobody looks", () => {
  it("nothing runs, nothing is drawn, and one drawing follows", () => {
    const feed = live();
    test.page.tell("hidden");
    expect(test.page.timers).toBe(0);
    feed.say("status_update", { ...statusUpdate, seq: 43 });
    feed.say("status_update", { ...statusUpdate, seq: 44 });
    expect(test.drawings()).toBe(0);
    test.page.tell("shown");
    expect(test.drawings()).toBe(1);
    expect(test.page.timers).toBe(3);
  });

  it("a lost connection is not tried again", () => {
    const feed = live();
    test.page.tell("hidden");
    feed.options.onState("disconnected");
    expect(feed.stop).toHaveBeenCalledOnce();
    test.page.tell("online");
    expect(feed.restart).not.toHaveBeenCalled();
    test.page.tell("shown");
    expect(feed.restart).toHaveBeenCalledOnce();
  });

  it("nor is one that was being tried", () => {
    const feed = live();
    feed.options.onState("disconnected");
    test.page.tell("hidden");
    expect(feed.stop).toHaveBeenCalledOnce();
  });

  it("whoever joins starts nothing, and what lingers is not woken", () => {
    test.page.tell("hidden");
    test.page.visible = false;
    session.join(test.host);
    expect(test.page.timers).toBe(0);
    session.leave(test.host);
    test.page.tell("shown");
    expect(test.page.timers).toBe(1);
  });
});

describe("drawing", () => {
  it("happens once for each picture, however much happens", () => {
    const feed = live();
    feed.say("status_update", { ...statusUpdate, seq: 43 });
    feed.say("status_update", { ...statusUpdate, seq: 44 });
    expect(test.drawings()).toBe(1);
    expect(test.drawings()).toBe(0);
  });

  it("does not happen for a sign of life, but for the first and after a silence", () => {
    const feed = live();
    feed.say("pong", pong);
    expect(test.drawings()).toBe(1);
    test.page.pass(PING_MS);
    feed.say("pong", pong);
    expect(test.drawings()).toBe(0);
    test.page.pass(LIVE_MS + 500);
    expect([session.trust, test.drawings()]).toEqual(["stale", 1]);
    feed.say("pong", pong);
    expect([session.trust, test.drawings()]).toEqual(["live", 1]);
  });

  it("moves ages on while nothing happens", () => {
    const feed = live();
    for (let passed = 0; passed < AGES_MS; passed += PING_MS) {
      feed.say("pong", pong);
      test.drawings();
      test.page.pass(PING_MS);
    }
    expect(test.drawings()).toBe(1);
  });
});

describe("what was seen", () => {
  it("is told two pictures after it was drawn, once", () => {
    const feed = live();
    session.drawn();
    session.drawn();
    test.page.paint();
    expect(feed.seen).not.toHaveBeenCalled();
    test.page.paint();
    expect(feed.seen.mock.calls).toEqual([[42]]);
    expect(session.seen).toBe(42);
    session.drawn();
    test.page.paint();
    test.page.paint();
    expect(feed.seen).toHaveBeenCalledOnce();
  });

  it("is told anew after a reconnect, as the house knows this screen no more", () => {
    const feed = live();
    session.drawn();
    test.page.paint();
    test.page.paint();
    feed.letIn();
    session.drawn();
    test.page.paint();
    test.page.paint();
    expect(feed.seen.mock.calls).toEqual([[42], [42]]);
  });

  it.each([
    ["before there is a house", () => undefined],
    [
      "of a house that is not live",
      () => {
        live();
        test.page.sleep(LIVE_MS);
      },
    ],
    [
      "on a hidden page",
      () => {
        live();
        test.page.tell("hidden");
      },
    ],
  ])("is not told %s", (_when, arrange) => {
    arrange();
    session.drawn();
    test.page.visible = true;
    test.page.paint();
    test.page.paint();
    for (const feed of test.feeds) expect(feed.seen).not.toHaveBeenCalled();
  });

  it("is not told if the connection went while it was painted", () => {
    const feed = live();
    session.drawn();
    feed.options.onState("disconnected");
    test.page.paint();
    test.page.paint();
    expect(feed.seen).not.toHaveBeenCalled();
    expect(session.seen).toBeNull();
  });
});
