/** Laying out: by elkjs in a worker of its own, so that large journeys don't hold the page up. */

import ELK, { type ELK as Elk } from "elkjs/lib/elk-api";
import { roomForNumbers } from "../live/room";
import type { JourneyDocument } from "../model/document";
import { elkGraph, placesBeside, placesFrom, unplaced } from "../model/layout";
import { estimate, type SizeOf } from "../model/size";
import * as graph from "../model/graph";
import { joined, type Places } from "../model/places";
import { useEditor } from "../store";
import { placedDocument } from "./actions";
import { showStart } from "./view";
import { announce, flowOf, useCanvas } from "./state";

let elk: Elk | undefined;

/** Every node's place in a tidy drawing. */
export async function laidOut(document: JourneyDocument): Promise<Places> {
  elk ??= new ELK({ workerFactory });
  return placesFrom(await elk.layout(elkGraph(document, sizeOf(document))), document);
}

/** One step that can be undone. */
export async function tidy(): Promise<void> {
  if (useCanvas.getState().tidying) return;
  useCanvas.setState({ tidying: true });
  try {
    const places = await laidOut(placedDocument());
    const now = placedDocument();
    const tidied = graph.moveNodes(now, places);
    if (tidied === now) return announce("It is tidy already.");
    useEditor.getState().changeDocument("Tidy the layout", () => tidied);
    announce("Tidied the layout");
    requestAnimationFrame(() => showStart(true));
  } catch {
    announce("The layout could not be tidied.");
  } finally {
    useCanvas.setState({ tidying: false });
  }
}

/** Finds a place for each node that has none; it is shown there, and not saved before it changes. */
export async function placeAll(document: JourneyDocument): Promise<void> {
  const { placed } = useCanvas.getState();
  const missing = unplaced(document, placed);
  if (missing.length === 0) return useCanvas.setState({ ready: true });
  const isNew = missing.length === document.nodes.length && document.nodes.length > 1;
  const found = isNew
    ? await laidOut(document).catch(() => placesBeside(document, placed))
    : placesBeside(document, placed);
  useCanvas.setState(({ placed: before }) => ({ placed: joined(before, found), ready: true }));
}

/** As measured where it has been drawn. */
export function sizeOf(document: JourneyDocument): SizeOf {
  const flow = flowOf();
  return (key) => {
    const { width, height } = flow?.getNode(key)?.measured ?? {};
    if (width && height) return { width, height };
    const size = estimate(document, key);
    return { ...size, height: size.height + roomForNumbers(document, key) };
  };
}

function workerFactory(): Worker {
  return new Worker(new URL("./layout.worker.ts", import.meta.url), { type: "module" });
}
