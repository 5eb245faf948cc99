import { beforeEach, expect, it, vi } from "vitest";
import { connected } from "../../testing/fixtures";
import { FeedClient, type FeedSocket, type OpenSocket } from "./feed-client";
import type { FeedState } from "./feed";
import type { Place } from "./house";

class FakeSocket implements FeedSocket {
  active = false;
  readonly connect = vi.fn();
  readonly disconnect = vi.fn();
  readonly emit = vi.fn();
  private readonly _listeners = new Map<string, (argument: unknown) => void>();

  on(event: string, listener: (argument: unknown) => void): void {
    this._listeners.set(event, listener);
  }

  say(event: string, argument: unknown): void {
    this._listeners.get(event)?.(argument);
  }
}

const refusal = new Error("invalid_auth");
const settled = () => new Promise((resolve) => setTimeout(resolve));

function setUp() {
  const socket = new FakeSocket();
  const auth = { expired: false, accessToken: "old", refreshAccessToken: vi.fn() };
  auth.refreshAccessToken.mockImplementation(() => {
    auth.accessToken = "new";
    auth.expired = false;
    return Promise.resolve();
  });
  const states: FeedState[] = [];
  const place: { now: Place | null } = { now: null };
  const timers: { callback: () => void; ms: number }[] = [];
  let authenticate: Parameters<OpenSocket>[1] = () => undefined;
  const feed = new FeedClient(
    {
      socketPath: "/socket",
      household: "home",
      screen: "Anna",
      auth: () => auth,
      resume: () => place.now,
      onEvent: () => undefined,
      onState: (state) => states.push(state),
    },
    (_path, callback) => {
      authenticate = callback;
      return socket;
    },
    { set: (callback, ms) => timers.push({ callback, ms }), clear: () => undefined },
  );
  feed.start();
  const credentials = async () => {
    const answer = vi.fn();
    authenticate(answer);
    await settled();
    return answer.mock.calls[0]?.[0] as unknown;
  };
  return { feed, socket, auth, states, place, timers, credentials };
}

let test: ReturnType<typeof setUp>;
beforeEach(() => {
  test = setUp();
});

it("renews an expired token before it connects, and asks to resume only what it has", async () => {
  test.auth.expired = true;
  expect(await test.credentials()).toEqual({ token: "new", household: "home", screen: "Anna" });
  test.place.now = { epoch: "e", seq: 41 };
  expect(await test.credentials()).toMatchObject({ resume: { epoch: "e", seq: 41 } });
  expect(test.auth.refreshAccessToken).toHaveBeenCalledOnce();
});

it("tries once more with a new token when refused, then stops and says so", async () => {
  test.socket.say("connect_error", refusal);
  await settled();
  expect(test.socket.connect).toHaveBeenCalledTimes(2);
  test.socket.say("connect_error", refusal);
  await settled();
  expect(test.socket.connect).toHaveBeenCalledTimes(2);
  expect(test.socket.disconnect).toHaveBeenCalledOnce();
  expect(test.states.at(-1)).toBe("refused");
});

it("may renew again after it was let in", async () => {
  test.socket.say("connect_error", refusal);
  await settled();
  test.socket.say("connected", connected);
  test.socket.say("connect_error", refusal);
  await settled();
  expect(test.socket.connect).toHaveBeenCalledTimes(3);
  expect(test.states.at(-1)).toBe("connected");
});

it("comes back with growing delays when the server ends the connection", () => {
  test.socket.say("disconnect", "io server disconnect");
  test.socket.say("disconnect", "io server disconnect");
  expect(test.timers.map((timer) => timer.ms)).toEqual([500, 1000]);
  test.timers[0]?.callback();
  expect(test.socket.connect).toHaveBeenCalledTimes(2);
});

it("leaves a lost network to the client library", () => {
  test.socket.active = true;
  test.socket.say("disconnect", "transport close");
  test.socket.say("connect_error", new Error("websocket error"));
  expect(test.timers).toEqual([]);
});

it("starts once and does nothing after it was stopped", () => {
  test.feed.start();
  expect(test.socket.connect).toHaveBeenCalledOnce();
  test.feed.stop();
  test.socket.say("disconnect", "io server disconnect");
  expect(test.timers).toEqual([]);
});
