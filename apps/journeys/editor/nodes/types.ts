/** What every node type tells the editor; the same in each file of this folder. */

import type { Fields, NodeDocument, NodeType, Problem } from "../model/document";

/** What a node does in a few words, and what else is worth knowing: apps/journeys/sentences.py. */
export interface Sentence {
  readonly what: string;
  readonly more: string;
}

export interface Port {
  readonly key: string;
  /** What it is that leads this way: “in vain” for the port “timeout” of a wait. */
  readonly words: string;
}

export interface NodeKind {
  readonly type: NodeType;
  /** As in the palette: “Wait for an event”. */
  readonly label: string;
  /** What it is for, in one short sentence. */
  readonly hint: string;
  readonly group: "start" | "act" | "wait" | "choose" | "end";
  /** Settings of a new one. */
  fresh(): Fields;
  /** The ports these settings give, in their order; as the engine's `ports(settings)`. */
  ports(settings: Fields): readonly Port[];
  /** What is wrong with the settings, with the codes of the engine's `parse`. */
  check(settings: Fields, node: string): readonly Problem[];
  sentence(settings: Fields, name: string): Sentence;
}

export type Kinds = { readonly [type in NodeType]: NodeKind };
export type { NodeDocument };
