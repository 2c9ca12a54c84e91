/** What metav1.Status says at the end of a stream: it travels without its kind. */
export interface StreamStatus {
  readonly metadata: Readonly<Record<string, never>>;
  readonly status: 'Success' | 'Failure';
  readonly message?: string;
  readonly reason?: string;
  readonly details?: { readonly causes: readonly { readonly reason: string; readonly message: string }[] };
  readonly code?: number;
}

/** What leads to a client, however it is framed. */
export interface Wire {
  output(bytes: Uint8Array): void;
  errors(bytes: Uint8Array): void;
  /** The last that is said. */
  end(status: StreamStatus): void;
}

/** What comes from a client. */
export interface Listener {
  hear(bytes: Uint8Array): void;
  /** He has nothing more to say. */
  close(): void;
  /** He is gone. */
  leave(): void;
}
