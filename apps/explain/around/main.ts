/** The picture around a person: one walks it with the mouse, or its list with the keyboard. */

import { Canvas } from "./canvas";
import { draw } from "./layout";
import { answerIn, arrows, goOn, read, type Page } from "./panel";
import { extend, merge, NOTHING, told, type Picture } from "./picture";
import { address, back, here, remembered, same, step, type Walk } from "./walk";
import { showWay } from "./way";

interface Parts {
  root: HTMLElement;
  panel: HTMLElement;
  way: HTMLElement;
  kinds: HTMLFormElement;
  picture: HTMLElement;
  canvas: HTMLElement;
}

class Around {
  private picture: Picture = NOTHING;
  private walk: Walk;
  private kinds = new Set<string>();
  private asked = 0;
  private readonly canvas: Canvas;

  constructor(private readonly parts: Parts) {
    const root = { id: parts.root.dataset.root ?? "", label: parts.root.dataset.label ?? "" };
    const answer = answerIn(parts.panel);
    const focus = answer?.nodes[0];
    this.walk =
      focus && focus.id !== root.id ? [root, { id: focus.id, label: focus.label }] : [root];
    this.walk = remembered(history.state, here(this.walk).id) ?? this.walk;
    this.readKinds();
    parts.picture.hidden = false;
    this.canvas = new Canvas(parts.canvas, {
      step: (id, of) => void this.stepTo(id, of || undefined),
      more: (kind) => this.parts.panel.querySelector<HTMLElement>(`[data-more="${kind}"]`)?.click(),
      open: (id) => this.open(id),
    });
    if (answer) this.picture = merge(this.picture, answer);
    history.replaceState({ walk: this.walk, before: "" }, "");
    this.listen();
    this.show();
  }

  private listen(): void {
    const { root, panel, kinds } = this.parts;
    root.addEventListener("click", (event) => this.clicked(event));
    root.addEventListener("keydown", (event) => {
      if (event.key === "Backspace" && !(event.target instanceof HTMLInputElement)) {
        event.preventDefault();
        this.goBack();
      } else if (panel.contains(event.target as Node)) arrows(panel, event);
    });
    kinds.addEventListener("change", () => {
      this.readKinds();
      void this.go(this.walk, "replace", false);
    });
    kinds.addEventListener("submit", (event) => event.preventDefault());
    window.addEventListener("popstate", () => {
      const focus = new URLSearchParams(location.search).get("focus") ?? root.dataset.root ?? "";
      const walk = remembered(history.state, focus);
      if (walk) void this.go(walk, "none");
      else location.reload();
    });
  }

  private clicked(event: MouseEvent): void {
    if (event.ctrlKey || event.metaKey || event.shiftKey || !(event.target instanceof Element))
      return;
    const target = event.target.closest<HTMLElement>("[data-focus], [data-more], [data-zoom]");
    if (!target) return;
    event.preventDefault();
    const { focus, more, zoom } = target.dataset;
    if (focus) void this.stepTo(focus);
    else if (more) void this.goOn(target as HTMLAnchorElement, more);
    else if (zoom === "fit") this.canvas.fit();
    else this.canvas.zoom(zoom === "in" ? 1.25 : 0.8);
  }

  private async stepTo(id: string, of?: string): Promise<void> {
    const thing = this.picture.things.get(id);
    if (thing?.elsewhere) return this.open(id);
    const known = this.walk.find((stop) => stop.id === id);
    const label = known?.label ?? told(this.picture, of ?? here(this.walk).id, id);
    await this.go(step(this.walk, { id, label }, of), "push");
  }

  private goBack(): void {
    const before = back(this.walk);
    if (same(before, this.walk)) return;
    const state = history.state as { before?: string } | null;
    // The browser's way back is the same as ours, unless somebody jumped.
    if (state?.before === here(before).id) history.back();
    else void this.go(before, "push");
  }

  private open(id: string): void {
    const href = this.picture.things.get(id)?.href;
    if (href) location.assign(href);
  }

  /** Stand at the end of this walk; `focus`: the keyboard goes there, too. */
  private async go(walk: Walk, how: "push" | "replace" | "none", focus = true): Promise<void> {
    const asked = ++this.asked;
    const to = address(walk, this.kinds);
    const found = await this.ask(to);
    if (asked !== this.asked || !found) return;
    this.parts.panel.replaceChildren(found.panel);
    if (!found.answer) return;
    const before = here(this.walk).id;
    this.walk = walk;
    this.picture = merge(this.picture, found.answer);
    if (how === "push") history.pushState({ walk, before }, "", to);
    if (how === "replace") history.replaceState(history.state, "", to);
    this.show();
    if (focus)
      this.parts.panel.querySelector<HTMLElement>("#around-focus")?.focus({ preventScroll: true });
  }

  private async goOn(link: HTMLAnchorElement, kind: string): Promise<void> {
    const asked = this.asked;
    const found = await this.ask(link.search);
    if (asked !== this.asked || !found?.answer) return;
    this.picture = extend(this.picture, found.answer);
    goOn(this.parts.panel, kind, found.panel)?.focus({ preventScroll: true });
    this.show();
  }

  private async ask(address: string): Promise<Page | undefined> {
    this.parts.root.setAttribute("aria-busy", "true");
    try {
      return await read(`${location.pathname}${address}`);
    } catch {
      // Whatever was in the way, the server's own page says it.
      location.assign(address);
      return undefined;
    } finally {
      this.parts.root.removeAttribute("aria-busy");
    }
  }

  private readKinds(): void {
    const chosen = new FormData(this.parts.kinds).getAll("kinds");
    this.kinds = new Set(chosen.map(String));
    const summary = this.parts.kinds.querySelector("summary");
    const count = this.kinds.size ? ` (${this.kinds.size})` : "";
    if (summary) summary.textContent = `Kinds shown${count}`;
  }

  private show(): void {
    showWay(this.parts.way, this.walk);
    this.canvas.show(draw(this.walk, this.picture, this.kinds));
  }
}

const root = document.getElementById("around");
if (root) {
  const part = <T extends HTMLElement>(id: string) => document.getElementById(`around-${id}`) as T;
  new Around({
    root,
    panel: part("panel"),
    way: part("way"),
    kinds: part("kinds"),
    picture: part("picture"),
    canvas: part("canvas"),
  });
}
