type Listener = () => void;

const listeners = new Set<Listener>();

/** Calls back, before the next frame is drawn, when colours change: toggled, by the system, or for paper. */
export function onThemeChange(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Whether the page is dark now. */
export function isDark(): boolean {
  const chosen = document.documentElement.dataset["theme"];
  return chosen === undefined ? darkPreferred.matches : chosen === "dark";
}

/** Overrides the system's choice. */
export function setTheme(theme: "light" | "dark"): void {
  document.documentElement.dataset["theme"] = theme;
  announce();
}

/** The colour behind a custom property, resolved for the current theme: a canvas cannot read `var()`. */
export function resolveColor(property: string): string {
  const probe = document.createElement("span");
  probe.style.color = `var(${property})`;
  document.body.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

function announce(): void {
  for (const listener of listeners) listener();
}

const darkPreferred = matchMedia("(prefers-color-scheme: dark)");
darkPreferred.addEventListener("change", announce);
// Canvases are pixels: they must be repainted in light colours before they go on paper.
matchMedia("print").addEventListener("change", announce);
