import type { ComponentChildren, JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

/** Lets wide content scroll by itself; reachable by keyboard only while there is something to scroll. */
export function ScrollBox(props: { label: string; children: ComponentChildren }): JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  const [overflows, setOverflows] = useState(false);
  useEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(() => {
      setOverflows(element.scrollWidth > element.clientWidth + 1);
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const reachable = overflows
    ? ({ tabIndex: 0, role: "region", "aria-label": props.label } as const)
    : {};
  return (
    <div class="scroll-box" ref={box} {...reachable}>
      {props.children}
    </div>
  );
}
