/** Collects what is wrong with a node or a document, so that all of it is shown at once. */

import type { Problem } from "../model/document";

export class Problems {
  constructor(
    readonly node: string,
    readonly found: Problem[] = [],
  ) {}

  add(field: string, code: string, remedy: string): void {
    this.found.push({ field, code, remedy, node: this.node });
  }

  /** The same collection, for the settings of one node. */
  at(node: string): Problems {
    return new Problems(node, this.found);
  }

  /** Whether this very node has a problem in this field. */
  has(field: string): boolean {
    return this.found.some((problem) => problem.field === field && problem.node === this.node);
  }
}
