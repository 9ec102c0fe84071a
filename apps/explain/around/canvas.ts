/** The drawing on a canvas: Cytoscape draws it, and says what was clicked. */

import cytoscape, { type Core, type ElementDefinition, type NodeSingular } from "cytoscape";
import { CARD, type Drawing, type Place } from "./layout";
import { look } from "./look";
import { theme } from "./theme";

export interface Heard {
  /** Somebody wants to go to this card. */
  step: (id: string, of: string) => void;
  /** Somebody wants to see more of this kind. */
  more: (kind: string) => void;
  /** Somebody wants the page of this card. */
  open: (id: string) => void;
}

const ZOOM = { least: 0.25, most: 1.8, readable: 0.62 };
// Two clicks within this time, in milliseconds, and distance open the page.
const TWICE = 350;
const SAME_SPOT = 8;
const still = matchMedia("(prefers-reduced-motion: reduce)");

export class Canvas {
  private readonly cy: Core;

  constructor(
    place: HTMLElement,
    private readonly heard: Heard,
  ) {
    forbidOwnStyles();
    this.cy = cytoscape({
      container: place,
      style: look(theme()),
      minZoom: ZOOM.least,
      maxZoom: ZOOM.most,
      autoungrabify: true,
      autounselectify: true,
      boxSelectionEnabled: false,
    });
    this.listen(place);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () =>
      this.cy.style(look(theme())),
    );
  }

  /** Go over to this drawing: what stays moves, what is new comes out of where it belongs. */
  show(drawing: Drawing): void {
    const places = drawing.places.flatMap((place) =>
      place.note ? [place, noteOf(place)] : [place],
    );
    const ids = new Set([...places, ...drawing.lines].map((one) => one.id));
    this.cy.stop(true);
    this.cy.elements().stop(true, true);
    this.cy.remove(this.cy.elements().filter((element) => !ids.has(element.id())));
    for (const place of places) this.put(place);
    for (const { id, ...line } of drawing.lines) {
      const known = this.cy.getElementById(id);
      if (known.nonempty()) known.data(line);
      else this.cy.add({ group: "edges", data: { id, ...line } });
    }
    this.look(drawing);
  }

  zoom(by: number): void {
    this.cy.stop(true);
    const level = Math.min(ZOOM.most, Math.max(ZOOM.least, this.cy.zoom() * by));
    const middle = { x: this.cy.width() / 2, y: this.cy.height() / 2 };
    this.cy.zoom({ level, renderedPosition: middle });
  }

  fit(): void {
    this.cy.stop(true);
    this.cy.animate({ fit: { eles: this.cy.elements(), padding: 24 } }, this.pace());
  }

  private put(place: Place | Note): void {
    const { id, x, y, ...data } = place;
    const known = this.cy.getElementById(id);
    if (known.nonempty()) {
      known.data(data);
      this.move(known as NodeSingular, { x, y });
      return;
    }
    const from = this.cy.getElementById(place.of);
    const begin = from.nonempty() ? { ...(from as NodeSingular).position() } : { x, y };
    const made: ElementDefinition = { group: "nodes", data: { id, ...data }, position: begin };
    this.move(this.cy.add(made) as unknown as NodeSingular, { x, y });
  }

  private move(node: NodeSingular, position: { x: number; y: number }): void {
    if (still.matches) node.position(position);
    else node.animate({ position }, this.pace());
  }

  /** The focus with what stands around it, and the stop before it, as large as they can be read. */
  private look(drawing: Drawing): void {
    const focus = drawing.places.find((place) => place.as === "focus");
    if (!focus) return;
    const around = drawing.places.filter(
      (place) => place === focus || place.of === focus.id || place.id === focus.of,
    );
    const xs = around.map((place) => place.x);
    const ys = around.map((place) => place.y);
    const left = Math.min(...xs) - CARD.width / 2;
    const right = Math.max(...xs) + CARD.width / 2;
    const top = Math.min(...ys) - CARD.height;
    const bottom = Math.max(...ys) + CARD.height;
    const fits = Math.min(this.cy.width() / (right - left + 40), this.cy.height() / (bottom - top));
    const zoom = Math.min(1, Math.max(ZOOM.readable, fits));
    const middle = { x: (left + right) / 2, y: zoom > fits ? focus.y : (top + bottom) / 2 };
    const pan = {
      x: this.cy.width() / 2 - middle.x * zoom,
      y: this.cy.height() / 2 - middle.y * zoom,
    };
    if (still.matches) this.cy.viewport({ zoom, pan });
    else this.cy.animate({ zoom, pan }, this.pace());
  }

  private pace(): { duration: number; easing: "ease-in-out-cubic" } {
    return { duration: still.matches ? 0 : 380, easing: "ease-in-out-cubic" };
  }

  private listen(place: HTMLElement): void {
    let last = { id: "", at: 0, x: 0, y: 0 };
    this.cy.on("tap", (event) => {
      const { x, y } = event.renderedPosition;
      const near = Math.hypot(x - last.x, y - last.y) < SAME_SPOT;
      // By the second click the card may have moved on: it is the first that counts.
      const twice = near && event.timeStamp - last.at < TWICE && last.id;
      if (twice) this.heard.open(last.id);
      last = { id: "", at: 0, x, y };
      if (twice || event.target === this.cy) return;
      const card = event.target as NodeSingular;
      if (card.data("as") === "more") this.heard.more(card.data("kind") as string);
      else {
        last = { id: card.id(), at: event.timeStamp, x, y };
        this.heard.step(card.id(), card.data("of") as string);
      }
    });
    this.cy.on("mouseover", "node", (event) => {
      (event.target as NodeSingular).addClass("over");
      place.classList.add("is-over");
    });
    this.cy.on("mouseout", "node", (event) => {
      (event.target as NodeSingular).removeClass("over");
      place.classList.remove("is-over");
    });
    new ResizeObserver(() => this.cy.resize()).observe(place);
    // What unfolds above moves the canvas, of which Cytoscape remembers where it was.
    place.addEventListener("pointerenter", () => this.cy.resize());
  }
}

/** A card's second line: Cytoscape knows but one kind of letters for each element. */
type Note = Omit<Place, "as"> & { as: "note"; far: boolean };

function noteOf(place: Place): Note {
  const far = place.as === "far";
  return {
    ...place,
    id: `note:${place.id}`,
    text: place.note,
    note: "",
    tone: "",
    as: "note",
    far,
  };
}

/** Cytoscape adds a style of its own to a page that has none of it; the content policy forbids it. */
function forbidOwnStyles(): void {
  const mark = document.createElement("meta");
  mark.id = "__________cytoscape_stylesheet";
  document.head.append(mark);
}
