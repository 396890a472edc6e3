import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { isDark, setTheme } from "../charts/theme.ts";

/** Switches between light and dark; until it is used, the system decides. */
export function ThemeToggle(): JSX.Element {
  const [dark, setDark] = useState(isDark());
  const toggle = (): void => {
    setTheme(dark ? "light" : "dark");
    setDark(!dark);
  };
  return (
    <button type="button" class="theme-toggle" onClick={toggle}>
      {dark ? "Light" : "Dark"}
      <span class="hidden-visually"> theme</span>
    </button>
  );
}
