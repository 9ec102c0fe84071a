/** What a builder is told about the place its condition stands in. */

import type { LeafKind } from "./condition";

export interface Place {
  /** What may be asked here; what stands there already may always stay. */
  readonly kinds: readonly LeafKind[];
  /** The event whose properties are asked; "" where there is none. */
  readonly event: string;
  /** The event that lets people in. */
  readonly entry: string;
  readonly readOnly: boolean;
  onLeave(): void;
}

/** What react-querybuilder hands to each part. */
export interface BuilderContext extends Place {
  /** The id of the part that was just added: it takes the focus. */
  readonly added: { current: string };
}
