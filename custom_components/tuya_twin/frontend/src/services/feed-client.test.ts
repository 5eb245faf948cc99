import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { connected } from "../../testing/fixtures";
import { createFeedClient, FeedClient, type FeedSocket, type OpenSocket } from "./feed-client";
import type { FeedOptions, FeedState } from "./feed";
import { openSocket } from "./open-socket";

vi.mock("./open-socket");

class FakeSocket implements FeedSocket {
  readonly connect = vi.fn();
  readonly disconnect = vi.fn();
  readonly emit = vi.fn();
  private readonly _listeners = new Map<string, (argument: unknown) => void>();

  constructor(private readonly _authenticate: Parameters<OpenSocket>[1]) {}

  on(event: string, listener: (argument: unknown) => void): void {
    this._listeners.set(event, listener);
  }

  say(event: string, argument?: unknown): void {
    this._listeners.get(event)?.(argument);
  }

  /** What the client shows to be let in. */
  async credentials(): Promise<unknown> {
    const answer = vi.fn<(credentials: unknown) => void>();
    this._authenticate(answer);
    await settled();
    return answer.mock.calls[0]?.[0];
  }
}

const REFUSAL = new Error("invalid_auth");
const SIGNED_OUT = 2;
const settled = async (): Promise<void> => {
  await vi.advanceTimersByTimeAsync(0);
};

function setUp() {
  const sockets: FakeSocket[] = [];
  const auth = {
    expired: false,
    accessToken: "old",
    refreshAccessToken: vi.fn(() => {
      auth.accessToken = "new";
      auth.expired = false;
      return Promise.resolve();
    }),
  };
  const states: FeedState[] = [];
  const events: string[] = [];
  const options: FeedOptions = {
    socketPath: "/socket",
    household: "home",
    screen: "Anna",
    auth: () => auth,
    onEvent: (name) => events.push(name),
    onState: (state) => states.push(state),
  };
  const open: OpenSocket = (_path, authenticate) => {
    const socket = new FakeSocket(authenticate);
    sockets.push(socket);
    return socket;
  };
  const feed = new FeedClient(options, open);
  const last = (): FakeSocket => {
    const socket = sockets.at(-1);
    if (socket === undefined) throw new Error("nothing was opened");
    return socket;
  };
  feed.start();
  return { feed, options, open, sockets, last, auth, states, events };
}

let test: ReturnType<typeof setUp>;
beforeEach(() => {
  vi.useFakeTimers();
  test = setUp();
});
afterEach(() => {
  vi.useRealTimers();
});

it("renews an expired token before it connects", async () => {
  test.auth.expired = true;
  const shown = { token: "new", household: "home", screen: "Anna" };
  expect(await test.last().credentials()).toEqual(shown);
  expect(await test.last().credentials()).toEqual(shown);
  expect(test.auth.refreshAccessToken).toHaveBeenCalledOnce();
});

it("tries once more with a new token when refused, then stops and says so", async () => {
  test.last().say("connect_error", REFUSAL);
  await settled();
  expect(test.sockets).toHaveLength(2);
  expect(test.sockets[0]?.disconnect).toHaveBeenCalledOnce();
  test.last().say("connect_error", REFUSAL);
  await vi.runAllTimersAsync();
  expect(test.sockets).toHaveLength(2);
  expect(test.last().disconnect).toHaveBeenCalledOnce();
  expect(test.states.at(-1)).toBe("refused");
});

it("may renew again after it was let in", async () => {
  test.last().say("connect_error", REFUSAL);
  await settled();
  test.last().say("connected", connected);
  expect(test.states.at(-1)).toBe("connected");
  test.last().say("connect_error", REFUSAL);
  await settled();
  expect(test.sockets).toHaveLength(3);
  expect(test.states).not.toContain("refused");
});

it("does not take a house that is away for one that refuses", async () => {
  test.auth.refreshAccessToken.mockRejectedValue(new TypeError("Failed to fetch"));
  test.last().say("connect_error", REFUSAL);
  await settled();
  expect(test.states.at(-1)).toBe("disconnected");
  vi.advanceTimersByTime(250);
  test.last().say("connect_error", REFUSAL);
  expect(test.states.at(-1)).toBe("refused");
});

it.each([
  [new TypeError("Failed to fetch"), "disconnected"],
  [SIGNED_OUT, "refused"],
])("shows no token when it cannot renew it: %s, %s", async (error, state) => {
  test.auth.expired = true;
  test.auth.refreshAccessToken.mockRejectedValue(error);
  expect(await test.last().credentials()).toBeUndefined();
  expect(test.states.at(-1)).toBe(state);
});

it.each([new Error("websocket error"), new Error("unknown_household"), "nonsense"])(
  "tries again after %s, at most a second later, for as long as it takes",
  (error) => {
    const waits: number[] = [];
    for (let round = 0; round < 5; round += 1) {
      test.last().say("connect_error", error);
      const before = Date.now();
      vi.advanceTimersToNextTimer();
      waits.push(Date.now() - before);
    }
    expect(waits).toEqual([250, 500, 1000, 1000, 1000]);
    expect(test.sockets).toHaveLength(6);
    test.last().say("connected", connected);
    test.last().say("disconnect", "transport close");
    expect(test.states.slice(-2)).toEqual(["connected", "disconnected"]);
    vi.advanceTimersByTime(250);
    expect(test.sockets).toHaveLength(7);
  },
);

it("waits once, however often a connection is called lost", () => {
  test.last().say("connect_error", new Error("timeout"));
  test.last().say("disconnect", "transport close");
  vi.advanceTimersByTime(1000);
  expect(test.sockets).toHaveLength(2);
});

it("passes on what is said, pings and tells what was seen", () => {
  test.last().say("pong", {});
  expect(test.events).toEqual(["pong"]);
  test.feed.ping();
  test.feed.seen(42);
  expect(test.last().emit.mock.calls).toEqual([["ping"], ["seen", { seq: 42 }]]);
});

it("starts once, and hears nothing of a connection it has let go", async () => {
  test.feed.start();
  expect(test.sockets).toHaveLength(1);
  const old = test.last();
  test.auth.refreshAccessToken.mockRejectedValueOnce(new TypeError("Failed to fetch"));
  old.say("connect_error", REFUSAL);
  test.feed.stop();
  await settled();
  test.states.length = 0;
  for (const event of ["disconnect", "connect_error", "pong"]) old.say(event);
  await vi.runAllTimersAsync();
  expect(test.sockets).toHaveLength(1);
  expect([...test.states, ...test.events]).toEqual([]);
  test.feed.ping();
  test.feed.seen(1);
  expect(old.emit).not.toHaveBeenCalled();
});

it("is not restarted by a token that comes too late", async () => {
  test.last().say("connect_error", REFUSAL);
  test.feed.stop();
  await settled();
  expect(test.sockets).toHaveLength(1);
});

it("replaces a connection at once, and its wait", () => {
  test.last().say("disconnect", "transport close");
  test.feed.restart();
  expect(test.sockets).toHaveLength(2);
  expect(test.states.at(-1)).toBe("connecting");
  vi.advanceTimersByTime(1000);
  expect(test.sockets).toHaveLength(2);
});

it("opens the browser's own connection unless told otherwise", () => {
  vi.mocked(openSocket).mockImplementation(test.open);
  createFeedClient(test.options).start();
  expect(openSocket).toHaveBeenCalledWith("/socket", expect.any(Function));
});
