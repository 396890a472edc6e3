import { render } from "preact";
import { App } from "./pages/app.tsx";
import { staticSource } from "./sources/static.ts";
import "./styles/index.css";

const root = document.getElementById("app");
if (root !== null) render(<App source={staticSource(document)} />, root);
