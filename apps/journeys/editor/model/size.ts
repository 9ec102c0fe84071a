/** How large a card is on the canvas, in its units. */

import { type JourneyDocument, nodeOf } from "./document";
import { CARD } from "./places";
import { titleOf } from "./titles";
import { allPortsOf } from "./ways";

export interface Size {
  readonly width: number;
  readonly height: number;
}

export type SizeOf = (key: string) => Size;

/** The least width of a port with its words on the card. */
export const WIDE_PORT = 92;

/** The gap between a card and the next one below. */
export const GAP = 76;

/** How large its card will be, as long as it hasn't been drawn. */
export function estimate(document: JourneyDocument, key: string): Size {
  const node = nodeOf(document, key);
  const ports = node ? allPortsOf(document, node).length : 0;
  const title = node ? titleOf(node).what : "";
  const lines = title.length > 27 ? 18 : 0;
  return {
    width: Math.max(CARD.width, ports * WIDE_PORT),
    height: 58 + lines + (ports > 1 ? 27 : 0),
  };
}
