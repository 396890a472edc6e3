import { render } from "preact";
import "uplot/dist/uPlot.min.css";
import uPlot from "uplot";
console.log(uPlot);
render(<p>hello</p>, document.getElementById("app")!);
