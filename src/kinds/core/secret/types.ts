import type { KubeObject } from '../../../machinery/object-meta.ts';

export interface Secret extends KubeObject {
  readonly immutable?: boolean;
  /** Values in base64. */
  readonly data?: Readonly<Record<string, string>>;
  /** Write-only: the server moves it into data. */
  readonly stringData?: Readonly<Record<string, string>>;
  readonly type: string;
}
