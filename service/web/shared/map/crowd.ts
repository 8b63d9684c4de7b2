// Units over a whole county: dots on one canvas. As elements, five hundred of them cost each frame
// more than all else on the page; from nearer, where few are in sight, they are elements again.
import type { MapLibreMap } from "maplibre-gl";
import { isSame, type Point } from "../geo";
import { colour } from "./style";

const RADIUS_PX = 4.5;
const EDGE_PX = 2;
const ROUND = 2 * Math.PI;

export class Crowd {
  private readonly canvas = document.createElement("canvas");
  private places: readonly Point[] = [];
  private drawn = 0;
  private ink = "";
  private paper = "";

  constructor(private readonly map: MapLibreMap) {
    this.canvas.className = "map-crowd";
    this.canvas.setAttribute("aria-hidden", "true");
    map.getCanvas().after(this.canvas);
    this.repaint();
    map.on("move", () => this.draw());
    map.on("resize", () => this.draw());
  }

  /** These, and no others. */
  set(places: readonly Point[]): void {
    if (isSame(this.places, places)) return; // The canvas is as large as the map.
    this.places = places;
    this.draw();
  }

  /** Take the colours of the tokens anew. */
  repaint(): void {
    this.ink = colour("ink-2");
    this.paper = colour("surface");
    this.draw();
  }

  private draw(): void {
    if (this.places.length === 0 && this.drawn === 0) return;
    const { canvas } = this;
    const { width, height } = this.map.getCanvas();
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
    const pen = canvas.getContext("2d");
    if (!pen) return;
    const scale = this.map.getPixelRatio();
    pen.setTransform(scale, 0, 0, scale, 0, 0);
    pen.clearRect(0, 0, width, height);
    pen.beginPath();
    for (const { lat, lon } of this.places) {
      const { x, y } = this.map.project([lon, lat]);
      pen.moveTo(x + RADIUS_PX, y);
      pen.arc(x, y, RADIUS_PX, 0, ROUND);
    }
    pen.fillStyle = this.paper;
    pen.strokeStyle = this.ink;
    pen.lineWidth = EDGE_PX;
    pen.fill();
    pen.stroke();
    this.drawn = this.places.length;
    canvas.dataset["count"] = String(this.drawn);
  }
}
