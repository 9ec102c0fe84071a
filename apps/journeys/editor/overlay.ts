/** What is laid over the drawing: the path of a trial, or numbers of a period. */

export type Tone = "sent" | "waits" | "held" | "bad" | "quiet" | "plain";

/** One line below a node's sentence; with an `onClick` or an `href` it can be followed. */
export interface OverlayLine {
  readonly text: string;
  readonly tone?: Tone;
  readonly href?: string;
  /** Said to screen readers instead of `text`. */
  readonly label?: string;
}

export interface NodeOverlay {
  /** The path came by here. */
  readonly lit?: boolean;
  /** Where the path stands now. */
  readonly current?: boolean;
  /** The corner's figure, such as the people here now. */
  readonly badge?: OverlayLine;
  readonly lines?: readonly OverlayLine[];
  /** 0 to 1: how many leave here, against where most leave. */
  readonly heat?: number;
}

export interface EdgeOverlay {
  readonly lit?: boolean;
  /** Beside the port's words, such as “62 %”. */
  readonly label?: string;
  readonly href?: string;
}

export interface Overlay {
  readonly kind: "try" | "live";
  readonly nodes: { readonly [key: string]: NodeOverlay };
  /** By `edgeId(from, port)`; a port that leads nowhere has one, too. */
  readonly edges: { readonly [id: string]: EdgeOverlay };
}

/** A way is named by where it begins: a port leads to one node only. */
export function edgeId(from: string, port: string): string {
  return `${from}\u0000${port}`;
}
