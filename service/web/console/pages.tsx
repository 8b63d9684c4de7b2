// What stands in place of the desk of alarms, by the address; each is fetched when it is wanted.
import { fetchedPage } from "./fetched";
import { openPage, type OfficePage } from "./office-where";
import { openFound, openReview, openRoom } from "./review-where";
import { words } from "../shared/words";

const OfficePages = fetchedPage<{ page: OfficePage }>(
  async () => (await import("./office/office")).Office,
  () => words.value.office.title,
);
const ReviewPages = fetchedPage<{ footage_id: string }>(
  async () => (await import("./review/review")).Review,
  () => words.value.footage.title,
);
const RoomPage = fetchedPage<{ footage_id: string }>(
  async () => (await import("./viewing/room")).Room,
  () => words.value.footage.room,
);
const FoundPages = fetchedPage<{ number: string }>(
  async () => (await import("./found/found")).Found,
  () => words.value.footage.found,
);

/** Whether anything but the desk of alarms stands open. */
export function isElsewhere(): boolean {
  return openPage() !== null || [openReview(), openRoom(), openFound()].some((of) => of !== null);
}

/** What stands open; `otherwise` where the address says nothing. */
export function Elsewhere(props: { otherwise?: "review" | "office" }) {
  const [review, room, found, page] = [openReview(), openRoom(), openFound(), openPage()];
  if (room !== null) return <RoomPage key={room} footage_id={room} />;
  if (found !== null) return <FoundPages number={found} />;
  if (review !== null) return <ReviewPages footage_id={review} />;
  if (page !== null) return <OfficePages page={page} />;
  if (props.otherwise === "review") return <ReviewPages footage_id="" />;
  if (props.otherwise === "office") return <OfficePages page="events" />;
  return null;
}
