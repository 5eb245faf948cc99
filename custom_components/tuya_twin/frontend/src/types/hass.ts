/** The part of Home Assistant's `hass` object that the panel uses. */

export interface HassAuth {
  readonly expired: boolean;
  readonly accessToken: string;
  refreshAccessToken(): Promise<void>;
}

export interface HassLocale {
  readonly language: string;
  /** `language`, `system`, `12` or `24`. */
  readonly time_format?: string;
  /** `local` or `server`. */
  readonly time_zone?: string;
}

/** Ends a subscription. */
export type Unsubscribe = () => Promise<void>;

export interface Hass {
  readonly auth: HassAuth;
  readonly locale?: HassLocale;
  readonly config?: { readonly time_zone?: string };
  readonly themes?: { readonly darkMode?: boolean };
  readonly user?: { readonly name?: string; readonly is_admin?: boolean };
  readonly connection?: {
    subscribeMessage(
      callback: (message: unknown) => void,
      request: { readonly type: string; readonly [key: string]: unknown },
      options?: { readonly resubscribe?: boolean },
    ): Promise<Unsubscribe>;
    addEventListener?(event: "disconnected", callback: () => void): void;
    removeEventListener?(event: "disconnected", callback: () => void): void;
  };
  /** Rejects with `{code, message}`, the message being in the user's language. */
  callWS(request: { readonly type: string; readonly [key: string]: unknown }): Promise<unknown>;
  callService(
    domain: string,
    service: string,
    data: Record<string, unknown>,
    target?: undefined,
    notifyOnError?: boolean,
    returnResponse?: boolean,
  ): Promise<unknown>;
}

export interface PanelInfo {
  readonly config: { readonly socket_path: string; readonly household: string };
}
