// The citizen's pages work without this. With it they count down, and renew what has changed.
import "../shared/styles/tokens.css";
import "../shared/styles/base.css";
import "../shared/styles/parts.css";
import "../shared/styles/door.css";
import "./citizen.css";
import { weighFiles } from "./files";
import { forgetWhoLeaves } from "./kiosk";
import { offerMap } from "./place";
import { followStatus } from "./status";

followStatus();
weighFiles();
offerMap();
forgetWhoLeaves();
