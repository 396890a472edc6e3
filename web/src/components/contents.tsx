import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";

export interface Entry {
  readonly id: string;
  readonly title: string;
}

/** Links to the parts of the report, the one being read marked; shown where there is room beside the page. */
export function Contents({ entries }: { entries: readonly Entry[] }): JSX.Element {
  const current = useCurrent(entries);
  return (
    <nav class="contents" aria-label="Contents">
      <ul>
        {entries.map(({ id, title }) => (
          <li key={id}>
            <a href={`#${id}`} aria-current={id === current ? "true" : undefined}>
              {title}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** The topmost part that crosses the upper third of the window. */
function useCurrent(entries: readonly Entry[]): string | undefined {
  const [current, setCurrent] = useState(entries[0]?.id);
  useEffect(() => {
    const visible = new Set<string>();
    const observer = new IntersectionObserver(
      (changes) => {
        for (const { target, isIntersecting } of changes) {
          if (isIntersecting) visible.add(target.id);
          else visible.delete(target.id);
        }
        const first = entries.find(({ id }) => visible.has(id));
        if (first !== undefined) setCurrent(first.id);
      },
      { rootMargin: "0px 0px -66% 0px" },
    );
    for (const { id } of entries) {
      const part = document.getElementById(id);
      if (part !== null) observer.observe(part);
    }
    return () => observer.disconnect();
  }, [entries]);
  return current;
}
