/** How cards and lines look, by what they are in the drawing. */

import type { StylesheetJson } from "cytoscape";
import { CARD } from "./layout";
import type { Theme } from "./theme";

export function look(theme: Theme): StylesheetJson {
  const tone = (name: string) => theme.tones[name] ?? theme.line;
  return [
    {
      selector: "node",
      style: {
        shape: "round-rectangle",
        width: CARD.width,
        height: CARD.height,
        label: "data(text)",
        color: theme.ink,
        "font-family": theme.font,
        "font-size": 13.5,
        "text-wrap": "ellipsis",
        "text-max-width": `${CARD.width - 22}px`,
        "text-valign": "center",
        "text-halign": "center",
        "background-color": theme.surface,
        "border-width": 1,
        "border-color": theme.line,
        "overlay-opacity": 0,
      },
    },
    ...Object.keys(theme.tones).map((name) => ({
      selector: `node[tone = "${name}"]`,
      style: {
        "background-fill": "linear-gradient" as const,
        "background-gradient-direction": "to-right" as const,
        "background-gradient-stop-colors": [tone(name), tone(name), theme.surface, theme.surface],
        "background-gradient-stop-positions": ["0%", "2.4%", "2.4%", "100%"],
      },
    })),
    { selector: 'node[as != "note"][?note]', style: { "text-margin-y": -7 } },
    {
      selector: 'node[as = "note"]',
      style: {
        "background-opacity": 0,
        "border-width": 0,
        "font-size": 11,
        "text-margin-y": 9,
        color: theme.muted,
        events: "no",
      },
    },
    {
      selector: 'node[as = "focus"]',
      style: {
        "background-fill": "solid",
        "background-color": theme.accent,
        "border-color": theme.accent,
        color: theme.surface,
        "font-weight": 600,
      },
    },
    {
      selector: 'node[as = "way"]',
      style: { "border-width": 2, "border-color": theme.accent, "font-weight": 600 },
    },
    { selector: 'node[as = "far"], node[?far]', style: { opacity: 0.38 } },
    {
      selector: 'node[as = "title"]',
      style: {
        "background-opacity": 0,
        "border-width": 0,
        "font-size": 11.5,
        color: theme.muted,
        height: 18,
        events: "no",
      },
    },
    {
      selector: 'node[as = "more"]',
      style: {
        "background-opacity": 0,
        "border-style": "dashed",
        color: theme.accent,
        height: CARD.height - 6,
        "font-size": 12,
      },
    },
    {
      selector: "node.over",
      style: { "border-color": theme.accent, "border-width": 2, opacity: 1 },
    },
    {
      selector: "edge",
      style: {
        width: 1.4,
        "line-color": theme.line,
        "curve-style": "round-taxi",
        "taxi-direction": "horizontal",
        "taxi-turn": "50%",
        "taxi-radius": 10,
        "overlay-opacity": 0,
        events: "no",
        "z-index": 0,
      },
    },
    ...Object.keys(theme.tones).map((name) => ({
      selector: `edge[tone = "${name}"]`,
      style: { "line-color": tone(name), width: 2 },
    })),
    { selector: "edge[!near]", style: { opacity: 0.3 } },
    { selector: "edge[?way]", style: { width: 3, opacity: 1 } },
    { selector: 'edge[?way][tone = ""]', style: { "line-color": theme.accent } },
  ];
}
